"""Photos as they lie in the file: their colours and ink, their resolution at the finished size, whether they came."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any

from publishing.publications.prepress.contents import Thing, pixels_per_inch, space_name
from publishing.publications.prepress.design import Design, Page
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Sheet

STRETCHED = 0.03  # parts that width and height may disagree
RARE = 0.001  # of the pixels: less is noise of the compression
ROUNDING = 0.985  # of the resolution: half pixels at the rim
WITHOUT = frozenset({"imprint", "contents", "cover", "blank", "back_cover", "disc_label", "agenda", "poster_type"})


def page(sheet: Sheet, design: Design, seen: dict[Any, list[Finding]]) -> Iterator[Finding]:
    """The photos of one page; ``seen`` keeps what was found inside an image that stands on several pages."""
    for thing in sheet.of("image"):
        image = thing.image
        yield from _size(sheet, thing, design)
        key = image.objgen if hasattr(image, "objgen") else id(image)
        if key not in seen:
            seen[key] = list(_bytes(image, design))
        for one in seen[key]:
            yield Finding(one.code, one.level, sheet.number, one.text)
    owner = _owner(design, sheet.number)
    if owner is not None and owner.layout not in WITHOUT and any(story.pictures for story in owner.stories):
        logo = 1 if design.brand.logo is not None and design.hangs else 0
        if sum(1 for _thing in sheet.of("image")) <= logo:
            yield found("photo_missing", sheet.number)


def _owner(design: Design, number: int) -> Page | None:
    at = 1
    for one in design.pages:
        if at == number:
            return one
        at += one.span
    return None


def _size(sheet: Sheet, thing: Thing, design: Design) -> Iterator[Finding]:
    wanted = design.sheet
    ppi = pixels_per_inch(thing, wanted.scale)
    if thing.image.get("/ImageMask", False):
        return
    if ppi < wanted.ppi_tolerated * ROUNDING:
        yield found("photo_coarse", sheet.number, found=round(ppi), tolerated=wanted.ppi_tolerated)
    elif ppi < wanted.ppi_wanted * ROUNDING:
        yield found("photo_soft", sheet.number, found=round(ppi), wanted=wanted.ppi_wanted)
    a, b, c, d, _e, _f = thing.matrix
    across = int(thing.image["/Width"]) / max(math.hypot(a, b), 1e-6)
    down = int(thing.image["/Height"]) / max(math.hypot(c, d), 1e-6)
    if abs(across / down - 1) > STRETCHED:
        yield found("photo_stretched", sheet.number, found=round(100 * abs(across / down - 1)))


def _bytes(image: Any, design: Design) -> Iterator[Finding]:
    space = space_name(image.get("/ColorSpace"))
    if design.sheet.shines or image.get("/ImageMask", False):
        return
    if "RGB" in space or space.endswith("ICCBased:3"):
        yield found("rgb_photo")
        return
    if space not in ("DeviceCMYK", "DeviceGray", "ICCBased:4", "ICCBased:1"):
        yield found("other_colour", found=space)
        return
    pixels = _pixels(image)
    if pixels is None:
        return
    import numpy

    if space in ("DeviceGray", "ICCBased:1"):
        if pixels.max() == pixels.min():
            yield found("photo_standin")
        return
    total = pixels.sum(axis=2, dtype=numpy.uint16)
    limit = design.sheet.max_ink * 255 / 100
    if float((total > limit).mean()) > RARE:
        worst = round(float(numpy.quantile(total, 1 - RARE)) / 2.55)
        yield found("ink_photo", found=max(worst, design.sheet.max_ink + 1), wanted=design.sheet.max_ink)


def _pixels(image: Any) -> Any:
    """Inks of an image as numbers up to 255, after its Decode array; ``None`` for what cannot be read here."""
    import numpy
    import pikepdf
    from PIL import Image

    decode = [float(one) for one in image.get("/Decode", [])]
    try:
        if image.get("/Filter") == "/DCTDecode":
            picture = Image.open(io.BytesIO(image.read_raw_bytes()))
            # Pillow takes every CMYK JPEG for Adobe's, the wrong way round, and turns it; PDF turns it by Decode alone.
            values = numpy.asarray(picture)
            flipped = bool(decode) and decode[0] > decode[1]
            return values if picture.mode != "CMYK" or flipped else 255 - values
        data = image.read_bytes()
    except (OSError, pikepdf.PdfError, NotImplementedError):
        return None
    bands = 1 if "Gray" in space_name(image.get("/ColorSpace")) else 4
    count = int(image["/Width"]) * int(image["/Height"]) * bands
    if int(image.get("/BitsPerComponent", 8)) != 8 or len(data) < count:
        return None
    values = numpy.frombuffer(data[:count], dtype=numpy.uint8).reshape(
        int(image["/Height"]), int(image["/Width"]), bands
    )
    return 255 - values if decode and decode[0] > decode[1] else values
