"""Every change of a job's state. Asked for: ``enqueue``, ``enqueue_all``, ``hurry``. By workers: ``claim``,
``extend_lease``, ``finish``, ``fail``, ``requeue``, ``release_abandoned``. By people: ``again``."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models.jobs import LONG_WORK, JobKind, JobState, MediaJob, Priority
from media_library.work.jobs.registry import WORK, LeaseLost

logger = logging.getLogger(__name__)

# Minutes to wait after the first, second, … failure.
PAUSES = (1, 5, 30)
MOST_ATTEMPTS = len(PAUSES) + 1
# Rows and numbers that every database takes in one statement.
MOST_AT_ONCE = 150


def lease_length() -> dt.timedelta:
    """How long a worker may be silent before its job is taken from it."""
    return dt.timedelta(seconds=settings.MEDIA_LEASE_SECONDS)


def enqueue(*, kind: JobKind, subject_id: int, priority: Priority = Priority.ARRIVED) -> None:
    """Asks for one job, in the transaction of the caller. Asking again while it waits can only make it more urgent."""
    enqueue_all(kind=kind, subject_ids=[subject_id], priority=priority)


def enqueue_all(*, kind: JobKind, subject_ids: Iterable[int], priority: Priority = Priority.ARRIVED) -> None:
    """As :func:`enqueue` for any number of subjects, in the order in which they will be worked on; two queries for some
    dozens of them."""
    numbers = list(dict.fromkeys(subject_ids))
    if not numbers:
        return
    rows = [MediaJob(kind=kind, subject_id=number, priority=priority) for number in numbers]
    MediaJob.objects.bulk_create(rows, ignore_conflicts=True, batch_size=MOST_AT_ONCE)
    if priority < Priority.IDLE:
        hurry(kinds=[kind], subject_ids=numbers, priority=priority)


def hurry(*, kinds: Collection[JobKind], subject_ids: Collection[int], priority: Priority) -> int:
    """Makes what waits for these subjects as urgent as ``priority``, unless it is already; gives how many jobs.

    An old archive's photo that somebody opens goes before the rest of that archive.
    """
    waiting = MediaJob.objects.filter(kind__in=kinds, state=JobState.QUEUED, priority__gt=priority)
    numbers = list(subject_ids)
    pieces = (numbers[start : start + MOST_AT_ONCE] for start in range(0, len(numbers), MOST_AT_ONCE))
    return sum(waiting.filter(subject_id__in=piece).update(priority=priority) for piece in pieces)


@transaction.atomic
def claim(*, owner: str, kinds: list[JobKind] | None = None) -> MediaJob | None:
    """The next due job for the worker ``owner``, or ``None``. No job is ever claimed by two.

    Workers take one job at a time from one row, so each has its share. While one of them is at long work, the others
    begin more of it only when nothing else is due: films never take every worker from the photos.
    """
    now = timezone.now()
    due = MediaJob.objects.due(now)
    if kinds is not None:
        due = due.filter(kind__in=kinds)
    due = due.select_for_update(skip_locked=True)
    job = due.exclude(kind__in=LONG_WORK).first() if _long_work_goes_on(now) else None
    job = job or due.first()
    if job is None:
        return None
    job.state, job.lease_owner, job.lease_until = JobState.RUNNING, owner, now + lease_length()
    job.attempts += 1
    job.progress = 0
    job.save(update_fields=["state", "lease_owner", "lease_until", "attempts", "progress"])
    return job


def _long_work_goes_on(now: dt.datetime) -> bool:
    return MediaJob.objects.filter(state=JobState.RUNNING, lease_until__gte=now, kind__in=LONG_WORK).exists()


def _mine(job: MediaJob):  # type: ignore[no-untyped-def]
    return MediaJob.objects.filter(
        pk=job.pk, state=JobState.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts
    )


def extend_lease(*, job: MediaJob, progress: int) -> None:
    """Says that the worker lives and how far it is. Raises ``LeaseLost``."""
    if not _mine(job).update(lease_until=timezone.now() + lease_length(), progress=max(0, min(100, progress))):
        raise LeaseLost


def finish(*, job: MediaJob) -> bool:
    """The job is done. ``False``: it is no longer ours."""
    return bool(
        _mine(job).update(
            state=JobState.DONE, progress=100, error="", lease_owner="", lease_until=None, finished_at=timezone.now()
        )
    )


@transaction.atomic
def fail(*, job: MediaJob, reason: str, for_good: bool = False) -> None:
    """One attempt failed: it waits for the next, or is given up when there is none (or ``for_good``)."""
    row = _mine(job).select_for_update().first()
    if row is None:
        return
    _put_back(row, reason=reason, for_good=for_good)


def _put_back(row: MediaJob, *, reason: str, for_good: bool) -> None:
    now = timezone.now()
    row.lease_owner, row.lease_until, row.error = "", None, reason[:300]
    twin = MediaJob.objects.filter(kind=row.kind, subject_id=row.subject_id, state=JobState.QUEUED).exists()
    if twin:
        # The same work was asked for again meanwhile; that row goes on.
        row.state, row.finished_at = JobState.DONE, now
    elif for_good or row.attempts >= MOST_ATTEMPTS:
        row.state, row.finished_at = JobState.FAILED, now
        work = WORK.get(JobKind(row.kind))
        if work is not None and work.give_up is not None:
            work.give_up(row.subject_id, row.error)
    else:
        row.state = JobState.QUEUED
        row.run_after = now + dt.timedelta(minutes=PAUSES[row.attempts - 1])
    row.save()


def requeue(*, owner: str) -> int:
    """Queues again whatever ``owner`` had in hand; a stopped worker costs no attempt. Gives how many."""
    count = 0
    for pk in MediaJob.objects.filter(state=JobState.RUNNING, lease_owner=owner).values_list("pk", flat=True):
        with transaction.atomic():
            row = MediaJob.objects.select_for_update().filter(pk=pk, lease_owner=owner, state=JobState.RUNNING).first()
            if row is not None:
                row.attempts -= 1
                _put_back(row, reason="", for_good=False)
                MediaJob.objects.filter(pk=pk, state=JobState.QUEUED).update(run_after=timezone.now())
                count += 1
    return count


def release_abandoned() -> int:
    """Queues again what dead workers left; a job that kills its worker every time is given up. Gives how many."""
    count = 0
    for pk in MediaJob.objects.abandoned().values_list("pk", flat=True):
        with transaction.atomic():
            row = MediaJob.objects.abandoned().select_for_update(skip_locked=True).filter(pk=pk).first()
            if row is not None:
                logger.warning("media job %s (%s %s) was abandoned", row.pk, row.kind, row.subject_id)
                _put_back(row, reason=_("İşlem yarıda kesildi."), for_good=False)
                count += 1
    return count


@transaction.atomic
def again(*, kind: JobKind, subject_id: int) -> None:
    """Asks anew for work that was given up."""
    MediaJob.objects.filter(kind=kind, subject_id=subject_id, state=JobState.FAILED).delete()
    enqueue(kind=kind, subject_id=subject_id, priority=Priority.AGAIN)


def clear_finished(*, older_than: dt.timedelta = dt.timedelta(days=7)) -> int:
    """Forgets jobs that ended well long ago: what they made is the record. Gives how many."""
    old = Q(state=JobState.DONE, finished_at__lt=timezone.now() - older_than)
    return MediaJob.objects.filter(old).delete()[0]
