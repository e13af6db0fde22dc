"""The copies that a kit hands out: of the signed bytes what was shown of them, with the signed words, and no more."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from django.db.models.fields.files import FieldFile

from media_library.handed.copies import hand_out_photo, hand_out_video
from media_library.handed.pictures import suffix_for
from media_library.kits.certified import Part
from media_library.metadata.fields import Fields
from media_library.metadata.write import VIDEO_SUFFIXES
from media_library.renditions.drawing import QuickFilter
from media_library.store.storage import local_copy

WEB_SIZE = "max-1600x1600|format-jpeg"
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
# Raise it when the copies are made differently: every kit is then made anew.
EDITION = 3


class NotTheSignedFile(Exception):
    """What lies in the store is not what the certificate names: nothing is made of it."""


class NotDrawn(Exception):
    """The picture cannot be drawn smaller."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``recipe``: a digest of everything that the copy is made of. ``source`` is the stored file it is made from,
    ``make(source, directory)`` makes it, asking no database, and gives its path."""

    recipe: str
    source: FieldFile
    make: Callable[[FieldFile, Path], Path]
    suffix: str = ""


def suffix_of(photo: Any) -> str:
    """The suffix under which the original is handed out."""
    suffix = suffix_for(photo.file.name or "")
    return suffix if suffix in PHOTO_SUFFIXES else ".jpg"


def original_copy(part: Part) -> Recipe:
    """The picture that is shown of the original, in full size, with the signed words."""
    suffix, signed = suffix_of(part.item), part.digests.get("sha256", "")
    make = partial(_handed_photo, part.fields, suffix, signed)
    return Recipe(_digest("original", signed, suffix, part), part.item.file, make, suffix)


def web_copy(part: Part) -> Recipe:
    """A JPEG of at most 1,600 pixels a side, drawn from the signed original, with the signed words."""
    signed = part.digests.get("sha256", "")
    make = partial(_drawn, part.item, part.fields, signed)
    return Recipe(_digest("web", signed, WEB_SIZE, part), part.item.file, make, ".jpg")


def video_copies(part: Part) -> list[Recipe]:
    """The web copy, and the original if it was ticked."""
    video, found = part.item, []
    if video.proxy:
        signed = part.digests.get("proxy_sha256", "")
        make = partial(_handed_video, part.fields, ".mp4", signed)
        found.append(Recipe(_digest("proxy", signed, ".mp4", part), video.proxy, make, ".mp4"))
    if part.with_original or not video.proxy:
        signed = part.digests.get("sha256", "")
        suffix = PurePath(video.file.name or "").suffix.lower()
        suffix = suffix if suffix in VIDEO_SUFFIXES else ".mkv"
        make = partial(_handed_video, part.fields, suffix, signed)
        found.append(Recipe(_digest("film", signed, suffix, part), video.file, make, f"-orijinal{suffix}"))
    return found


@contextmanager
def signed_bytes(stored: FieldFile, signed: str) -> Iterator[Path]:
    """The path of ``stored``, once its bytes are found to be those with the SHA-256 ``signed``.

    Raises :class:`NotTheSignedFile`, and what ``local_copy`` raises.
    """
    with local_copy(stored) as path:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if not signed or found != signed:
            raise NotTheSignedFile(f"{stored.name}: {found} instead of {signed or 'a signed digest'}")
        yield path


def _handed_photo(fields: Fields, suffix: str, signed: str, stored: FieldFile, directory: Path) -> Path:
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    with signed_bytes(stored, signed) as path:
        hand_out_photo(path, target, fields)
    return target


def _handed_video(fields: Fields, suffix: str, signed: str, stored: FieldFile, directory: Path) -> Path:
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    with signed_bytes(stored, signed) as path:
        hand_out_video(path, target, fields)
    return target


def _drawn(photo: Any, fields: Fields, signed: str, stored: FieldFile, directory: Path) -> Path:
    """Drawn here and not taken from the photo's stored sizes: those know nothing of a certificate."""
    target = directory / f"{uuid.uuid4().hex}.jpg"
    drawn = target.with_suffix(".drawn.jpg")
    with signed_bytes(stored, signed) as path, path.open("rb") as stream:
        output = BytesIO()
        try:
            QuickFilter(spec=WEB_SIZE).run(photo, output, source=stream)
        except Exception as error:  # decoders raise whatever they like at a foreign picture
            raise NotDrawn(f"{stored.name}: {error!r}") from error
        drawn.write_bytes(output.getvalue())
    hand_out_photo(drawn, target, fields)
    drawn.unlink()
    return target


def _digest(kind: str, signed: str, form: str, part: Part) -> str:
    said = [EDITION, kind, signed, form, asdict(part.fields)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
