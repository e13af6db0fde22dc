"""Which layouts there are: for each its word on the screen, what it is for, and how many stories and photos it holds.

A layout is a template ``pages/<name>.html``; a look is ``looks/<name>.css.template`` over that of ``base``. Nothing
here knows measures: templates lay themselves out from the sheet they are given.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGED = ("magazine", "newspaper", "book", "brochure")
HUNG = ("poster", "billboard", "citylight", "megalight", "led", "social_set")


@dataclass(frozen=True, slots=True)
class Layout:
    """``stories`` and ``pictures`` are the least and the most that it holds; ``span``: whether text runs on over
    pages; ``fields`` are asked for by name."""

    name: str
    label: Promise
    kinds: tuple[str, ...]
    stories: tuple[int, int] = (1, 1)
    pictures: int = 1
    span: bool = False
    fields: tuple[str, ...] = ()


LAYOUTS: dict[str, Layout] = {
    one.name: one
    for one in (
        Layout("cover", _("Kapak"), (*PAGED, "film"), (1, 5), 1),
        Layout("imprint", _("Künye sayfası"), PAGED, (0, 1), 1),
        Layout("contents", _("İçindekiler"), PAGED, (0, 40), 3),
        Layout("article", _("Yazı sayfası"), PAGED, (1, 1), 8, span=True, fields=("columns",)),
        Layout("photo_essay", _("Fotoğraf öyküsü"), PAGED, (1, 1), 4),
        Layout("interview", _("Söyleşi"), PAGED, (1, 1), 4, span=True),
        Layout("agenda", _("Etkinlik takvimi"), PAGED, (1, 200), 0, span=True),
        Layout("children", _("Çocuk sayfası"), PAGED, (1, 3), 3),
        Layout("news", _("Haber sayfası"), PAGED, (1, 5), 5),
        Layout("advert", _("Tam sayfa ilan"), PAGED, (0, 1), 1),
        Layout("blank", _("Boş sayfa (not için)"), PAGED, (0, 0), 0),
        Layout("back_cover", _("Arka kapak"), PAGED, (0, 1), 1),
        Layout("trifold_outside", _("Üç kırım, dış yüz"), ("brochure",), (1, 3), 3),
        Layout("trifold_inside", _("Üç kırım, iç yüz"), ("brochure",), (1, 3), 3),
        Layout("poster_photo", _("Afiş: fotoğraf"), HUNG, (1, 1), 1),
        Layout("poster_band", _("Afiş: renk ve fotoğraf"), HUNG, (1, 1), 1),
        Layout("poster_type", _("Afiş: yazı"), HUNG, (1, 1), 0),
        Layout("invitation", _("Davetiye"), ("invitation",), (1, 1), 1),
        Layout("disc_label", _("Disk etiketi"), ("disc", "film"), (0, 1), 1),
        Layout("disc_booklet", _("Disk kitapçığı"), ("disc", "film"), (1, 1), 1),
    )
}

LOOKS: dict[str, Promise] = {"kent": _("Kent: yalın ve ferah"), "rihtim": _("Rıhtım: klasik, çizgili")}


def offered(kind: str) -> list[Layout]:
    """The layouts that a publication of ``kind`` can have, in the order of a magazine's pages."""
    return [layout for layout in LAYOUTS.values() if kind in layout.kinds]
