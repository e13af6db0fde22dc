"""The forms of the office's decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from press_archive.contacts.models import Journalist, Outlet
from press_archive.journalists import selectors
from press_archive.journalists.models import JournalistAccount


class StepForm(forms.Form):
    """A form of one decision; ``seen`` is what was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, account: JournalistAccount, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["seen"] = selectors.reading_of(account)
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.account = account
        self.prepare()

    def prepare(self) -> None:
        """What depends on the account."""


class ReasonForm(StepForm):
    """Words that the person reads."""

    words = forms.CharField(
        label=gettext_lazy("Gerekçe"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Basın mensubu bu sözleri e-postayla okur."),
    )  # fmt: skip


class QuestionForm(ReasonForm):
    """What the office needs to know."""

    def prepare(self) -> None:
        self.fields["words"].label = _("Ne gerekiyor?")


class OptionalReasonForm(ReasonForm):
    """Whether a correction is taken over; words are needed for a no."""

    is_right = forms.TypedChoiceField(
        label=gettext_lazy("Karar"), widget=forms.RadioSelect, coerce=lambda value: value == "evet",
        choices=[("evet", gettext_lazy("Kabul: bilgi değişsin")), ("hayir", gettext_lazy("Kabul değil"))],
    )  # fmt: skip
    field_order = ("seen", "is_right", "words")

    def prepare(self) -> None:
        self.fields["words"].required = False

    def clean(self) -> dict[str, Any]:
        """A no has a reason."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_right") is False and not said.get("words"):
            raise ValidationError({"words": _("Neden kabul edilmediğini yazın.")})
        return said


class JournalistChoice(forms.ModelChoiceField):
    """Who of the directory, with the outlet."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ApproveForm(StepForm):
    """Whose the account is."""

    outlet = forms.ModelChoiceField(
        label=gettext_lazy("Yayın kuruluşu"), queryset=Outlet.objects.none(), required=False,
        empty_label=gettext_lazy("yok (serbest)"),
        help_text=gettext_lazy("Rehberde yoksa önce rehbere ekleyin; bu başvuru bekler."),
    )  # fmt: skip
    journalist = JournalistChoice(
        label=gettext_lazy("Rehberdeki kişi"), queryset=Journalist.objects.none(), required=False,
        empty_label=gettext_lazy("rehberde yok: yeni kayıt aç"),
    )  # fmt: skip
    is_desk = forms.BooleanField(label=gettext_lazy("Kişi değil, kuruluşun haber merkezi"), required=False)

    def prepare(self) -> None:
        outlets: Any = self.fields["outlet"]
        outlets.queryset = Outlet.objects.order_by("sort_key", "pk")
        people: Any = self.fields["journalist"]
        people.queryset = selectors.free_journalists(self.account)
        self.initial.setdefault("is_desk", self.account.wants_desk)
        self.initial.setdefault("outlet", selectors.likely_outlet(self.account))
        if not self.account.wants_desk:
            self.initial.setdefault("journalist", selectors.likely_journalists(self.account).first())

    def clean(self) -> dict[str, Any]:
        """A desk is an outlet's."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_desk") and not said.get("outlet"):
            raise ValidationError({"outlet": _("Haber merkezi hesabı için yayın kuruluşunu seçin.")})
        return said


class CloseForm(ReasonForm):
    """Why the office closes an account."""

    sure = forms.BooleanField(label=gettext_lazy("Hesap kapatılsın, kişisel veriler silinsin; geri alınamaz."))
