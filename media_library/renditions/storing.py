"""Sizes in the store: the file first, then its row; whoever comes second takes what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.images.models import Filter

from media_library.renditions.drawing import Original, QuickFilter
from media_library.renditions.sizes import KNOWN_SIZES

if TYPE_CHECKING:
    from media_library.models import Photo, PhotoRendition

# Nobody needs longer than this between writing a file and its row.
SETTLED = dt.timedelta(hours=1)


def make_sizes(photo: Photo, specs: Sequence[str] = KNOWN_SIZES) -> int:
    """Makes and stores those of ``specs`` that ``photo`` lacks, from one decoding; gives how many it added.

    Adds none to a photo that has been deleted, taken down, or given another file or focal point meanwhile. Raises
    ``OSError`` (``wagtail.images.models.SourceImageIOError`` among them) when the photo's file cannot be read.
    """
    filters = [Filter(spec=spec) for spec in specs]
    present = set(photo.renditions.values_list("filter_spec", "focal_point_key"))
    missing = [wanted for wanted in filters if (wanted.spec, wanted.get_cache_key(photo)) not in present]
    if not missing or not _unchanged(photo):
        return 0
    return len(_store(photo, _drawn(photo, missing), check=True)[1])


def create_sizes(photo: Photo, filters: Sequence[Filter]) -> dict[Filter, PhotoRendition]:
    """Makes and stores ``filters``, which nobody has found in the database; for each the row that is there now."""
    stored = _store(photo, _drawn(photo, filters), check=False)[0]
    return {wanted: stored[wanted.spec, wanted.get_cache_key(photo)] for wanted in filters}


def orphaned_files(settled: dt.timedelta = SETTLED) -> Iterator[str]:
    """The stored names of sizes that no row knows and that were written longer than ``settled`` ago.

    They are left behind when a process is killed between writing a file and its row; nothing refers to them.
    """
    from media_library.models import RENDITIONS, PhotoRendition

    storage = PhotoRendition._meta.get_field("file").storage
    try:
        names = iter(storage.listdir(RENDITIONS)[1])
    except FileNotFoundError:
        return
    until = timezone.now() - settled
    while chunk := [f"{RENDITIONS}/{name}" for name in islice(names, 500)]:
        known = set(PhotoRendition.objects.filter(file__in=chunk).values_list("file", flat=True))
        for name in chunk:
            try:
                if name not in known and storage.get_modified_time(name) < until:
                    yield name
            except FileNotFoundError:
                continue


def _drawn(photo: Photo, filters: Sequence[Filter]) -> list[PhotoRendition]:
    """A row for each filter, not saved yet, whose file is in memory."""
    with ExitStack() as stack:
        willow = stack.enter_context(QuickFilter(spec=filters[0].spec).get_willow_image(photo))
        source: Any = None
        if isinstance(willow, Original):
            source = willow
            source.expect(photo, filters)
        return [
            photo.get_rendition_model()(
                image=photo,
                filter_spec=wanted.spec,
                focal_point_key=wanted.get_cache_key(photo),
                file=photo.generate_rendition_file(wanted, source=source),
            )
            for wanted in filters
        ]


def _store(
    photo: Photo, rows: list[PhotoRendition], *, check: bool
) -> tuple[dict[tuple[str, str], PhotoRendition], set[str]]:
    """Stores files and rows. Gives the rows of these sizes, whoever stored them, and the names of our own files.

    With ``check`` nothing is stored for a photo that is no longer what it was.
    """
    ours: set[str] = set()
    used: set[str] = set()
    found: dict[tuple[str, str], PhotoRendition] = {}
    try:
        for row in rows:
            row.file.save(row.file.name, row.file.file, save=False)
            ours.add(row.file.name)
        with transaction.atomic():
            if not check or _unchanged(photo, lock=True):
                type(rows[0]).objects.bulk_create(rows, ignore_conflicts=True)
            for stored in photo.renditions.filter(filter_spec__in=[row.filter_spec for row in rows]):
                found[stored.filter_spec, stored.focal_point_key] = stored
        used = ours & {stored.file.name for stored in found.values()}
    finally:
        for name in ours - used:
            rows[0].file.storage.delete(name)
    return found, used


def _unchanged(photo: Photo, *, lock: bool = False) -> bool:
    """Whether the database still has ``photo``, shown, with this file and focal point."""
    same = {
        name: getattr(photo, name)
        for name in ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    }
    rows = type(photo).objects.filter(pk=photo.pk, withheld_at=None, **same).order_by()
    return bool((rows.select_for_update() if lock else rows).values_list("pk"))
