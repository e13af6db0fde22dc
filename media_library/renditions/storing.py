"""Sizes in the store: the file first, then its row; whoever comes second takes what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from PIL import Image
from wagtail.images.models import Filter

from media_library.renditions.drawing import Original, QuickFilter
from media_library.renditions.sizes import KNOWN_SIZES

if TYPE_CHECKING:
    from media_library.models import Photo, PhotoRendition


def make_sizes(
    photo: Photo, specs: Sequence[str] = KNOWN_SIZES, *, after_each: Callable[[int, int], None] | None = None
) -> int:
    """Makes and stores those of ``specs`` that ``photo`` lacks, from one decoding; gives how many it added.

    ``after_each(done, of)`` is called after each size; what it raises leaves no size of this call behind.

    Adds none to a photo that has been deleted, taken down, or given another file or focal point meanwhile. Raises
    ``OSError`` (``wagtail.images.models.SourceImageIOError`` among them) when the photo's file cannot be read.
    """
    filters = [Filter(spec=spec) for spec in specs]
    present = set(photo.renditions.values_list("filter_spec", "focal_point_key"))
    missing = [wanted for wanted in filters if (wanted.spec, wanted.get_cache_key(photo)) not in present]
    if not missing or not _unchanged(photo):
        return 0
    return len(_store(photo, missing, check=True, after_each=after_each)[1])


def create_sizes(photo: Photo, filters: Sequence[Filter]) -> dict[Filter, PhotoRendition]:
    """Makes and stores ``filters``, which nobody has found in the database; for each the row that is there now."""
    stored = _store(photo, filters, check=False)[0]
    return {wanted: stored[wanted.spec, wanted.get_cache_key(photo)] for wanted in filters}


def _drawn(photo: Photo, filters: Sequence[Filter]) -> Iterator[tuple[Filter, File]]:
    """Each filter with the picture that it makes of ``photo``."""
    with QuickFilter(spec=filters[0].spec).get_willow_image(photo) as willow:
        source: Any = None
        if isinstance(willow, Original):
            source = willow
            source.expect(photo, filters)
        for wanted in filters:
            yield wanted, photo.generate_rendition_file(wanted, source=source)


def _stored(photo: Photo, wanted: Filter, drawn: File) -> PhotoRendition:
    """A row, not saved yet, whose file is in the store.

    Its size is read from the head of the picture: assigning the file to the field would decode all of it.
    """
    model = photo.get_rendition_model()
    field = model._meta.get_field("file")
    drawn.seek(0)
    with Image.open(cast(BinaryIO, drawn.file)) as picture:
        width, height = picture.size
        drawn.seek(0)
        name = field.storage.save(field.generate_filename(model(), drawn.name), drawn)
    row: PhotoRendition = model(
        image=photo,
        filter_spec=wanted.spec,
        focal_point_key=wanted.get_cache_key(photo),
        file=name,
        width=width,
        height=height,
    )
    return row


def _store(
    photo: Photo, filters: Sequence[Filter], *, check: bool, after_each: Callable[[int, int], None] | None = None
) -> tuple[dict[tuple[str, str], PhotoRendition], set[str]]:
    """Draws and stores ``filters``. Gives the rows that are there now, whoever stored them, and the names of our files.

    With ``check`` nothing is stored for a photo that is no longer what it was.
    """
    rows: list[PhotoRendition] = []
    found: dict[tuple[str, str], PhotoRendition] = {}
    used: set[str] = set()
    try:
        for wanted, drawn in _drawn(photo, filters):
            rows.append(_stored(photo, wanted, drawn))
            if after_each is not None:
                after_each(len(rows), len(filters))
        with transaction.atomic():
            if not check or _unchanged(photo, lock=True):
                photo.get_rendition_model().objects.bulk_create(rows, ignore_conflicts=True)
            for stored in photo.renditions.filter(filter_spec__in=[wanted.spec for wanted in filters]):
                found[stored.filter_spec, stored.focal_point_key] = stored
        used = {stored.file.name for stored in found.values()}
    finally:
        for row in rows:
            if row.file.name not in used:
                row.file.storage.delete(row.file.name)
    return found, used & {row.file.name for row in rows}


def _unchanged(photo: Photo, *, lock: bool = False) -> bool:
    """Whether the database still has ``photo``, shown, with this file and focal point."""
    same = {
        name: getattr(photo, name)
        for name in ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    }
    rows = type(photo).objects.filter(pk=photo.pk, withheld_at=None, **same).order_by()
    return bool((rows.select_for_update() if lock else rows).values_list("pk"))
