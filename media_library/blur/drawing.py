"""The pixels: what is inside a box is thrown away but for a handful of average colours."""

from __future__ import annotations

import math
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageFilter

from media_library.metadata.opening import decoded, upright
from media_library.metadata.read import turn_of
from media_library.renditions.drawing import in_srgb, plain

Fractions = tuple[float, float, float, float]

# Cells along the longer side of a box: too few for a face or the characters of a plate.
CELLS = 6
# How much a box grows on each side, in parts of its size: a hand draws too small rather than too large.
MARGIN = 0.08
JPEG_QUALITY = 92


def blurred(file: BinaryIO, boxes: Iterable[Fractions]) -> tuple[bytes, str]:
    """The picture in ``file``, upright, in sRGB and without metadata, with ``boxes`` made unrecognisable.

    ``boxes`` are (left, top, width, height) in fractions of the upright picture. Gives the bytes and the suffix: PNG
    for a PNG, JPEG for everything else. Raises whatever decoders raise.
    """
    opened, _draft = decoded(file, _smaller)
    keep_png = opened.format == "PNG"
    profile = opened.info.get("icc_profile")
    picture = in_srgb(upright(plain(opened), turn_of(file)), profile)
    if not keep_png and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    for box in boxes:
        hide(picture, box)
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    stream = BytesIO()
    if keep_png:
        clean.save(stream, "PNG", optimize=True)
        return stream.getvalue(), ".png"
    clean.save(stream, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True, progressive=True)
    return stream.getvalue(), ".jpg"


def _smaller(picture: Image.Image) -> None:
    """A JPEG of 108 or 200 million pixels is blurred at half its size: whole it would not fit into memory twice."""
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        picture.draft(None, (picture.width // 2, picture.height // 2))


def hide(picture: Image.Image, box: Fractions) -> None:
    """Replaces what is inside ``box`` (grown by the margin) with a blurred mosaic of at most ``CELLS`` cells a side."""
    left, top, right, bottom = pixels_of(box, picture.size)
    width, height = right - left, bottom - top
    if width < 1 or height < 1:
        return
    cell = max(width, height) / CELLS
    few = (max(1, round(width / cell)), max(1, round(height / cell)))
    mosaic = picture.crop((left, top, right, bottom)).resize(few, Image.Resampling.BOX)
    patch = mosaic.resize((width, height), Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(cell * 0.6))
    picture.paste(patch, (left, top))


def pixels_of(box: Fractions, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """``box`` grown by the margin, in whole pixels inside a picture of ``size``: left, top, right, bottom."""
    x, y, width, height = box
    grow_x, grow_y = width * MARGIN, height * MARGIN
    return (
        max(0, math.floor((x - grow_x) * size[0])),
        max(0, math.floor((y - grow_y) * size[1])),
        min(size[0], math.ceil((x + width + grow_x) * size[0])),
        min(size[1], math.ceil((y + height + grow_y) * size[1])),
    )
