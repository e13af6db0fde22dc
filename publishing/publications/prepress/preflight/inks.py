"""Colours: nothing of a screen's, no more ink than the paper takes, black words in black alone, and nothing that
vanishes or turns up only on the press."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.publications.prepress.contents import Thing
from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Sheet

DARK, TRACE = 0.7, 0.005
FINE = 6.9  # pt: below it inks that are a hair apart blur a letter
WORDS = {"text": "yazı", "fill": "yüzey", "stroke": "çizgi", "shading": "renk geçişi", "image": "fotoğraf"}
ALLOWED = ("DeviceCMYK", "DeviceGray", "ICCBased:4", "ICCBased:1")


def page(sheet: Sheet, design: Design) -> Iterator[Finding]:
    """The colours of one page's drawings; photos have a module of their own."""
    if design.sheet.shines:
        return
    for thing in sheet.drawn:
        if thing.kind != "image":
            yield from _space(sheet, thing)
            yield from _inks(sheet, thing, design)
        yield from _mixture(sheet, thing)


def _space(sheet: Sheet, thing: Thing) -> Iterator[Finding]:
    space = thing.paint.space
    if space in ALLOWED:
        return
    if space in ("DeviceRGB", "ICCBased:3", "CalRGB"):
        yield found("rgb_drawing", sheet.number, what=WORDS[thing.kind])
    elif space == "Separation:All":
        if sheet.trim is not None and _inside(thing, sheet.trim):
            yield found("registration", sheet.number)
    elif space.startswith(("Separation:", "DeviceN")):
        yield found("spot_colour", sheet.number, found=space.partition(":")[2] or space)
    else:
        yield found("other_colour", sheet.number, found=space)


def _inside(thing: Thing, trim: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = thing.box
    return right > trim[0] + 0.5 and left < trim[2] - 0.5 and top > trim[1] + 0.5 and bottom < trim[3] - 0.5


def _inks(sheet: Sheet, thing: Thing, design: Design) -> Iterator[Finding]:
    if thing.paint.space not in ("DeviceCMYK", "ICCBased:4") or len(thing.paint.parts) != 4:
        return
    cyan, magenta, yellow, black = thing.paint.parts
    total = round(100 * sum(thing.paint.parts))
    if total > design.sheet.max_ink:
        yield found("ink_drawing", sheet.number, found=total, wanted=design.sheet.max_ink)
    if thing.kind != "text":
        return
    coloured = cyan + magenta + yellow
    rich = min(cyan, magenta, yellow) > 0.25 and max(cyan, magenta, yellow) - min(cyan, magenta, yellow) < 0.25
    if (black > DARK and rich) or (black > 0.94 and coloured > TRACE) or (rich and coloured > 2.1):
        yield found("black_text", sheet.number)
    elif thing.size * design.sheet.scale < FINE and sum(part > 0.1 for part in thing.paint.parts) >= 3:
        yield found("fine_colours", sheet.number, size=f"{thing.size:.1f}")


def _mixture(sheet: Sheet, thing: Thing) -> Iterator[Finding]:
    if thing.overprint and thing.paint.space == "DeviceCMYK":
        inks = sum(thing.paint.parts)
        black_alone = len(thing.paint.parts) == 4 and sum(thing.paint.parts[:3]) < TRACE and inks > 0.9
        if inks < TRACE:
            yield found("overprint_white", sheet.number)
        elif not black_alone:
            yield found("overprint", sheet.number)
    if thing.alpha < 0.999:
        yield found("transparency", sheet.number, found=f"{thing.alpha:.0%}".replace("%", " %"))
    elif thing.blend not in ("Normal", "Compatible"):
        yield found("transparency", sheet.number, found=thing.blend)
    elif thing.masked:
        yield found("transparency", sheet.number, found="SMask")
