"""The entries of the admin's "Fotoğraf ve video arşivi" menu; each area of the archive adds its own."""

from __future__ import annotations

from wagtail.admin.menu import MenuItem

ENTRIES: list[MenuItem] = []


def add(item: MenuItem) -> None:
    """Puts ``item`` into the menu; its ``order`` decides where."""
    ENTRIES.append(item)
