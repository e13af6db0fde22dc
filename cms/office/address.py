"""Filters that are read from an address: the address speaks Turkish, the code English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms


class AddressForm(forms.Form):
    """A form whose fields have other names in the address: ``in_address`` is the one map, name here → name there."""

    in_address: ClassVar[Mapping[str, str]] = {}

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(self.in_address.get(field_name, field_name))
