"""The pixels of a version: turned in quarters, then cropped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from media_library.metadata.opening import decoded, kind_of, upright
from media_library.metadata.read import turn_of
from media_library.renditions.drawing import WEBP_METHOD, in_srgb, plain

TURNS: dict[int, Any] = {
    90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90,
}  # fmt: skip
# A hand on a touch screen draws smaller by mistake only; and no size of the website is smaller.
SMALLEST = 64
# What browsers round away.
SLACK = 0.002
QUALITY = 95
SUFFIXES = {"png": ".png", "gif": ".png", "webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Edit:
    """How a version is made: turned clockwise by ``turn`` degrees, then cut to a box in fractions of what is upright
    then. Raises ``ValidationError`` for a box that is none."""

    turn: int = 0
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    def __post_init__(self) -> None:
        box = (self.left, self.top, self.width, self.height)
        if self.turn not in (0, *TURNS) or not all(math.isfinite(one) for one in box):
            raise ValidationError(_("Kırpma okunamadı; sayfayı yenileyip yeniden deneyin."))
        if self.width <= 0 or self.height <= 0:
            raise ValidationError(_("Kırpılan parça boş; çerçeveyi büyütün."))
        right, bottom = self.left + self.width, self.top + self.height
        if min(self.left, self.top) < -SLACK or max(right, bottom) > 1 + SLACK:
            raise ValidationError(_("Çerçeve fotoğrafın dışına taşıyor; içine çekin."))

    @property
    def crops(self) -> bool:
        """Whether anything is cut away."""
        return self.width < 1 - SLACK or self.height < 1 - SLACK

    @property
    def changes(self) -> bool:
        """Whether the version would differ from its original."""
        return self.crops or self.turn != 0

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """The box in a turned picture of ``size``: left, top, right, bottom. Raises ``ValidationError`` when too little
        is left."""
        across, down = min(size[0], round(self.width * size[0])), min(size[1], round(self.height * size[1]))
        if self.crops and min(across, down) < SMALLEST:
            raise ValidationError(
                _("Kırpılan parça çok küçük; en az %(size)d × %(size)d piksel olmalı.") % {"size": SMALLEST}
            )
        left = min(max(0, round(self.left * size[0])), size[0] - across)
        top = min(max(0, round(self.top * size[1])), size[1] - down)
        return left, top, left + across, top + down


def drawn(file: BinaryIO, edit: Edit) -> tuple[bytes, str]:
    """The picture in ``file``, upright, turned and cropped, in sRGB and without metadata; its bytes and their suffix.

    JPEG stays JPEG, also for HEIC and AVIF; what may be transparent keeps it, without loss. Of an animation the first
    picture. Raises ``ValidationError`` and whatever decoders raise.
    """
    opened, _draft = decoded(file, _smaller)
    profile = opened.info.get("icc_profile")
    picture = upright(plain(opened), turn_of(file))
    if edit.turn:
        picture = picture.transpose(TURNS[edit.turn])
    picture = in_srgb(picture.crop(edit.pixels(picture.size)), profile)
    suffix = SUFFIXES.get(kind_of(file), ".jpg")
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode not in ("RGB", "L", "RGBA", "LA"):
        picture = picture.convert("RGB")
    if suffix == ".jpg":
        picture = _on_white(picture)
    picture.info.clear()
    stream = BytesIO()
    if suffix == ".png":
        picture.save(stream, "PNG", optimize=True)
    elif suffix == ".webp":
        picture.save(stream, "WEBP", lossless=True, method=WEBP_METHOD)
    else:
        picture.save(stream, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return stream.getvalue(), suffix


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA"):
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return ground


def _smaller(picture: Image.Image) -> None:
    """A JPEG of 108 or 200 million pixels is read at half its size: whole it would not fit into memory twice."""
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        picture.draft(None, (picture.width // 2, picture.height // 2))
