"""Sizes in the store: the file first, then its row; whoever comes second takes what is there."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from PIL import Image
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from cms.core.worker import DATABASE_TROUBLE
from media_library.renditions.drawing import Original
from media_library.renditions.keys import SizeFilter, keyed
from media_library.renditions.sizes import KNOWN_SIZES
from media_library.store.storage import StorageUnavailable

if TYPE_CHECKING:
    from media_library.models import Photo, PhotoRendition

logger = logging.getLogger(__name__)

# What decides how a photo looks; compared when a size is stored, together with the signed words.
SOURCE_FIELDS = ("file", "sha256", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
FOLLOWING_FIELDS = ("signed_words", "width", "height", "file_hash", "file_size", "withheld_at")
MOST_TRIES = 3
# Seconds for which a process remembers that a photo cannot be drawn: every page that shows it would try again.
REMEMBERED = 300


class CannotBeDrawn(SourceImageIOError):
    """The photo, or this size of it, cannot be drawn, today or tomorrow: the fault is in its file."""


class WrongBytes(CannotBeDrawn):
    """The bytes in the store are not those that the photo's row speaks of."""


@dataclass
class Stored:
    """What became of some sizes: the rows that are there now, whoever stored them; the ``ours`` among them, by name of
    their file; why the others could not be drawn. ``current``: the photo was the same at the end as at the beginning.
    """

    found: dict[str, PhotoRendition] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    failed: dict[str, CannotBeDrawn] = field(default_factory=dict)
    current: bool = True


def make_sizes(
    photo: Photo, specs: Sequence[str] = KNOWN_SIZES, *, after_each: Callable[[int, int], None] | None = None
) -> int:
    """Makes and stores those of ``specs`` that ``photo`` lacks, from one decoding; gives how many it added.

    ``after_each(done, of)`` is called after each size; what it raises leaves no size of this call behind. A size that
    cannot be drawn is written down in ``failed_sizes`` and spoils no other.

    Adds none to a photo that has been deleted, taken down, or given another file, focal point or words meanwhile.
    Raises ``OSError`` (:class:`CannotBeDrawn` among them) when the file cannot be read, or no size at all be drawn.
    """
    missing = missing_sizes(photo, specs)
    if not missing or not _unchanged(photo):
        return 0
    stored = _store(photo, missing, shown=True, after_each=after_each)
    _note_failures(photo, [wanted.spec for wanted in missing], stored)
    if stored.failed and not stored.found:
        raise next(iter(stored.failed.values()))
    return len(stored.ours)


def missing_sizes(photo: Photo, specs: Sequence[str] = KNOWN_SIZES) -> list[SizeFilter]:
    """Those of ``specs`` of which ``photo`` as it is has no stored size."""
    present = set(photo.renditions.values_list("filter_spec", "focal_point_key"))
    filters = [keyed(spec) for spec in specs]
    return [wanted for wanted in filters if (wanted.spec, wanted.get_cache_key(photo)) not in present]


def create_sizes(photo: Photo, filters: Sequence[Filter]) -> dict[Filter, PhotoRendition]:
    """Makes and stores ``filters``, which nobody has found in the database; for each the row that is there now.

    When the photo gets another file while this one draws, it is drawn again: ``photo`` is then the new one. Raises
    :class:`CannotBeDrawn` when one of them cannot be drawn (the others are stored).
    """
    wanted = [keyed(one) for one in filters]
    for _ in range(MOST_TRIES):
        for one in wanted:
            if reason := _memory(photo).get(_remembered(photo, one)):
                raise CannotBeDrawn(reason)
        try:
            stored = _store(photo, wanted, shown=False)
        except CannotBeDrawn as error:
            if not _unchanged(photo, shown=False) and _refreshed(photo):
                continue
            _remember(photo, dict.fromkeys((one.spec for one in wanted), error))
            raise
        if not stored.current and _refreshed(photo):
            continue
        if stored.failed:
            _remember(photo, stored.failed)
            raise next(iter(stored.failed.values()))
        if stored.current:
            return {one: stored.found[one.spec] for one in wanted}
    raise CannotBeDrawn(f"photo {photo.pk} does not stay the same for long enough to be drawn")


@contextmanager
def opened(photo: Photo, filters: Sequence[Filter] = ()) -> Iterator[Original]:
    """``photo``, whose file was found to hold its bytes, as a source of ``Photo.generate_rendition_file``; ``filters``
    are the sizes that will be drawn. Raises :class:`CannotBeDrawn`."""
    with photo.open_file() as file:
        check_bytes(photo, file)
        with _only_drawing_faults():
            source = Original.opened(file)
            source.expect(photo, filters)
        yield source


def _drawn(photo: Photo, filters: Sequence[Filter]) -> Iterator[tuple[Filter, File | CannotBeDrawn]]:
    """Each filter with the picture that it makes of ``photo``, or why it makes none.

    Raises :class:`CannotBeDrawn` when nothing can be drawn of it.
    """
    with opened(photo, filters) as source:
        for wanted in filters:
            try:
                with _only_drawing_faults():
                    drawn: File | CannotBeDrawn = photo.generate_rendition_file(wanted, source=source)
            except CannotBeDrawn as error:
                logger.warning("size %s of photo %s cannot be drawn: %s", wanted.spec, photo.pk, error)
                drawn = error
            yield wanted, drawn


