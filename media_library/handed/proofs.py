"""A photo from a telephone that proves something: drawn anew, and nothing else of the file is kept.

What a telephone writes beside its picture (the place, the owner, a second picture) proves nothing to the office and
says more than was meant. The picture is stored as a JPEG of at most ``LONGEST`` pixels; it stays inside.
"""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from cms.core.refusal import Refusal
from media_library.handed.pictures import shown

LONGEST, QUALITY = 1800, 85
MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 120_000_000


def reduced(file: BinaryIO, size: int) -> bytes:
    """The picture in ``file``, which has ``size`` bytes, as a JPEG. Raises ``Refusal`` for what is no picture, or
    larger than any telephone makes it."""
    if size > MOST_BYTES:
        raise Refusal(
            _("Fotoğraf çok büyük: en çok %(most)d MB olabilir.") % {"most": MOST_BYTES // (1024 * 1024)}, status=400
        )
    try:
        picture = shown(file, longest=LONGEST, most_pixels=MOST_PIXELS)
    except MemoryError:
        raise
    except Exception as error:  # decoders raise whatever they like at a foreign picture
        raise Refusal(_("Fotoğraf açılamadı. JPG, PNG, WEBP ya da HEIC seçin."), status=400) from error
    output = BytesIO()
    flat(picture).save(output, "JPEG", quality=QUALITY)
    return output.getvalue()


def flat(picture: Image.Image) -> Image.Image:
    """``picture`` on white, without what hung behind it."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=picture.convert("RGBA").getchannel("A"))
        picture = ground
    picture = picture.convert("RGB")
    picture.info.clear()
    return picture
