"""The background jobs of a photo, in the order in which people wait: the archive's small sizes and whatever others want
to know of a new photo, the sizes of the office's screens, and those that only readers of a published page get."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from media_library.models import JobKind, JobState, MediaJob, Photo, Priority, PublicFile
from media_library.renditions.sizes import ARCHIVE_SIZES, KNOWN_SIZES, SCREEN_SIZES
from media_library.renditions.stale import remove_stale
from media_library.renditions.storing import make_sizes
from media_library.signals import photo_ready, public_sizes_made
from media_library.work import digests
from media_library.work.jobs import services as jobs
from media_library.work.jobs.registry import Progress

# The jobs after which the screens of the office have all they show of a photo.
SCREEN_WORK = (JobKind.ARCHIVED, JobKind.PHOTO)


def process_archived_photo(photo_id: int, progress: Progress) -> None:
    """The sizes of the archive's own screens, and word that the photo has come in; nothing for one that is gone.

    Of 100,000 imported photos few will ever be published, and those get the rest then.
    """
    _process(photo_id, progress, ARCHIVE_SIZES, JobKind.ARCHIVED)


def process_photo(photo_id: int, progress: Progress) -> None:
    """Every size that a screen of the office shows; a page falls back on these."""
    _process(photo_id, progress, SCREEN_SIZES, JobKind.PHOTO)


def process_public_photo(photo_id: int, progress: Progress) -> None:
    """Every known size: the lighter formats and large sizes that readers of a page get."""
    _process(photo_id, progress, KNOWN_SIZES, JobKind.PUBLIC)


def ask_for_new(photo_id: int) -> None:
    """A photo has come in: first what the grid shows, so that a whole shoot is there soon, then the other screens."""
    jobs.enqueue_all([(JobKind.ARCHIVED, photo_id, Priority.ARRIVED), (JobKind.PHOTO, photo_id, Priority.SCREENS)])


def ask_for_imported(photo_id: int) -> None:
    """A photo of an old archive: only its small sizes, after everything else."""
    jobs.enqueue(kind=JobKind.ARCHIVED, subject_id=photo_id, priority=Priority.IMPORTED)


def ask_for_screens(photo_ids: Iterable[int]) -> None:
    """Photos of a draft: those of the old archive have only their small sizes."""
    jobs.enqueue_all((JobKind.PHOTO, number, Priority.SCREENS) for number in sorted(set(photo_ids)))


def ask_for_signing(photo_ids: Iterable[int]) -> None:
    """Photos of a page that is about to be signed: officers look at it now, readers later, if at all."""
    numbers = sorted(set(photo_ids))
    now = [(JobKind.PHOTO, number, Priority.SIGNED) for number in numbers]
    jobs.enqueue_all([*now, *((JobKind.PUBLIC, number, Priority.IDLE) for number in numbers)])


def ask_for_public(photo_ids: Iterable[int]) -> None:
    """Photos that readers see from now on, or see with other words."""
    jobs.enqueue_all((JobKind.PUBLIC, number, Priority.SIGNED) for number in sorted(set(photo_ids)))


def opened(photo_ids: Collection[int], *, closely: bool = False) -> None:
    """Somebody looks at a place where the small sizes of these photos are missing; ``closely``: at one by itself."""
    kinds = SCREEN_WORK if closely else (JobKind.ARCHIVED,)
    jobs.hurry(kinds=kinds, subject_ids=photo_ids, priority=Priority.OPENED)


def _process(photo_id: int, progress: Progress, specs: tuple[str, ...], kind: JobKind) -> None:
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return
    if photo.withheld_at is None:
        # A large photo on a slow machine takes longer than a lease: every size says that the worker lives.
        made = make_sizes(photo, specs, after_each=lambda done, of: progress(done * 80 // of))
        remove_stale(photo)
        if (made or _was_cut_short(photo_id, kind)) and PublicFile.objects.filter(photo=photo).exists():
            public_sizes_made.send(sender=Photo, photo=photo)
        if kind != JobKind.ARCHIVED:  # what is drawn for more than the grid may soon be signed
            digests.keep(photo.file)
    progress(80)
    photo_ready.send(sender=Photo, photo=photo, is_new=kind == JobKind.ARCHIVED)


def _was_cut_short(photo_id: int, kind: JobKind) -> bool:
    """Whether an earlier attempt at this job may have stored sizes without saying so."""
    attempts = MediaJob.objects.filter(kind=kind, subject_id=photo_id, state=JobState.RUNNING, attempts__gt=1)
    return attempts.exists()