def check_bytes(photo: Photo, file: BinaryIO) -> None:
    """Looks whether ``file`` holds the bytes that the row of ``photo`` speaks of; a row from before digests were kept
    learns its own. Leaves ``file`` at its beginning. Raises :class:`WrongBytes`."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    if not photo.sha256:
        type(photo).objects.filter(pk=photo.pk, file=photo.file.name, sha256="").update(sha256=digest)
        photo.sha256 = digest
    elif photo.sha256 != digest:
        logger.error("file %s of photo %s does not hold the bytes of its digest", photo.file.name, photo.pk)
        raise WrongBytes(f"photo {photo.pk}: the stored bytes are not those of its digest")


@contextmanager
def _only_drawing_faults() -> Iterator[None]:
    """Turns whatever a decoder or an encoder raises into :class:`CannotBeDrawn`; a fault of the machine (disk, memory,
    store, database) or of the programmer stays what it is."""
    try:
        yield
    except (CannotBeDrawn, InvalidFilterSpecError, MemoryError, *DATABASE_TROUBLE):
        raise
    except Exception as error:
        if isinstance(error, OSError) and (error.errno is not None or isinstance(error, StorageUnavailable)):
            raise
        raise CannotBeDrawn(f"{type(error).__name__}: {error}") from error


def _stored(photo: Photo, wanted: Filter, drawn: File) -> PhotoRendition:
    """A row, not saved yet, whose file is in the store.

    Its size is read from the head of the picture: assigning the file to the field would decode all of it.
    """
    model = photo.get_rendition_model()
    column = model._meta.get_field("file")
    drawn.seek(0)
    with Image.open(cast(BinaryIO, drawn.file)) as picture:
        width, height = picture.size
        drawn.seek(0)
        name = column.storage.save(column.generate_filename(model(), drawn.name), drawn)
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
    photo: Photo, filters: Sequence[SizeFilter], *, shown: bool, after_each: Callable[[int, int], None] | None = None
) -> Stored:
    """Draws and stores ``filters``; nothing for a photo that is no longer what it was, or (``shown``) was taken down.

    Raises :class:`CannotBeDrawn` when nothing can be drawn of it at all.
    """
    rows: list[PhotoRendition] = []
    stored = Stored()
    used: set[str] = set()
    try:
        for number, (wanted, drawn) in enumerate(_drawn(photo, filters), start=1):
            if isinstance(drawn, CannotBeDrawn):
                stored.failed[wanted.spec] = drawn
            else:
                rows.append(_stored(photo, wanted, drawn))
            if after_each is not None:
                after_each(number, len(filters))
        keys = {wanted.spec: wanted.get_cache_key(photo) for wanted in filters}
        with transaction.atomic():
            stored.current = _unchanged(photo, lock=True, shown=shown)
            if stored.current:
                photo.get_rendition_model().objects.bulk_create(rows, ignore_conflicts=True)
            for row in photo.renditions.filter(filter_spec__in=keys):
                if row.focal_point_key == keys[row.filter_spec]:
                    stored.found[row.filter_spec] = row
        used = {row.file.name for row in stored.found.values()}
    finally:
        for row in rows:
            if row.file.name not in used:
                row.file.storage.delete(row.file.name)
    stored.ours = used & {row.file.name for row in rows}
    return stored


def _unchanged(photo: Photo, *, lock: bool = False, shown: bool = True) -> bool:
    """Whether the database still has ``photo`` with this file, focal point and signed words (``shown``: and shown)."""
    same = {name: getattr(photo, name) for name in SOURCE_FIELDS}
    rows = type(photo).objects.filter(pk=photo.pk, **same).order_by()
    if shown:
        rows = rows.filter(withheld_at=None)
    if lock:
        rows = rows.select_for_update(no_key=True)
    return list(rows.values_list("signed_words", flat=True)) == [photo.signed_words]


def _refreshed(photo: Photo) -> bool:
    """Makes ``photo`` what the database has now; ``False`` when it is gone."""
    try:
        photo.refresh_from_db(
            fields=[*SOURCE_FIELDS, "signed_words", "width", "height", "file_hash", "file_size", "withheld_at"]
        )
    except type(photo).DoesNotExist:
        return False
    return True


def _note_failures(photo: Photo, tried: list[str], stored: Stored) -> None:
    """Writes down which sizes of ``photo`` could not be drawn, and forgets those that can be now."""
    if not stored.current:
        return
    failed = {spec: reason for spec, reason in photo.failed_sizes.items() if spec not in tried}
    failed |= {spec: str(error)[:300] for spec, error in stored.failed.items()}
    if failed != photo.failed_sizes:
        photo.failed_sizes = failed
        type(photo).objects.filter(pk=photo.pk, file=photo.file.name).update(failed_sizes=failed)


def _memory(photo: Photo) -> Any:
    return photo.get_rendition_model().cache_backend


def _remembered(photo: Photo, wanted: SizeFilter) -> str:
    return f"undrawable-{photo.pk}-{wanted.get_cache_key(photo)}-{wanted.spec}"


def _remember(photo: Photo, failed: Mapping[str, CannotBeDrawn]) -> None:
    _memory(photo).set_many({_remembered(photo, keyed(spec)): str(why) for spec, why in failed.items()}, REMEMBERED)
