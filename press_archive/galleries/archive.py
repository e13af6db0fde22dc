"""All photos of a public gallery as one zip, in the sizes that its page shows anyway, with their signed words."""

from __future__ import annotations

import logging
import zlib
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models import F

from cms.website import pictures
from media_library.access.selectors import certified
from media_library.kits import texts
from media_library.kits.archive_stream import Archive, Entry
from media_library.kits.names import CAPTIONS
from media_library.models import PublicFile
from media_library.rights.rules import Purpose
from media_library.rights.selectors import blocked_photos
from media_library.store.storage import read_range
from press_archive.galleries.models import GalleryEntry, GalleryPhoto, Kind, PhotoGalleryPage

logger = logging.getLogger(__name__)
# A stored size never changes under its name: its checksum is made once.
REMEMBERED = 30 * 24 * 3600


def entry_of(page_id: int) -> GalleryEntry | None:
    """The line of the photo gallery ``page_id`` in the register, whether or not it is public."""
    return GalleryEntry.objects.filter(page=page_id, kind=Kind.PHOTO).select_related("page").first()


def seen_by_strangers(entry: GalleryEntry) -> bool:
    """Whether strangers see the gallery."""
    return entry.public and bool(entry.page.live)


def archive_of(entry: GalleryEntry) -> Archive | None:
    """What may be handed out of the gallery now: signed, not taken down, usable by the press; ``None`` for nothing.

    Raises what the store raises.
    """
    page = PhotoGalleryPage.objects.get(pk=entry.page_id)
    rows = page.rows
    photos = GalleryPhoto.objects.filter(page=page).select_related("photo").in_bulk()
    ids = [row.photo_id for row in rows]
    signed, blocked = certified("photo", ids), blocked_photos(ids, Purpose.PRESS)
    shown = [
        (place, photos[row.pk])
        for place, row in enumerate(rows, start=1)
        if row.photo_id in signed and row.photo_id not in blocked and pictures.shown(photos[row.pk].photo)
    ]
    pictures.attach_renditions(row.photo for _place, row in shown)
    made_at = page.last_published_at or entry.published_at
    digits = max(2, len(str(len(rows))))
    entries: list[Entry] = []
    words: list[str] = []
    for place, row in shown:
        stored = pictures.largest(row.photo)
        if stored is None:
            continue
        name, file = f"{page.slug}-{place:0{digits}d}.jpg", stored.file.name
        size, crc32 = _measured(file)
        entries.append(Entry(name, size, crc32, made_at, partial(read_range, default_storage, file)))
        words.append("\n".join(filter(None, (name, row.caption or row.alt, row.credit))))
    if not entries:
        return None
    said = texts.for_windows("\n\n".join(words) + "\n")
    entries.append(Entry(CAPTIONS, len(said), texts.crc(said), made_at, partial(_slice, said)))
    return Archive(entries)


def state_of(entry_id: int) -> tuple[Any, ...]:
    """What must stay as it is while the zip is made and sent: the version, and which of its photos may be seen and used
    by the press."""
    line = GalleryEntry.objects.filter(pk=entry_id, public=True, page__live=True).values_list("page__live_revision")
    photos = GalleryPhoto.objects.filter(page__gallery_entry=entry_id).order_by("pk")
    taken = photos.exclude(photo__withheld_at=None).values_list("photo", F("photo__withheld_at"))
    leaves = PublicFile.objects.filter(photo__in=photos.order_by().values("photo")).count()
    blocked = sorted(blocked_photos(photos.order_by().values_list("photo", flat=True), Purpose.PRESS))
    return (*line, *taken, leaves, tuple(blocked))


def _measured(name: str) -> tuple[int, int]:
    """Bytes and CRC-32 of a stored size."""
    key = f"gallery-crc-{name.replace('/', '-')}"
    found: tuple[int, int] | None = cache.get(key)
    if found is None:
        size, crc32 = 0, 0
        for piece in read_range(default_storage, name):
            size, crc32 = size + len(piece), zlib.crc32(piece, crc32)
        found = (size, crc32)
        cache.set(key, found, REMEMBERED)
    return found


def _slice(data: bytes, start: int, length: int) -> Any:
    return iter([data[start : start + length]])
