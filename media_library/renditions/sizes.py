"""The sizes in which the house shows photos, as Wagtail filter specs."""

from __future__ import annotations

CARD_SMALL = "fill-300x200|format-jpeg"
CARD = "fill-600x400|format-jpeg"
CARD_LARGE = "fill-1200x800|format-jpeg"
WIDTHS = ("width-480|format-jpeg", "width-960|format-jpeg", "width-1600|format-jpeg")
SHARE = "fill-1200x630|format-jpeg"
PRESS = "max-2000x2000|format-jpeg"
LOGO = "max-224x112|format-png"

# What the archive's grid shows, then Wagtail's chooser and edit page.
GRID = "max-400x400|format-jpeg"
THUMBNAIL = "max-165x165"
EDITOR = "max-800x600"

# Formats that a browser is offered before JPEG, the lightest first.
MODERN = ("avif", "webp")


def in_format(spec: str, name: str) -> str:
    """The same size as the JPEG ``spec`` in the format ``name`` ("avif", "webp")."""
    return spec.replace("format-jpeg", f"format-{name}")


def modern(specs: tuple[str, ...]) -> tuple[str, ...]:
    """The JPEG ``specs`` in every modern format."""
    return tuple(in_format(spec, name) for name in MODERN for spec in specs)


RESPONSIVE = (CARD_SMALL, CARD, CARD_LARGE, *WIDTHS)
PUBLIC = (*RESPONSIVE, *modern(RESPONSIVE), SHARE, PRESS)
# Made in three steps, each before the next one of any photo: the archive's grid, what screens of the office show (and a
# page falls back on), and what only readers of a published page get.
ARCHIVE_SIZES = (GRID, THUMBNAIL, EDITOR)
SCREEN_SIZES = (*ARCHIVE_SIZES, *RESPONSIVE)
KNOWN_SIZES = (*ARCHIVE_SIZES, *PUBLIC)
