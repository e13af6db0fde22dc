"""Forms of the directory: pasted addresses, and the choice of a list's addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from press_archive.contacts.models import Address, DistributionList


class AddressChoices(forms.CheckboxSelectMultiple):
    """Every address as a checkbox, with a search box that narrows them while typing."""

    template_name = "contacts/widgets/address_choices.html"
    option_template_name = "contacts/widgets/address_option.html"

    class Media:
        css = {"all": ["contacts/address-choices.css"]}
        js = ["contacts/address-choices.js"]


class AddressField(forms.ModelMultipleChoiceField):
    """Addresses with their owners' names."""

    widget = AddressChoices

    def label_from_instance(self, obj: Address) -> str:
        owner = obj.journalist or obj.outlet
        label = f"{owner} · {obj.email}" if owner else obj.email
        if obj.opted_out_at:
            return _("%(label)s (gönderim istemiyor)") % {"label": label}
        return label if obj.active else _("%(label)s (kullanımda değil)") % {"label": label}


def all_addresses() -> Any:
    """Every address with its owner, in the order of the address."""
    return Address.objects.select_related("journalist__outlet", "outlet").order_by("email")


class PasteForm(forms.Form):
    """A box for many addresses at once."""

    text = forms.CharField(
        label=_("Adresler"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        strip=False,
        max_length=500_000,
        help_text=_("Her satıra bir adres: “Ad Soyad <eposta>” ya da “eposta; Ad Soyad; Kuruluş”."),
    )
    lists = forms.ModelMultipleChoiceField(
        label=_("Eklenecek dağıtım listeleri"),
        queryset=DistributionList.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
