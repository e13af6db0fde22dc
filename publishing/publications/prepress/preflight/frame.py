"""The file and its boxes: openable, the right pages in the right size with bleed, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publishing.publications.prepress import colour
from publishing.publications.prepress.contents import MM, Rectangle
from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Finished, Sheet

NEAR = 0.2  # mm that sizes may differ
EDGE = 0.7  # mm from the cut: what comes so near was meant to run over it
SIDES = ("sol", "alt", "sağ", "üst")


def file(finished: Finished, design: Design) -> Iterator[Finding]:
    """The file as a whole."""
    count, sheet = len(finished.sheets), design.sheet
    if count != design.page_count:
        yield found("pages_missing", found=count, wanted=design.page_count)
    if count % sheet.pages_multiple:
        yield found("pages_multiple", found=count, wanted=sheet.pages_multiple)
    root = finished.pdf.Root
    if not sheet.shines:
        yield from _intent(root, design)
        if b"PDF/X-4" not in _packet(root):
            yield found("pdfx_missing")
        if "/Trapped" not in finished.pdf.trailer.get("/Info", {}):
            yield found("trapped_missing")
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        yield found("script")
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield found("attachment")
    if "/OCProperties" in root:
        yield found("layers")


def _packet(root: Any) -> bytes:
    metadata = root.get("/Metadata")
    return bytes(metadata.read_bytes()) if metadata is not None else b""


def _intent(root: Any, design: Design) -> Iterator[Finding]:
    intents = [one for one in root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFX"]
    if not intents:
        yield found("intent_missing")
        return
    intent = intents[0]
    told = str(intent.get("/OutputConditionIdentifier", "–"))
    if told != design.sheet.condition:
        yield found("intent_other", found=told, wanted=design.sheet.condition)
    profile = intent.get("/DestOutputProfile")
    if (
        profile is None
        or int(profile.get("/N", 0)) != 4
        or bytes(profile.read_bytes()[16:20]) != b"CMYK"
        or (told == colour.CONDITION and profile.read_bytes() != colour.PROFILE.read_bytes())
    ):
        yield found("intent_profile")


def page(sheet: Sheet, design: Design) -> Iterator[Finding]:
    """One page's boxes."""
    number, wanted = sheet.number, design.sheet
    obj = sheet.page.obj
    if int(obj.get("/Rotate", 0)) % 360:
        yield found("page_rotated", number)
    if obj.get("/Annots") or "/AA" in obj:
        yield found("annotation", number)
    if sheet.trim is None:
        yield found("trim_missing", number)
        return
    size = [wanted.drawn(side) for side in wanted.trim]
    own = [(sheet.trim[2] - sheet.trim[0]) / MM, (sheet.trim[3] - sheet.trim[1]) / MM]
    if any(abs(one - other) > NEAR for one, other in zip(size, own, strict=True)):
        yield found("page_size", number, found=_size(own), wanted=_size(size))
    bleed = wanted.drawn(wanted.bleed)
    if bleed:
        if sheet.bleed is None:
            yield found("bleed_missing", number)
        else:
            least = min(_margins(sheet.trim, sheet.bleed)) / MM
            if least < bleed - NEAR / 2:
                yield found("bleed_small", number, found=f"{least:.1f}", wanted=f"{bleed:g}")
    if min(_margins(sheet.bleed or sheet.trim, sheet.media)) < -0.5:
        yield found("media_small", number)
    crop = obj.get("/CropBox")
    if crop is not None and min(_margins(sheet.bleed or sheet.trim, tuple(float(one) for one in crop))) < -0.5:
        yield found("crop_inside", number)
    if bleed:
        yield from _runs_over(sheet, bleed)
    if not any(_lies_in(thing.box, sheet.trim) for thing in sheet.drawn) and not _meant_empty(design, number):
        yield found("page_empty", number)


def _meant_empty(design: Design, number: int) -> bool:
    at = 0
    for one in design.pages:
        at += one.span
        if number <= at:
            return one.layout == "blank" or one.span > 1  # the last of several pages: its text said so already
    return False


def _runs_over(sheet: Sheet, bleed: float) -> Iterator[Finding]:
    """Surfaces that end at the cut: a knife that slips leaves a white line there."""
    if sheet.trim is None:
        return
    surfaces = [(thing.box, _margins(sheet.trim, thing.box)) for thing in sheet.of("fill", "image")]
    for side in range(4):
        over = [box for box, margins in surfaces if margins[side] > (bleed - NEAR) * MM]
        ends = (box for box, margins in surfaces if abs(margins[side]) < EDGE * MM)
        if any(not any(_covers(other, box, side) for other in over) for box in ends):
            yield found("bleed_white", sheet.number, side=SIDES[side])


def _covers(other: Rectangle, box: Rectangle, side: int) -> bool:
    """Whether ``other`` runs along all of ``box`` at that side."""
    low = 1 if side in (0, 2) else 0
    return other[low] <= box[low] + 1 and other[low + 2] >= box[low + 2] - 1


def _margins(inner: Rectangle, outer: Any) -> tuple[float, float, float, float]:
    """How far ``outer`` reaches beyond ``inner`` at the left, bottom, right and top."""
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]


def _lies_in(box: Rectangle, frame: Rectangle) -> bool:
    return box[2] > frame[0] and box[0] < frame[2] and box[3] > frame[1] and box[1] < frame[3]


def _size(sides: list[float]) -> str:
    return " × ".join(f"{side:.1f}".removesuffix(".0") for side in sides)
