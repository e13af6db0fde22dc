"""The forms of the office's screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.office.widgets import DayInput, MomentInput
from press_archive.agenda.models import Visit
from press_archive.agenda.services import MOST_PEOPLE
from press_archive.agenda.visits import VISIT_FIELDS
from press_archive.agenda.words import Answer
from press_archive.contacts.models import DistributionList
from press_archive.contacts.selectors import reach


class InviteForm(forms.Form):
    """Which lists, and which addresses of the directory besides."""

    lists = forms.MultipleChoiceField(label=_("Listeler"), required=False, widget=forms.CheckboxSelectMultiple)
    emails = forms.CharField(
        label=_("Rehberden tek tek adresler"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Her satıra bir e-posta adresi."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = DistributionList.objects.filter(active=True)
        counts = reach([one.pk for one in lists])[1]
        choices = [(str(one.pk), f"{one.name} ({counts.get(one.pk, 0)})") for one in lists]
        self.fields["lists"].choices = choices  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What ``services.invite`` takes."""
        lists = [int(pk) for pk in self.cleaned_data["lists"]]
        return {"lists": lists, "emails": self.cleaned_data["emails"].replace(",", "\n").replace(";", "\n").split()}


class AnswerForm(forms.Form):
    """What an invited person told the office."""

    answer = forms.ChoiceField(label=_("LCV"), choices=Answer.choices)
    people = forms.IntegerField(label=_("Kişi"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    note = forms.CharField(label=_("Not"), max_length=300, required=False)


class VisitForm(forms.ModelForm):
    """A visit as it is planned."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Visit
        fields = VISIT_FIELDS
        widgets = {
            "starts_at": MomentInput, "ends_at": MomentInput, "follow_up_on": DayInput,
            **{
                name: forms.Textarea(attrs={"rows": 4})
                for name in ("people", "route", "talking_points", "follow_up")
            },
        }  # fmt: skip


class CloseForm(forms.Form):
    """How it went."""

    took_place = forms.TypedChoiceField(
        label=_("Ziyaret"), coerce=lambda value: value == "evet", widget=forms.RadioSelect,
        choices=[("evet", _("yapıldı")), ("hayir", _("yapılmadı"))],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Nasıl geçti, ya da neden yapılmadı?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
