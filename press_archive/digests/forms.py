"""The forms of the digest's screens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """What stands above the lines."""

    note = forms.CharField(
        label=_("Giriş notu"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
