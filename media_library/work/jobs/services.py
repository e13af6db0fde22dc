"""Every change of a job's state. Asked for: ``enqueue``, ``enqueue_all``, ``hurry``. By workers: ``claim``,
``extend_lease``, ``finish``, ``fail``, ``requeue``, ``release_abandoned``. By people: ``again``."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import connections, router, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models.jobs import LONG_WORK, JobKind, JobState, MediaJob, Priority
from media_library.work.jobs.registry import WORK, LeaseLost

logger = logging.getLogger(__name__)

# Minutes to wait after the first, second, … failure.
PAUSES = (1, 5, 30)
MOST_ATTEMPTS = len(PAUSES) + 1
# Rows that every database takes in one statement.
MOST_AT_ONCE = 80


def lease_length() -> dt.timedelta:
    """How long a worker may be silent before its job is taken from it."""
    return dt.timedelta(seconds=settings.MEDIA_LEASE_SECONDS)


def enqueue(*, kind: JobKind, subject_id: int, priority: Priority = Priority.ARRIVED) -> None:
    """Asks for one job, in the transaction of the caller. Asking again while it waits can only make it more urgent."""
    enqueue_all([(kind, subject_id, priority)])


def enqueue_all(wanted: Iterable[tuple[JobKind, int, Priority]]) -> None:
    """As :func:`enqueue` for any number of jobs, which wait in this order; one query for some dozens of them.

    In Django's words it would be two: its upsert names no condition of a unique constraint. Rows are met in one order
    by everybody when ``wanted`` is sorted.
    """
    rows = list(wanted)
    connection = connections[router.db_for_write(MediaJob)]
    fields = [field for field in MediaJob._meta.concrete_fields if not field.primary_key]
    blank = MediaJob()  # a new job is one like any other but for these three columns
    same = {
        field.attname: field.get_db_prep_save(field.pre_save(blank, add=True), connection=connection)
        for field in fields
        if field.attname not in ("kind", "subject_id", "priority")
    }
    table = MediaJob._meta.db_table
    columns = ", ".join(str(field.column) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    for start in range(0, len(rows), MOST_AT_ONCE):
        piece = rows[start : start + MOST_AT_ONCE]
        values: list[Any] = []
        for kind, number, priority in piece:
            said = {**same, "kind": str(kind), "subject_id": number, "priority": int(priority)}
            values += [said[field.attname] for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([places] * len(piece))} "  # noqa: S608
                f"ON CONFLICT (kind, subject_id) WHERE state = '{JobState.QUEUED}' DO UPDATE SET priority = "
                f"CASE WHEN excluded.priority < {table}.priority THEN excluded.priority ELSE {table}.priority END",
                values,
            )


def hurry(*, kinds: Collection[JobKind], subject_ids: Collection[int], priority: Priority) -> int:
    """Makes what waits for these subjects as urgent as ``priority``, unless it is already; gives how many jobs.

    An old archive's photo that somebody opens goes before the rest of that archive. Writes nothing when nothing waits:
    whoever only looks must not wait for others who write.
    """
    waiting = MediaJob.objects.filter(
        kind__in=kinds, subject_id__in=subject_ids, state=JobState.QUEUED, priority__gt=priority
    )
    if not waiting.exists():
        return 0
    with transaction.atomic():
        free = list(waiting.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True))
        return waiting.filter(pk__in=free).update(priority=priority)


@transaction.atomic
def claim(*, owner: str, kinds: list[JobKind] | None = None, before: Priority | None = None) -> MediaJob | None:
    """The next due job for the worker ``owner``, or ``None``; with ``before`` only what is more urgent. No job is ever
    claimed by two.

    Workers take one job at a time from one row, so each has its share. While one of them is at long work, the others
    begin more of it only when nothing else is due: films never take every worker from the photos.
    """
    now = timezone.now()
    due = MediaJob.objects.due(now)
    if kinds is not None:
        due = due.filter(kind__in=kinds)
    if before is not None:
        due = due.filter(priority__lt=before)
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
