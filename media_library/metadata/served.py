"""What a photo file says about itself: read on upload, written anew into every size that leaves the house."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, BinaryIO

from PIL import ExifTags, Image
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter

# What Pillow needs to draw and save the picture itself; everything else in ``info`` came from the camera.
DRAWING_KEYS = ("icc_profile", "transparency", "background", "duration", "loop")


def credit_exif(credit: str) -> bytes:
    """An EXIF block that holds Artist and Copyright, both ``credit`` in UTF-8, and nothing else."""
    exif = Image.Exif()
    if credit:
        # Given as bytes: Pillow would write "?" for every Turkish letter of a str into these ASCII fields.
        exif[ExifTags.Base.Artist] = credit.encode()
        exif[ExifTags.Base.Copyright] = credit.encode()
    return exif.tobytes()


def artist_of(file: BinaryIO) -> str:
    """The photographer's name in the EXIF of ``file``, or an empty string; the file's position is left at 0.

    Cameras write UTF-8 bytes into the ASCII field, which Pillow reads as Latin-1.
    """
    file.seek(0)
    try:
        with Image.open(file) as image:
            artist = image.getexif().get(ExifTags.Base.Artist, "")
    except (OSError, ValueError, SyntaxError):
        artist = ""
    finally:
        file.seek(0)
    text = artist.decode("utf-8", "replace") if isinstance(artist, bytes) else str(artist)
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.replace("\x00", "").strip()


class ReplaceMetadata(FilterOperation):
    """Last step of every rendition: drops what the camera wrote and writes the credit."""

    def construct(self, *args: Any) -> None:
        self.credit = ""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        picture = willow.get_pillow_image()
        kept = {key: picture.info[key] for key in DRAWING_KEYS if key in picture.info}
        if self.credit:
            kept["exif"] = credit_exif(self.credit)
        picture.info = kept
        return willow


class CleanFilter(Filter):
    """A Wagtail filter whose output carries no metadata but the credit."""

    def __init__(self, spec: str | None = None, credit: str = "") -> None:
        super().__init__(spec=spec)
        self.credit = credit

    @property
    def filter_operations(self) -> list[FilterOperation]:
        last = ReplaceMetadata("metadata")
        last.credit = self.credit
        return [*super().filter_operations, last]
