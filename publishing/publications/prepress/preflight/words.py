"""Words and lines: fonts in the file, letters that can be read from where one stands, nothing beyond the safe part, all
of every text, and lines that a press can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.core import turkish
from publishing.publications.layouts.typefaces import CAPITAL
from publishing.publications.prepress.contents import MM, Paint, Rectangle, Thing
from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Finished, Sheet, plain

TINY, SMALL = 4.8, 6.0  # pt, for what is held in hands
THIN = 0.2  # pt
SLACK = 0.6  # mm: the box of a letter is a little larger than the letter
TAIL = 24  # letters at the end of a paragraph that have to be there
PER_METRE = 4.0  # mm of a capital for each metre of distance: an inch for each 6 m, the signmakers' comfortable rule
LEAST_CONTRAST = 3.0  # WCAG 2.2, 1.4.3 for large text


def file(finished: Finished, design: Design) -> Iterator[Finding]:
    """Fonts of the whole file, and whether every text is there to its end."""
    seen = set()
    for sheet in finished.sheets:
        for font in sheet.page.obj.get("/Resources", {}).get("/Font", {}).values():
            key = font.objgen
            if key in seen:
                continue
            seen.add(key)
            yield from _font(font)
    printed = plain(finished.words)
    for page in design.pages:
        for story in page.stories:
            parts = (
                [story.headline, *(one.text for one in story.paragraphs)]
                if page.layout not in _SHORTENED
                else [story.headline]
            )
            if any(
                plain(part)[-TAIL:] not in printed and plain(_capitals(part))[-TAIL:] not in printed for part in parts
            ):
                yield found("text_missing", found=story.headline or story.key)


_SHORTENED = frozenset({"cover", "contents", "back_cover", "advert"})


def _capitals(text: str) -> str:
    return turkish.upper(text)


def _font(font: Any) -> Iterator[Finding]:
    name = str(font.get("/BaseFont", "?")).lstrip("/").partition("+")[2] or str(font.get("/BaseFont", "?")).lstrip("/")
    kind = font.get("/Subtype")
    if kind == "/Type3":
        yield found("font_drawn", found=name)
        return
    holder = font["/DescendantFonts"][0] if kind == "/Type0" else font
    told = holder.get("/FontDescriptor", {})
    if not any(key in told for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield found("font_missing", found=name)


def page(sheet: Sheet, design: Design) -> Iterator[Finding]:
    """The words and lines of one page."""
    scale = design.sheet.scale
    texts = list(sheet.of("text"))
    for thing in texts:
        if thing.invisible:
            yield found("text_hidden", sheet.number)
            continue
        if sheet.trim is not None:
            yield from _place(sheet, sheet.trim, thing.box, design)
        size = thing.size * scale
        if design.hangs or design.sheet.shines:
            continue
        if size < TINY:
            yield found("text_tiny", sheet.number, size=f"{size:.1f}")
        elif size < SMALL:
            yield found("text_small", sheet.number, size=f"{size:.1f}")
    yield from _lines(sheet, scale)
    if design.hangs and texts:
        yield from _contrast(sheet)
        if design.sheet.distance:
            high = max(thing.size for thing in texts) * scale * CAPITAL / MM
            wanted = design.sheet.distance * PER_METRE
            if high < wanted:
                yield found(
                    "letters_low", sheet.number, found=round(high), distance=f"{design.sheet.distance:g}",
                    wanted=round(wanted),
                )  # fmt: skip


def _place(sheet: Sheet, trim: Rectangle, box: Rectangle, design: Design) -> Iterator[Finding]:
    if box[2] < trim[0] or box[0] > trim[2] or box[3] < trim[1] or box[1] > trim[3]:
        yield found("text_cut", sheet.number)
        return
    wanted = design.sheet
    across, down = (wanted.drawn(side) * MM for side in wanted.hidden)
    nearest = min(
        box[0] - trim[0] - across, trim[2] - across - box[2], box[1] - trim[1] - down, trim[3] - down - box[3]
    )
    if nearest < -SLACK * MM:
        yield found("text_cut", sheet.number)
    elif nearest < (wanted.drawn(wanted.safe) - SLACK) * MM:
        yield found("text_unsafe", sheet.number)


def _lines(sheet: Sheet, scale: int) -> Iterator[Finding]:
    for thing in sheet.of("stroke", "fill"):
        if thing.paint.space == "Separation:All":
            continue
        wide, high = thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]
        size = (thing.size if thing.kind == "stroke" else min(wide, high)) * scale
        if thing.kind == "fill" and (min(wide, high) <= 0 or thing.parts > 1):
            continue
        if size < THIN:
            yield found("line_thin", sheet.number, size=f"{size:.2f}")


def _contrast(sheet: Sheet) -> Iterator[Finding]:
    """Words against the surface that lies under their middle; over a photo nobody can say."""
    ground: list[Thing] = []
    for thing in sheet.drawn:
        if thing.kind in ("fill", "image"):
            ground.append(thing)
        elif thing.kind == "text":
            x, y = (thing.box[0] + thing.box[2]) / 2, (thing.box[1] + thing.box[3]) / 2
            under = next((one for one in reversed(ground) if _holds(one.box, x, y)), None)
            if under is not None and under.kind == "image":
                continue
            ratio = _ratio(_shine(thing.paint), _shine(under.paint) if under else 1.0)
            if ratio < LEAST_CONTRAST:
                yield found("text_pale", sheet.number, found=f"{ratio:.1f}".replace(".", ","))


def _holds(box: Rectangle, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _shine(paint: Paint) -> float:
    """Relative luminance of a colour, inks taken as they look on a screen."""
    parts = paint.parts
    if len(parts) == 4:
        light = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    elif len(parts) == 3:
        light = list(parts)
    else:
        light = [parts[0] if parts else 0.0] * 3
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in light)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
