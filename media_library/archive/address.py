"""The Turkish names that the archive's filters have in an address; everywhere else they have English ones."""

from __future__ import annotations

from django import forms

# Name in the code → name in the address.
ADDRESS = {
    "kind": "tur", "shoot": "cekim", "first_day": "bas", "last_day": "bit", "place": "yer", "department": "mudurluk",
    "person": "kisi", "photographer": "fotografci", "tag": "etiket", "orientation": "yon", "rights": "hak",
    "use": "kullanim", "children": "cocuk", "video_kind": "film", "state": "durum", "order": "sira", "year": "yil",
}  # fmt: skip


class AddressForm(forms.Form):
    """A form of filters that is read from an address by its Turkish names."""

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(ADDRESS.get(field_name, field_name))
