"""The copies that a kit hands out: of the signed bytes, with the signed words, without the place of the camera."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from django.db.models.fields.files import FieldFile

from media_library.kits.certified import Part
from media_library.metadata.fields import Fields
from media_library.metadata.write import VIDEO_SUFFIXES, MetadataNotWritten, write_copy
from media_library.store.storage import local_copy
from media_library.work.renditions.drawing import QuickFilter
from media_library.work.video.ffmpeg import INPUT_OPTIONS, source

WEB_SIZE = "max-1600x1600|format-jpeg"
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".heif"})
# Raise it when the copies are made differently: every kit is then made anew.
EDITION = 2
REMUX_SECONDS = 1800


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
    suffix = PurePath(photo.file.name or "").suffix.lower()
    return suffix if suffix in PHOTO_SUFFIXES else ".jpg"


def original_copy(part: Part) -> Recipe:
    """The original, its picture byte for byte, with the signed words."""
    suffix, signed = suffix_of(part.item), part.digests.get("sha256", "")
    make = partial(_with_words, part.fields, suffix, signed)
    return Recipe(_digest("original", signed, suffix, part), part.item.file, make, suffix)


def web_copy(part: Part) -> Recipe:
    """A JPEG of at most 1,600 pixels a side, drawn from the signed original, with the signed words."""
    signed = part.digests.get("sha256", "")
    make = partial(_drawn, part.item, part.fields, signed)
    return Recipe(_digest("web", signed, WEB_SIZE, part), part.item.file, make, ".jpg")


def film_copies(part: Part) -> list[Recipe]:
    """The web copy, and the original if it was ticked."""
    video, found = part.item, []
    if video.proxy:
        signed = part.digests.get("proxy_sha256", "")
        make = partial(_with_words, part.fields, ".mp4", signed)
        found.append(Recipe(_digest("proxy", signed, ".mp4", part), video.proxy, make, ".mp4"))
    if part.with_original or not video.proxy:
        signed = part.digests.get("sha256", "")
        suffix = PurePath(video.file.name or "").suffix.lower()
        suffix = suffix if suffix in VIDEO_SUFFIXES else ".mkv"
        make = partial(_with_words if suffix in VIDEO_SUFFIXES else _repacked, part.fields, suffix, signed)
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


def _with_words(fields: Fields, suffix: str, signed: str, stored: FieldFile, directory: Path) -> Path:
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    with signed_bytes(stored, signed) as path:
        write_copy(path, target, fields)
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
    write_copy(drawn, target, fields)
    drawn.unlink()
    return target


def _repacked(fields: Fields, suffix: str, signed: str, stored: FieldFile, directory: Path) -> Path:
    """Pictures and sound unchanged in a Matroska file that says nothing of camera and place, but the signed words.

    Raises ``MetadataNotWritten``.
    """
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    words = {"title": fields.headline, "description": fields.caption, "artist": fields.byline or fields.credit}
    words["copyright"] = fields.copyright or fields.credit
    tags = [part for name, text in words.items() if text for part in ("-metadata", f"{name}={text}")]
    with signed_bytes(stored, signed) as path:
        command = [
            shutil.which("ffmpeg") or "ffmpeg", "-nostdin", "-v", "error", *INPUT_OPTIONS, "-i", source(path),
            "-map", "0:v:0", "-map", "0:a?", "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1", *tags,
            source(target),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 (fixed program, no shell)
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=REMUX_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MetadataNotWritten(str(error)) from error
    if done.returncode:
        raise MetadataNotWritten(done.stderr.decode("utf-8", "replace")[-300:])
    return target


def _digest(kind: str, signed: str, form: str, part: Part) -> str:
    said = [EDITION, kind, signed, form, asdict(part.fields)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
