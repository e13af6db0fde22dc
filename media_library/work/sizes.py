"""The background job of a new photo: its known sizes, then whatever others want to know of it."""

from __future__ import annotations

from media_library.models import Photo
from media_library.renditions.sizes import ARCHIVE_SIZES, KNOWN_SIZES
from media_library.renditions.stale import remove_stale
from media_library.renditions.storing import make_sizes
from media_library.signals import photo_ready
from media_library.work.jobs.registry import Progress


def process_photo(photo_id: int, progress: Progress) -> None:
    """Makes the known sizes of photo ``photo_id`` and says that it is ready; nothing for one that is gone."""
    _process(photo_id, progress, KNOWN_SIZES)


def process_archived_photo(photo_id: int, progress: Progress) -> None:
    """As :func:`process_photo`, with only the sizes that the archive's own screens show: of 100,000 old photos few will
    ever be published, and those get the rest then."""
    _process(photo_id, progress, ARCHIVE_SIZES)


def _process(photo_id: int, progress: Progress, specs: tuple[str, ...]) -> None:
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return
    if photo.withheld_at is None:
        # A large photo on a slow machine takes longer than a lease: every size says that the worker lives.
        make_sizes(photo, specs, after_each=lambda done, of: progress(done * 80 // of))
        remove_stale(photo)
    progress(80)
    photo_ready.send(sender=Photo, photo=photo)
