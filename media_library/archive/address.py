"""The Turkish names that the archive's filters have in an address; everywhere else they have English ones."""

from __future__ import annotations

from cms.office.address import AddressForm

# Name in the code → name in the address.
ADDRESS = {
    "kind": "tur", "shoot": "cekim", "first_day": "bas", "last_day": "bit", "place": "yer", "department": "mudurluk",
    "person": "kisi", "photographer": "fotografci", "tag": "etiket", "orientation": "yon", "rights": "hak",
    "use": "kullanim", "children": "cocuk", "video_kind": "film", "state": "durum", "order": "sira", "year": "yil",
}  # fmt: skip


class ArchiveFilterForm(AddressForm):
    """A form of filters of the archive."""

    in_address = ADDRESS
