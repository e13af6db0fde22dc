"""What the templates of layouts can ask: Turkish capitals, sizes that fit, lengths in steps of the baseline grid."""

from __future__ import annotations

import math
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms.core import turkish
from publishing.publications.layouts import areas, typefaces

register = template.Library()


@register.filter
def capitals(text: str) -> str:
    """``text`` in capitals as Turkish writes them; CSS would make ``I`` of ``i``."""
    return turkish.upper(str(text))


@register.filter
def mm(length: float) -> SafeString:
    """A length for CSS."""
    return mark_safe(f"{float(length):.3f}mm")


@register.filter
def pt(length: float) -> SafeString:
    return mark_safe(f"{float(length):.2f}pt")


@register.filter
def times(length: float, by: float) -> float:
    return float(length) * float(by)


@register.filter
def plus(length: float, by: float) -> float:
    return float(length) + float(by)


@register.filter
def minus(length: float, by: float) -> float:
    return float(length) - float(by)


@register.filter
def over(length: float, by: float) -> float:
    return float(length) / float(by)


@register.filter
def largest(text: str, how: str) -> float:
    """``"face width height most"`` in mm: the type size in mm."""
    face, width, height, most = how.split()
    return typefaces.largest(str(text), face, float(width), float(height), most=float(most))


@register.simple_tag
def sized(text: str, face: str, width: float, height: float, most: float) -> SafeString:
    """The largest type size for ``text`` in a box of these mm, as CSS."""
    return mm(typefaces.largest(str(text), face, float(width), float(height), most=float(most)))


@register.simple_tag
def column_picture(picture: dict[str, Any], m: dict[str, float], columns: int) -> SafeString:
    """Width and height of a picture in one of ``columns`` columns: whole lines of the grid, nowhere half a page."""
    width = (m["text"] - (columns - 1) * m["gap"]) / columns
    height = min(width / picture["ratio"], 0.42 * m["tall"])
    lines = max(4, math.floor(height / m["line_mm"]))
    return mark_safe(f"width:{width:.3f}mm;height:{lines * m['line_mm']:.3f}mm")


@register.simple_tag
def lines(m: dict[str, float], count: float) -> SafeString:
    """``count`` lines of the baseline grid."""
    return mm(count * m["line_mm"])


@register.simple_tag
def hung(way: str, m: dict[str, float]) -> dict[str, areas.Area]:
    """The frames of a sheet that hangs, in one of the three ways."""
    return {"photo": areas.photo_and_words, "frame": areas.framed, "letters": areas.lettered}[way](m)


@register.simple_tag
def worded(
    story: dict[str, Any], area: areas.Area, face: str, code: object = None, logo: object = None, name: str = ""
) -> dict[str, Any]:
    """How the words of ``story`` are set in ``area``."""
    return areas.words(story, area, face, code=bool(code), mark=bool(logo or name))
