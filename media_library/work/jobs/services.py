"""Every change of a job's state. Asked for: ``enqueue``. By workers: ``claim``, ``extend_lease``, ``finish``, ``fail``,
``requeue``, ``release_abandoned``. By people: ``again``."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models.jobs import JobKind, JobState, MediaJob
from media_library.work.jobs.registry import WORK, LeaseLost

logger = logging.getLogger(__name__)

# Minutes to wait after the first, second, … failure.
PAUSES = (1, 5, 30)
MOST_ATTEMPTS = len(PAUSES) + 1


def lease_length() -> dt.timedelta:
    """How long a worker may be silent before its job is taken from it."""
    return dt.timedelta(seconds=settings.MEDIA_LEASE_SECONDS)


def enqueue(*, kind: JobKind, subject_id: int, priority: int = 5) -> None:
    """Asks for one job, in the transaction of the caller. Asking again while it waits changes nothing."""
    MediaJob.objects.bulk_create([MediaJob(kind=kind, subject_id=subject_id, priority=priority)], ignore_conflicts=True)


@transaction.atomic
def claim(*, owner: str, kinds: list[JobKind] | None = None) -> MediaJob | None:
    """The next due job for the worker ``owner``, or ``None``. No job is ever claimed by two."""
    now = timezone.now()
    due = MediaJob.objects.due(now)
    if kinds is not None:
        due = due.filter(kind__in=kinds)
    job = due.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.state, job.lease_owner, job.lease_until = JobState.RUNNING, owner, now + lease_length()
    job.attempts += 1
    job.progress = 0
    job.save(update_fields=["state", "lease_owner", "lease_until", "attempts", "progress"])
    return job


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
    enqueue(kind=kind, subject_id=subject_id, priority=3)


def clear_finished(*, older_than: dt.timedelta = dt.timedelta(days=7)) -> int:
    """Forgets jobs that ended well long ago: what they made is the record. Gives how many."""
    old = Q(state=JobState.DONE, finished_at__lt=timezone.now() - older_than)
    return MediaJob.objects.filter(old).delete()[0]
