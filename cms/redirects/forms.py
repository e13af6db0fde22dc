"""The forms of the redirects' screens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RedirectForm(forms.Form):
    """One old address and where it leads; what is wrong with them is said by the service."""

    old = forms.CharField(
        label=_("Eski adres"), max_length=2000,
        help_text=_("Eski sitedeki tam adres ya da yolu: /haber.asp?id=12"),
    )  # fmt: skip
    new = forms.CharField(
        label=_("Yeni adres"), max_length=2000, help_text=_("Bu sitede yayındaki bir sayfa: /hakkimizda/")
    )


class TableForm(forms.Form):
    """A table of old and new addresses."""

    table = forms.FileField(
        label=_("CSV ya da Excel dosyası"),
        help_text=_("İlk sütunda eski, ikinci sütunda yeni adres. En çok 2.000 satır."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
