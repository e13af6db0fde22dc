"""Which days a report is about, as its address says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.office.address import AddressForm
from cms.office.widgets import DayInput
from cms.reports.coverage.periods import Period

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2200, 1, 1)
MOST_DAYS = 3 * 366
# In the first days of a month its predecessor is what is asked for.
FIRST_DAYS = 7


class MonthInput(forms.DateInput):
    """A month, by the device's own calendar."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class PeriodForm(AddressForm):
    """A whole month, or any two days, which win."""

    in_address: ClassVar[Mapping[str, str]] = {"month": "ay", "start": "ilk", "end": "son"}

    month = forms.DateField(label=_("Ay"), required=False, input_formats=["%Y-%m"], widget=MonthInput)
    start = forms.DateField(label=_("ya da ilk gün"), required=False, widget=DayInput)
    end = forms.DateField(label=_("son gün"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if bool(start) != bool(end):
            raise ValidationError(_("İlk ve son günü birlikte yazın."))
        if start and end and not 0 <= (end - start).days < MOST_DAYS:
            raise ValidationError(gettext("Son gün ilk günden önce olamaz; aralık en çok üç yıl olabilir."))
        for day in (cleaned.get("month"), start, end):
            if day and not EARLIEST <= day <= LATEST:
                raise ValidationError(_("Bu yıla ait kupür olamaz."))
        return cleaned

    @property
    def period(self) -> Period:
        """What was asked for; without a word, or with one that makes no sense, this month."""
        if self.is_valid():
            if self.cleaned_data["start"]:
                return Period(self.cleaned_data["start"], self.cleaned_data["end"])
            if self.cleaned_data["month"]:
                return Period.of_month(self.cleaned_data["month"])
        today = timezone.localdate()
        first = Period.of_month(today)
        return first.before if today.day <= FIRST_DAYS else first


class FreezeForm(forms.Form):
    """What a frozen report is called."""

    title = forms.CharField(label=_("Başlık"), max_length=160)
