"""The citation of a clipping, in the order that a reader looks for it.

Law no. 5846 art. 36 names what has to be said of a source: the outlet, its day and number, and the author where known;
Law no. 5187 art. 24 asks it of whoever quotes a periodical. Of a broadcast the programme and the hour are needed for
the right of reply (Law no. 6112 art. 18: "same hour and programme").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.core.turkish import format_date

if TYPE_CHECKING:
    from press_archive.clippings.models import Clipping


def citation(clipping: Clipping) -> str:
    """``Kıyı Gazetesi, 27 Kasım 2026, sayı 4512, s. 3, Ayşe Deneme``; what is not known is left out."""
    parts = [clipping.outlet_name, format_date(clipping.published_on)]
    if clipping.issue_number:
        parts.append(_("sayı %(number)s") % {"number": clipping.issue_number})
    if clipping.page:
        parts.append(_("s. %(page)s") % {"page": clipping.page})
    if clipping.programme:
        parts.append(clipping.programme)
    if clipping.published_time:
        parts.append(f"{clipping.published_time:%H.%M}")
    if clipping.author:
        parts.append(clipping.author)
    return ", ".join(parts)


def missing(clipping: Clipping) -> list[str]:
    """What a whole citation of this medium still needs, in words; nothing when it is whole."""
    needed = {
        "newspaper": ("issue_number", "page", "author"), "magazine": ("issue_number", "page", "author"),
        "television": ("programme", "published_time"), "radio": ("programme", "published_time"),
        "news_site": ("url",), "social": ("url",),
    }.get(clipping.medium, ())  # fmt: skip
    return [str(clipping._meta.get_field(name).verbose_name) for name in needed if not getattr(clipping, name)]
