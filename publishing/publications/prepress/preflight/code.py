"""The QR code, read back from the page as it was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publishing.publications.prepress import codes
from publishing.publications.prepress.contents import MM, Thing
from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Finished, Sheet

FEWEST = 80  # runs of modules in the smallest code
HELD, HUNG = 15.0, 80.0  # mm: a code is read from ten times its width, and people walk up to what hangs
PIXELS = 12  # for a module


def file(finished: Finished, design: Design) -> Iterator[Finding]:
    """Whether the code is there, can be read and leads where it should."""
    if not design.qr:
        return
    places = [(sheet, thing) for sheet in finished.sheets for thing in sheet.of("fill") if _is_code(thing)]
    if not places:
        yield found("code_missing")
    for sheet, thing in places:
        try:
            grid, part = _modules(finished, sheet, thing)
            said = codes.read(grid)
        except (ValueError, IndexError):
            yield found("code_unread", sheet.number)
            continue
        if said != design.qr:
            yield found("code_other", sheet.number, found=said[:120])
        side = part * (thing.box[2] - thing.box[0]) / MM * design.sheet.scale
        wanted = HUNG if design.hangs and not design.sheet.shines else HELD
        if side < 0.97 * wanted:
            yield found("code_small", sheet.number, found=round(side), wanted=round(wanted))
        if not design.sheet.shines and (len(thing.paint.parts) != 4 or sum(thing.paint.parts[:3]) > 0.01):
            yield found("code_coloured", sheet.number)


def _is_code(thing: Thing) -> bool:
    wide, high = thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]
    return thing.parts >= FEWEST and high > 0 and abs(wide / high - 1) < 0.02


def _modules(finished: Finished, sheet: Sheet, thing: Thing) -> tuple[codes.Grid, float]:
    """Black or paper in the middle of each module, from a picture of the page, and how much of the path's width is
    code: some programs begin a path at its origin, beside what it draws."""
    import numpy

    page = finished.document[sheet.number - 1]
    left, bottom, right, top = thing.box
    scale = 177 * PIXELS / (right - left)  # fine enough for the largest code
    scale = min(scale, 30.0)
    media = sheet.media
    crop = (left - media[0], bottom - media[1], media[2] - right, media[3] - top)
    picture = page.render(scale=scale, crop=tuple(max(0.0, one) for one in crop), grayscale=True).to_numpy()
    dark: Any = picture.reshape(picture.shape[0], picture.shape[1], -1)[:, :, 0] < 128
    dark = dark[2:-2, 2:-2]  # at its edge a hair of a dark ground around the paper may be seen
    whole = dark.shape[1]
    down, across = numpy.flatnonzero(dark.any(axis=1)), numpy.flatnonzero(dark.any(axis=0))
    if not len(down):
        raise ValueError("blank")
    dark = dark[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    high, wide = dark.shape
    row = dark[min(high - 1, max(1, high // 400))]
    runs = numpy.flatnonzero(~row)
    if not len(runs) or not runs[0]:
        raise ValueError("finder")
    side = round(wide / (runs[0] / 7))
    side = 17 + 4 * round((side - 17) / 4)
    if not 21 <= side <= 177:
        raise ValueError("side")
    grid = [
        [bool(dark[int((y + 0.5) * high / side), int((x + 0.5) * wide / side)]) for x in range(side)]
        for y in range(side)
    ]
    return grid, wide / whole
