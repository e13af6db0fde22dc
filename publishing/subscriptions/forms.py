"""The two forms of the public pages: subscribing, and changing what one gets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.subscriptions import subjects
from publishing.subscriptions.services import normal


class SubjectsForm(forms.Form):
    """Which subjects."""

    chosen = forms.MultipleChoiceField(
        label=_("Konular"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("En az bir konu seçin.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = subjects.offered()
        self.fields["chosen"].choices = [(one.key, one.name) for one in self.offered]  # type: ignore[attr-defined]

    def rows(self) -> list[dict[str, Any]]:
        """The subjects as the page shows them: key, name, the heading that it stands under, whether it is ticked."""
        ticked = set(self["chosen"].value() or [])
        return [{"subject": one, "is_chosen": one.key in ticked} for one in self.offered]


class SubscribeForm(SubjectsForm):
    """The address, the subjects, and the consent. ``website`` is seen by programs only."""

    email = forms.EmailField(
        label=_("E-posta adresiniz"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("E-posta adresinizi yazın."),
            "invalid": _("Geçerli bir e-posta adresi yazın; örneğin ad@kurum.example."),
        },
    )
    consent = forms.BooleanField(
        label=_("Açık rıza metnini okudum, kabul ediyorum."),
        error_messages={"required": _("Göndermemiz için rızanız gerekir.")},
    )
    website = forms.CharField(required=False)

    def clean_email(self) -> str:
        """The address as it is stored."""
        try:
            return normal(self.cleaned_data["email"])
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
