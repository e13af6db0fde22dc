"""What the approvers' desk sends back. The rules themselves are in ``services``."""

from __future__ import annotations

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


class WithdrawForm(forms.Form):
    """The reason stands in the evidence; the public sees only that the content was withdrawn."""

    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Gerekçe yazılmadan içerik yayından kaldırılamaz.")},
    )
