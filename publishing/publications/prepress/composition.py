"""A design as pages of HTML with one stylesheet: what WeasyPrint lays out, here and in the program that draws.

Each page of the plan is a text of its own, so that one story too long moves no other. Pictures are named by key
(``picture:3``); their bytes come later and have no influence on the layout but their proportions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from cms.core import turkish
from publishing.publications.layouts.catalogue import LAYOUTS, LOOKS
from publishing.publications.prepress import colour
from publishing.publications.prepress.codes import modules
from publishing.publications.prepress.design import Brand, Design, Page, Picture, Sheet, Story, Unfit

LAYOUT_FOLDER = Path(__file__).parent.parent / "layouts"
POINT = 25.4 / 72  # mm
WITH_LOGO = frozenset(
    {
        "poster_photo", "poster_band", "poster_type", "imprint", "advert", "back_cover", "trifold_outside",
        "invitation", "disc_booklet",
    }
)  # fmt: skip
IMPRINTED = frozenset({"imprint", "trifold_outside"})  # the layouts that say the law's lines in any case
LISTED = frozenset({"article", "photo_essay", "interview", "agenda", "children", "news"})
Palette = dict[str, tuple[colour.Ink, colour.Light]]


@dataclass(slots=True)
class Composition:
    """HTML of each page of the plan with the number of pages it may fill, the stylesheet, the pictures by key."""

    stylesheet: str
    pages: list[tuple[str, int]]
    pictures: list[Picture] = field(default_factory=list)
    palette: Palette = field(default_factory=dict)


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(LAYOUT_FOLDER)],
        libraries={"layout": "publishing.publications.layouts.tags"},
        builtins=["publishing.publications.layouts.tags"],
    )


def composed(design: Design, *, first: int = 1) -> Composition:
    """All pages of ``design``. Raises ``Unfit`` for a layout or a look that is not there."""
    palette = palette_of(design.brand)
    made = Composition(stylesheet(design.sheet, design.look, palette), [], palette=palette)
    number = first
    for page in design.pages:
        made.pages.append((_html(design, page, number, made.pictures, palette), page.span))
        number += page.span
    return made


def palette_of(brand: Brand) -> Palette:
    """The colours by name, as ink and as light: black and greys are the black ink alone."""
    primary, accent = colour.light(brand.primary), colour.light(brand.accent)
    named: Palette = {"paper": (colour.PAPER, (255, 255, 255)), "ink": (colour.BLACK, (26, 26, 26))}
    for name, part in (("soft", 0.65), ("line", 0.3), ("mist", 0.07)):
        named[name] = ((0.0, 0.0, 0.0, part), colour.paled((26, 26, 26), part))
    for name, own in (("primary", primary), ("accent", accent)):
        named[name] = (colour.ink(own), own)
        for tone, part in (("tint", 0.12), ("half", 0.5)):
            paled = colour.paled(own, part)
            named[f"{name}_{tone}"] = (colour.ink(paled), paled)
    deep = colour.darkened(primary, 0.55)
    named["deep"] = (colour.ink(deep), deep)
    return named


def measures(sheet: Sheet) -> dict[str, float]:
    """The millimetres (and points) that every template lays itself out from, at the file's scale."""
    width, height = (sheet.drawn(side) for side in sheet.trim)
    side, top = (sheet.drawn(one + sheet.safe) for one in sheet.hidden)
    open_width, open_height = width - 2 * side, height - 2 * top
    unit = min(open_width, open_height) / 100
    inner, outer = max(side, 0.07 * width), max(side, 0.075 * width)
    head, foot = max(top, 0.062 * height), max(top, 0.085 * height)
    body = 9.6 if width >= 190 else 9.0 if width >= 130 else 8.2
    line = round(body * 1.38 * 2) / 2
    text = width - inner - outer
    return {
        "w": width, "h": height, "b": sheet.drawn(sheet.bleed), "side": side, "top": top,
        "ow": open_width, "oh": open_height, "u": unit, "ratio": width / height,
        "inner": inner, "outer": outer, "head": head, "foot": foot, "text": text, "tall": height - head - foot,
        "body": body, "line": line, "line_mm": line * POINT, "gap": max(4.0, 0.024 * width),
        "small": max(7.0, body * 0.78), "most_columns": max(1, int(text // 43)),
    }  # fmt: skip


def stylesheet(sheet: Sheet, look: str, palette: Palette) -> str:
    """``base.css.template`` and the look over it, with measures and colours written in."""
    if look not in LOOKS:
        raise Unfit("look")
    colours = {name: _css(inks, shone, sheet.shines) for name, (inks, shone) in palette.items()}
    context = Context({"m": measures(sheet), "c": colours, "fonts": (LAYOUT_FOLDER / "fonts").as_uri()}, use_l10n=False)
    engine = _engine()
    parts = ("looks/base.css.template", f"looks/{look}.css.template")
    return "\n".join(engine.get_template(name).render(context) for name in parts)


def _css(inks: colour.Ink, shone: colour.Light, shines: bool) -> str:
    if shines:
        return f"rgb({shone[0]}, {shone[1]}, {shone[2]})"
    return "device-cmyk({:g} {:g} {:g} {:g})".format(*inks)


def _html(design: Design, page: Page, number: int, pictures: list[Picture], palette: Palette) -> str:
    if page.layout not in LAYOUTS:
        raise Unfit("layout")
    told = measures(design.sheet)
    left, stories = number % 2 == 0, [_shown(place, story, pictures) for place, story in enumerate(page.stories)]
    shown = [picture for story in stories for picture in story["pictures"]]
    tones = {name: _css(*tone, design.sheet.shines) for name, tone in palette.items()}
    context = Context(
        {
            "design": design, "page": page, "number": number, "m": told, "brand": design.brand, "stories": stories,
            "fields": dict(page.fields), "left": left, "side": told["outer" if left else "inner"],
            "columns": _columns(page, told), "two": min(2, int(told["most_columns"])), "first": number == 1,
            "logo": _named(design.brand.logo, pictures) if page.layout in WITH_LOGO else None,
            "code": modules(design.qr) if design.qr else None, "tones": tones, "photos": shown,
            "day": turkish.format_date(design.date) if design.date else "", "classic": design.look == "rihtim",
            "face": "display" if design.look == "rihtim" else "black", "masthead": _masthead(design),
            "credits": ", ".join(dict.fromkeys(one["credit"] for one in shown if one["credit"])),
            "heading": page.field("heading") or (page.stories[0].section if page.stories else "") or design.title,
            "law": _law(design) if page.layout == "back_cover" else [],
            "entries": _entries(design) if page.layout == "contents" else [],
            "rules": _rules(told) if page.layout == "blank" else [],
        },
        use_l10n=False,  # the same page in whatever language somebody works
    )  # fmt: skip
    return str(_engine().get_template(f"pages/{page.layout}.html").render(context))


def _law(design: Design) -> list[tuple[str, str]]:
    """The lines of the imprint and the numbers, for the back cover of what has no page that says them."""
    if any(page.layout in IMPRINTED for page in design.pages):
        return [("ISBN", design.isbn)] if design.isbn else []
    return [*design.imprint, *((name, said) for name, said in (("ISSN", design.issn), ("ISBN", design.isbn)) if said)]


def _masthead(design: Design) -> str:
    return design.title if design.look == "rihtim" else turkish.upper(design.title)


def _entries(design: Design) -> list[dict[str, Any]]:
    """What a table of contents lists: the first story of each page of reading, with its page number."""
    entries, number = [], 1
    for page in design.pages:
        if page.layout in LISTED and page.stories:
            story = page.stories[0]
            headline = page.field("title") or story.headline
            if page.layout == "agenda":
                headline = page.field("title") or "Etkinlik takvimi"
            if headline:
                spot = story.spot if page.layout != "agenda" else ""
                entries.append({"number": number, "section": story.section, "headline": headline, "spot": spot})
        number += page.span
    return entries


def _rules(told: dict[str, float]) -> list[float]:
    """Where the lines for notes lie."""
    step = told["line_mm"] * 1.8
    count = int((told["tall"] - 4 * told["line_mm"]) // step)
    return [told["head"] + 4 * told["line_mm"] + place * step for place in range(count)]


def _columns(page: Page, told: dict[str, float]) -> int:
    asked = page.field("columns")
    return min(int(asked) if asked in ("1", "2", "3", "4") else 3, int(told["most_columns"]))


def _shown(place: int, story: Story, pictures: list[Picture]) -> dict[str, Any]:
    """What a template reads of a story: its words, its pictures by key, the others between its paragraphs."""
    named = [one for picture in story.pictures if (one := _named(picture, pictures))]
    return {
        "place": place, "key": story.key or str(place), "headline": story.headline, "spot": story.spot,
        "byline": story.byline, "section": story.section, "when": story.when, "where": story.where,
        "pictures": named, "lead": named[0] if named else None, "more": named[1:],
        "flow": _flow(story, named[1:]), "paragraphs": story.paragraphs,
    }  # fmt: skip


def _flow(story: Story, pictures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Paragraphs, with the second and further pictures at even distances between them."""
    every = max(1, math.ceil(len(story.paragraphs) / (len(pictures) + 1)))
    waiting = list(pictures)
    flow: list[dict[str, Any]] = []
    for place, paragraph in enumerate(story.paragraphs):
        if waiting and place and place % every == 0:
            flow.append({"kind": "picture", "picture": waiting.pop(0)})
        flow.append({"kind": paragraph.kind, "text": paragraph.text, "first": place == 0})
    return flow + [{"kind": "picture", "picture": one} for one in waiting]


def _named(picture: Picture | None, pictures: list[Picture]) -> dict[str, Any] | None:
    if picture is None:
        return None
    pictures.append(picture)
    wide, high = cut_size(picture)
    across, down = picture.focus if picture.crop is None else (0.5, 0.5)
    return {
        "src": f"picture:{len(pictures) - 1}", "alt": picture.alt or picture.caption or "Fotoğraf",
        "caption": picture.caption,
        "credit": picture.credit, "ratio": wide / high, "position": f"{across * 100:g}% {down * 100:g}%",
        "upright": high > wide,
    }  # fmt: skip


def cut_size(picture: Picture) -> tuple[int, int]:
    """Pixels that are left of a picture by its crop."""
    if picture.crop is None:
        return picture.width, picture.height
    left, top, right, bottom = picture.crop
    return max(1, round(picture.width * (right - left))), max(1, round(picture.height * (bottom - top)))
