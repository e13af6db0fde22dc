"""What the approvers' desk sends back. The rules themselves are in ``services``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HASH = r"^[0-9a-f]{64}$"


class SignForm(forms.Form):
    """``seen_hash`` is the content hash of the page that was read."""

    seen_hash = forms.RegexField(regex=HASH, widget=forms.HiddenInput)
    comment = forms.CharField(label=_("Not"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnForm(forms.Form):
    """The reason goes to the editor word for word."""

    comment = forms.CharField(
        label=_("İade gerekçesi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("İade gerekçesi yazılmadan içerik iade edilemez.")},
    )

    def __init__(self, *args: Any, pointed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was pointed at in the text is reason enough.
        self.fields["comment"].required = not pointed


class RemarkForm(forms.Form):
    """``words`` is where the words begin in the passage and how many letters they have: "12:80"."""

    words = forms.RegexField(
        regex=r"^[0-9]{1,7}:[0-9]{1,7}$",
        error_messages={"required": _("Hangi sözler olduğunu seçin."), "invalid": _("Hangi sözler olduğunu seçin.")},
    )
    text = forms.CharField(label=_("Notunuz"), required=False, max_length=2000)
    proposal = forms.CharField(label=_("Önerdiğiniz hâli"), required=False, max_length=5000)

    def clean_words(self) -> tuple[int, int]:
        start, length = self.cleaned_data["words"].split(":")
        return int(start), int(length)


class WithdrawForm(forms.Form):
    """The reason stands in the evidence; the public sees only that the content was withdrawn."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Gerekçe yazılmadan içerik yayından kaldırılamaz.")},
    )
