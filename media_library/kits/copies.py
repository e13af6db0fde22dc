"""The copies of photos and videos that a kit hands out: with the office's words, without the place of the camera."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.db.models.fields.files import FieldFile

from media_library.kits.models import Kit, KitPhoto, KitVideo
from media_library.metadata.fields import Fields
from media_library.metadata.write import VIDEO_SUFFIXES, MetadataNotWritten, write_copy
from media_library.models import Photo, Video
from media_library.storage import local_copy
from media_library.video.ffmpeg import INPUT_OPTIONS, source

WEB_SIZE = "max-1600x1600|format-jpeg"
# Raise it when the copies are made differently: every kit is then made anew.
EDITION = 1
REMUX_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Recipe:
    """``recipe``: a digest of everything that the copy is made of. ``source()`` gives the stored file it is made from
    (it may ask the database), ``make(source, directory)`` makes it and gives its path."""

    recipe: str
    source: Callable[[], FieldFile]
    make: Callable[[FieldFile, Path], Path]
    suffix: str = ""


def words_of(item: Photo | Video, *, caption: str = "", credit: str = "") -> Fields:
    """What goes into the file: the archive's words, with those of a signed bulletin in their place where given.

    Names of people who are seen, and the exact place, stay in the archive: the caption says what is to be said.
    """
    return Fields(
        headline=item.headline,
        caption=caption or item.caption,
        credit=credit or item.credit,
        byline=item.photographer.name if item.photographer else "",
        copyright=item.copyright_notice,
        usage_terms=item.usage_terms,
        keywords=tuple(sorted(tag.name for tag in item.tags.all())),
        city=item.city,
        event=item.shoot.title if item.shoot else "",
        taken_at=item.taken_at,
        alt_text=item.description if isinstance(item, Photo) else "",
        digital_source_type=item.digital_source,
        ai_system=item.ai_system,
        ai_system_version=item.ai_system_version,
    )


def suffix_of(photo: Photo) -> str:
    """The suffix under which the original is handed out."""
    return PurePath(photo.file.name or "").suffix.lower() or ".jpg"


def original_copy(photo: Photo, fields: Fields) -> Recipe:
    """The original, its picture byte for byte, with the office's words."""
    suffix = suffix_of(photo)
    digest = _digest("original", photo.file.name, fields)
    return Recipe(digest, lambda: photo.file, partial(_with_words, fields, suffix), suffix)


def web_copy(photo: Photo, fields: Fields) -> Recipe:
    """A JPEG of at most 1,600 pixels a side, with the office's words."""
    digest = _digest("web", WEB_SIZE, photo.file.name, fields)
    return Recipe(digest, lambda: photo.drawn(WEB_SIZE).file, partial(_with_words, fields, ".jpg"), ".jpg")


def film_copies(video: Video, fields: Fields, *, with_original: bool) -> list[Recipe]:
    """The web copy, if it is made yet, and the original."""
    found = []
    if video.proxy:
        digest = _digest("proxy", video.proxy.name, fields)
        found.append(Recipe(digest, lambda: video.proxy, partial(_with_words, fields, ".mp4"), ".mp4"))
    if with_original or not video.proxy:
        suffix = PurePath(video.file.name or "").suffix.lower()
        suffix = suffix if suffix in VIDEO_SUFFIXES else ".mkv"
        make = partial(_with_words if suffix in VIDEO_SUFFIXES else _repacked, fields, suffix)
        digest = _digest("film", video.file.name, fields)
        found.append(Recipe(digest, lambda: video.file, make, f"-orijinal{suffix}"))
    return found


def recipes_of(kit: Kit, blocked_photos: set[int], blocked_videos: set[int]) -> Iterator[str]:
    """The recipes of all copies that ``kit`` should hold now."""
    for part in photos_of(kit):
        if part.photo_id not in blocked_photos:
            fields = words_of(part.photo, caption=part.caption, credit=part.credit)
            yield web_copy(part.photo, fields).recipe
            yield original_copy(part.photo, fields).recipe
    for film in videos_of(kit):
        if film.video_id not in blocked_videos:
            for copy in film_copies(film.video, words_of(film.video), with_original=film.with_original):
                yield copy.recipe


def photos_of(kit: Kit) -> list[KitPhoto]:
    """The photos that were put in, in order, with all that their words are made of."""
    rows = KitPhoto.objects.filter(kit=kit).select_related("photo__photographer", "photo__shoot")
    return list(rows.prefetch_related("photo__tags").order_by("sort_order", "pk"))


def videos_of(kit: Kit) -> list[KitVideo]:
    """As :func:`photos_of`, for videos."""
    rows = KitVideo.objects.filter(kit=kit).select_related("video__photographer", "video__shoot")
    return list(rows.prefetch_related("video__tags").order_by("sort_order", "pk"))


def _with_words(fields: Fields, suffix: str, stored: FieldFile, directory: Path) -> Path:
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    with local_copy(stored) as path:
        write_copy(path, target, fields)
    return target


def _repacked(fields: Fields, suffix: str, stored: FieldFile, directory: Path) -> Path:
    """Pictures and sound unchanged in a Matroska file that says nothing of camera and place, but the office's words.

    Raises ``MetadataNotWritten``.
    """
    target = directory / f"{uuid.uuid4().hex}{suffix}"
    words = {"title": fields.headline, "description": fields.caption, "artist": fields.byline or fields.credit}
    words["copyright"] = fields.copyright or fields.credit
    tags = [part for name, text in words.items() if text for part in ("-metadata", f"{name}={text}")]
    with local_copy(stored) as path:
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


def _digest(kind: str, *parts: Any) -> str:
    said = [asdict(part) if isinstance(part, Fields) else part for part in parts]
    return hashlib.sha256(json.dumps([EDITION, kind, said], sort_keys=True, default=str).encode()).hexdigest()
