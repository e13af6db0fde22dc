"""What kind of file a scan or the picture of a page really is, whatever its name says."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from cms.core.refusal import Refusal
from cms.core.text import clean

# The first bytes of what a scanner or a telephone makes, and what each is called.
BEGINNINGS = (
    (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"),
)  # fmt: skip
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".webp": "WEBP"}
MOST_PIXELS = 150_000_000
PICTURES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}  # of stories on the web
MOST_PICTURE_PIXELS = 25_000_000  # of one of them; a larger one is not used: whoever opens it would swell
# Other spellings of the same suffix, which a name may keep.
SPELLINGS = {".jpg": (".jpg", ".jpeg"), ".tif": (".tif", ".tiff"), ".heic": (".heic", ".heif")}


def kind_of(file: Any) -> str | None:
    """The suffix that belongs to the bytes of ``file``, or ``None`` for what is none of ours, or larger than anybody
    scans. Only a picture's header is read here; a process of its own opens it (``press_archive.scans.renderer``)."""
    file.seek(0)
    beginning = file.read(1024)
    file.seek(0)
    if beginning.lstrip(b"\xef\xbb\xbf\x00\t\n\r ").startswith(b"%PDF-"):
        return ".pdf"
    if beginning[4:8] == b"ftyp" and beginning[8:12] in HEIC:
        return ".heic"
    suffix = next((suffix for start, suffix in BEGINNINGS if beginning.startswith(start)), None)
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        suffix = ".webp"
    if suffix is None:
        return None
    try:
        with Image.open(file, formats=[FORMATS[suffix]]) as picture:
            fits = picture.width * picture.height <= MOST_PIXELS
    except Exception:  # whatever a stranger's bytes make the decoder do
        return None
    finally:
        file.seek(0)
    return suffix if fits else None


def kept_name(name: str, suffix: str) -> str:
    """``name`` with the suffix that its bytes have."""
    plain = clean(name, lines=False).strip() or _("tarama")
    if PurePath(plain).suffix.lower() in SPELLINGS.get(suffix, (suffix,)):
        return plain[-255:]
    return f"{PurePath(plain).stem[-240:]}{suffix}"


def checked_kind(file: Any, name: str) -> str:
    """As :func:`kind_of`. Raises ``Refusal``."""
    suffix = kind_of(file)
    if suffix is None:
        said = _("“%(name)s” PDF, JPG, PNG, TIFF, WEBP ya da HEIC değil ya da bozuk.")
        raise Refusal(said % {"name": clean(name, lines=False)[:120]}, status=400)
    return suffix


def picture_suffix(data: bytes) -> str | None:
    """The suffix that belongs to the picture of a story, or ``None`` for what is none, or larger than they are. Its
    pixels are not decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=list(PICTURES)) as picture:
            suffix = PICTURES[str(picture.format)]
            if picture.width * picture.height > MOST_PICTURE_PIXELS:
                return None
            picture.verify()
    except Exception:  # whatever a stranger's bytes make the decoder do
        return None
    return suffix
