"""Finding the photos that look like a new one among all that the archive has.

``Shelf`` keeps every fingerprint in memory (648 bytes a photo: 65 MB for 100,000) and reads only what is new since its
last look, so that one search costs two passes over an array and no query that grows.
"""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from typing import Any, BinaryIO

import numpy as np
from django.db.models import Max

from media_library.duplicates.likeness import (
    ALIKE,
    NEAR,
    WINDOWS,
    Hashes,
    Likeness,
    distances,
    likeness_of,
    opened,
    score,
)
from media_library.duplicates.models import DuplicatePair, PairKind, PhotoPrint
from media_library.models import Photo

logger = logging.getLogger(__name__)

STORED = np.dtype("<u8")
MOST_CANDIDATES = 50
MOST_LOOKS = 500  # of 10 kB: the photos of a burst are compared with each other, and each file is opened once


class Shelf:
    """The fingerprints of all photos, in the order of their numbers."""

    def __init__(self) -> None:
        self.ids = np.empty(0, dtype=np.int64)
        self.hashes: Hashes = np.empty((0, len(WINDOWS)), dtype=np.uint64)
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Reads what is new. What was deleted meanwhile stays until the next start; looking it up finds nothing."""
        known = int(self.ids[-1]) if len(self.ids) else 0
        # A transaction that began earlier may commit a smaller number later, hence the overlap.
        rows = PhotoPrint.objects.filter(photo_id__gt=known - 1000).order_by("photo_id")
        fresh = [(pk, hashes) for pk, hashes in rows.values_list("photo_id", "hashes") if pk > known or pk not in self]
        if fresh:
            ids = np.array([pk for pk, _ in fresh], dtype=np.int64)
            hashes = np.frombuffer(b"".join(bytes(one) for _, one in fresh), dtype=STORED).reshape(-1, len(WINDOWS))
            order = np.argsort(np.concatenate([self.ids, ids]), kind="stable")
            self.hashes = np.concatenate([self.hashes, hashes.astype(np.uint64)])[order]
            self.ids = np.concatenate([self.ids, ids])[order]

    def __contains__(self, pk: int) -> bool:
        at = int(np.searchsorted(self.ids, pk))
        return at < len(self.ids) and int(self.ids[at]) == pk

    def near(self, hashes: Hashes, *, but: int) -> list[int]:
        """Numbers of the photos whose fingerprints are near ``hashes``, the nearest first, without photo ``but``."""
        with self._lock:
            self.refresh()
            if not len(self.ids):
                return []
            apart = np.minimum(
                distances(self.hashes, hashes[0]).min(axis=1),
                np.min([distances(self.hashes[:, 0], one) for one in hashes], axis=0),
            )
        found = np.flatnonzero(apart <= NEAR)
        found = found[np.argsort(apart[found], kind="stable")]
        return [int(pk) for pk in self.ids[found] if pk != but][:MOST_CANDIDATES]

    def forget(self) -> None:
        """Begins anew; for tests, whose rows are rolled back."""
        self.__init__()  # type: ignore[misc]


SHELF = Shelf()


def look_of(photo: Photo) -> Likeness | None:
    """The likeness of a stored photo, from its file; ``None`` when that cannot be read."""
    try:
        return _look_of(photo.file.storage, str(photo.file.name), photo.sha256)
    except (OSError, ValueError, SyntaxError) as error:
        logger.warning("no fingerprint of photo %s: %s", photo.pk, error)
        return None


@lru_cache(maxsize=MOST_LOOKS)
def _look_of(storage: Any, name: str, sha256: str) -> Likeness:
    """``sha256``: of the bytes that this is a look at; others make another look."""
    with storage.open(name) as stream:
        return likeness_of(opened(stream))


def alike(file: BinaryIO) -> list[tuple[Photo, float]]:
    """Photos of the archive that look like the picture in ``file``, which is none of them, with how alike they are (0
    to 1), the most alike first. Raises whatever decoders raise."""
    look = likeness_of(opened(file))
    found = []
    for other in Photo.objects.filter(pk__in=SHELF.near(look.hashes, but=0)):
        theirs = look_of(other)
        if theirs is not None and (value := score(look, theirs)) >= ALIKE:
            found.append((other, value))
    return sorted(found, key=lambda one: (-one[1], one[0].pk))


def is_recorded(photo: Photo) -> bool:
    """Whether the fingerprints of ``photo`` are kept."""
    return PhotoPrint.objects.filter(photo=photo).exists()


def record(photo: Photo) -> int:
    """Keeps the fingerprints of ``photo`` and notes every photo that looks like it; gives how many pairs are new.

    The fingerprint is stored before the search, so that of two photos that come in together one finds the other.
    """
    look = look_of(photo)
    if look is not None:
        stored = look.hashes.astype(STORED).tobytes()
        PhotoPrint.objects.update_or_create(photo=photo, defaults={"hashes": stored})
    pairs = {}
    if photo.sha256:
        for pk in Photo.objects.filter(sha256=photo.sha256).exclude(pk=photo.pk).values_list("pk", flat=True):
            pairs[pk] = (PairKind.EXACT, 1.0)
    if look is not None:
        near = [pk for pk in SHELF.near(look.hashes, but=photo.pk) if pk not in pairs]
        for other in Photo.objects.filter(pk__in=near):
            theirs = look_of(other)
            alike = score(look, theirs) if theirs is not None else 0.0
            if alike >= ALIKE:
                pairs[other.pk] = (PairKind.NEAR, alike)
    related = {photo.derived_from_id, *photo.derived.values_list("pk", flat=True)}
    before = DuplicatePair.objects.aggregate(last=Max("pk"))["last"] or 0
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(first_id=min(pk, photo.pk), second_id=max(pk, photo.pk), kind=kind, score=alike)
            for pk, (kind, alike) in pairs.items()
            if pk not in related
        ],
        ignore_conflicts=True,
    )
    return DuplicatePair.objects.filter(pk__gt=before).count()
