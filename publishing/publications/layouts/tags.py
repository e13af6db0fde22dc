"""What the templates of layouts can ask: Turkish capitals, sizes that fit, lengths in steps of the baseline grid."""

from __future__ import annotations

import math
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms.core import turkish
from publishing.publications.layouts import areas, frames, typefaces

register = template.Library()


UNSAID = dict.fromkeys(("headline", "section", "spot", "when", "where"), "")


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
    """How the words of ``story`` are set in ``area``; a page may have none yet."""
    return areas.words(story or UNSAID, area, face, code=bool(code), mark=bool(logo or name))


@register.simple_tag
def framed(name: str, m: dict[str, float], side: float) -> frames.Frames:
    """The frames of a page that is held in hands."""
    return frames.NAMED[name](m, side)


@register.simple_tag
def essay(m: dict[str, float], pictures: list[dict[str, Any]]) -> list[tuple[dict[str, Any], areas.Area]]:
    """Each photo of a photo essay with its frame; none where it has none yet."""
    shown = pictures[:4]
    return list(zip(shown, frames.essay(m, len(shown)), strict=True)) if shown else []


@register.simple_tag
def news(m: dict[str, float], side: float, stories: list[dict[str, Any]], first: bool) -> list[dict[str, Any]]:
    """The stories of a news page with their frames; ``[0]`` is the head of the page."""
    made = frames.news(m, side, len(stories), first)
    rows: list[dict[str, Any]] = [{"mast": made["mast"], "rule": made["rule"]}]
    for place, story in enumerate(stories[:5]):
        photo = (0.4 if place == 0 else 0.3) if story["lead"] else 0.0
        head = 0.13 if place == 0 else 0.18 if place == 1 else 0.26
        parts = frames.piece(made[f"story{place}"], photo, head, m["gap"] * 0.7)
        columns = max(1, min(3, round(parts["text"].w / 58)))
        rows.append({"story": story, "columns": columns, "most": (0.085 if place == 0 else 0.042) * m["w"], **parts})
    return rows


@register.simple_tag
def panels(m: dict[str, float], stories: list[dict[str, Any]], inside: bool) -> list[dict[str, Any]]:
    """The three parts of a folded sheet with their stories: inside from the left; outside cover, back, flap."""
    parts = frames.panels(m, inside)
    order = parts if inside else [parts[2], parts[1], parts[0]]
    given: list[dict[str, Any] | None] = [*stories, None, None, None]
    return [
        {"place": place, "story": story, **frames.panel(m, area)}
        for place, (area, story) in enumerate(zip(order, given, strict=False))
    ]


@register.simple_tag
def children(m: dict[str, float], side: float, stories: list[dict[str, Any]]) -> dict[str, Any]:
    """The frames of a children's page: ``sheet``, ``head`` and ``cards``."""
    shown = stories[:3]
    made: dict[str, Any] = dict(frames.children(m, side, len(shown)))
    made["cards"] = [
        {"story": story, "ground": made[f"card{place}"], "tone": ("primary", "accent", "deep")[place % 3],
         **frames.card(made[f"card{place}"], bool(story["lead"]), place % 2 == 1, m["gap"])}
        for place, story in enumerate(shown)
    ]  # fmt: skip
    return made


@register.simple_tag
def single(name: str, m: dict[str, float], photo: object = None) -> frames.Frames:
    """The frames of invitations and of what comes with a disc."""
    if name == "invitation":
        return frames.invitation(m, bool(photo))
    return frames.disc(m) if name == "disc" else frames.booklet(m)


@register.simple_tag
def ground(m: dict[str, float]) -> areas.Area:
    """The whole sheet with its bleed."""
    return frames.ground(m)


@register.simple_tag
def inner(area: areas.Area, across: float, down: float) -> areas.Area:
    """``area`` without a rim of so many mm."""
    return areas.Area(area.x + across, area.y + down, area.w - 2 * across, area.h - 2 * down)
