"""The forms of the outdoor screens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.widgets import DayInput
from publishing.outdoor.models import Campaign, Period
from publishing.outdoor.words import Release

PICTURES = "image/*,.heic,.heif"


def day(label: Any, **values: Any) -> forms.DateField:
    """A day; today unless somebody types another."""
    return forms.DateField(label=label, widget=DayInput, **{"initial": timezone.localdate, **values})


def photo(**values: Any) -> forms.FileField:
    """A picture from the telephone's camera."""
    return forms.FileField(
        label=gettext_lazy("Fotoğraf"), widget=forms.FileInput({"accept": PICTURES, "capture": "environment"}), **values
    )


class CampaignForm(forms.ModelForm):
    """What is to hang."""

    class Meta:
        model = Campaign
        fields = ("name", "instructions", "is_festive")
        widgets = {"instructions": forms.Textarea({"rows": 3})}


class DaysForm(forms.Form):
    """From when to when."""

    first_day = day(gettext_lazy("İlk gün"))
    last_day = day(gettext_lazy("Son gün"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and not dt.timedelta(0) <= last - first < dt.timedelta(days=400):
            raise ValidationError(_("Son gün ilk günden önce olamaz; bir rezervasyon en çok 400 gündür."))
        return said


class HangForm(forms.Form):
    """The photo."""

    photo = photo()
    on = day(gettext_lazy("Asıldığı gün"))
    text = forms.CharField(label=gettext_lazy("Not"), max_length=300, required=False)


class DownForm(forms.Form):
    """When it came down."""

    on = day(gettext_lazy("İndirildiği gün"))
    photo = photo(required=False)
    text = forms.CharField(label=gettext_lazy("Not"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Neden"), max_length=300)


class ReleaseForm(forms.Form):
    """Why it may hang all the same."""

    reason = forms.ChoiceField(label=gettext_lazy("Gerekçe"), choices=Release.choices)
    note = forms.CharField(label=gettext_lazy("Açıklama"), max_length=240)


class PeriodForm(forms.ModelForm):
    """An election or mourning."""

    class Meta:
        model = Period
        fields = ("kind", "name", "vote_day", "first_day", "last_day", "reference")
        widgets = dict.fromkeys(("vote_day", "first_day", "last_day"), DayInput)
