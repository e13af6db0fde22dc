"""Signs of life: what runs here or ran last, as rows that the health page reads.

A worker says every some seconds that it lives and what stands in its way, and takes its row along when it ends. What
runs by the clock of the machine (the nightly verification, a backup) leaves one row that says when it ended and how.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils import timezone

from cms.core.models import Beat
from cms.core.version import version

# Seconds between two signs of a worker; the silence after which it is taken for dead (a lease is not shorter).
EVERY = 20.0
SILENT_AFTER = dt.timedelta(seconds=150)
KEEP = dt.timedelta(days=1)
# Both run every night.
BACKUP_LATE = VERIFICATION_LATE = dt.timedelta(hours=30)


class Job(StrEnum):
    """What leaves signs."""

    DISPATCH = "dispatch"
    MEDIA = "media"
    VERIFICATION = "verification"
    BACKUP = "backup"


WORKERS = (Job.DISPATCH, Job.MEDIA)


def beat(job: Job, owner: str, note: str = "") -> None:
    """The process ``owner`` lives; ``note``: what stands in its way, empty for nothing."""
    said = {"job": job, "seen_at": timezone.now(), "note": note[:300], "version": version()}
    if not Beat.objects.filter(owner=owner).update(**said):
        Beat.objects.get_or_create(owner=owner, defaults=said)
        Beat.objects.filter(job__in=WORKERS, seen_at__lt=timezone.now() - KEEP).delete()


def ended(owner: str) -> None:
    """The process ``owner`` ends as it should."""
    Beat.objects.filter(owner=owner).delete()


def done(job: Job, fault: str = "") -> None:
    """Something that runs by the clock ended now; ``fault``: what it found, empty when all is well."""
    beat(job, job, fault)


def trouble_of(job: Job, late: dt.timedelta) -> str:
    """For monitoring: what ``job`` found last, or that it is late; empty when all is well or it was never set up."""
    row = last(job)
    if row is None:
        return ""
    return row.note or (f"{job}: last {row.seen_at}" if timezone.now() - row.seen_at > late else "")


def backup() -> str:
    """For monitoring: whether the last backup failed or is too old."""
    return trouble_of(Job.BACKUP, BACKUP_LATE)


def last(job: Job) -> Beat | None:
    """When ``job`` ended last, and how; ``None`` when it never did."""
    return Beat.objects.filter(owner=job).first()


def alive(job: Job, *, at: dt.datetime | None = None) -> list[Beat]:
    """The workers of ``job`` that have been heard of lately."""
    return [row for row in workers(job) if not is_silent(row, at=at)]


def workers(job: Job) -> list[Beat]:
    """The workers of ``job``, silent ones too, the latest first."""
    return list(Beat.objects.filter(job=job).order_by("-seen_at"))


def is_silent(row: Beat, *, at: dt.datetime | None = None) -> bool:
    """Whether the worker has not been heard of for longer than any work keeps it."""
    return row.seen_at < (at or timezone.now()) - SILENT_AFTER


def silent(job: Job) -> str:
    """A sentence for monitoring when every worker of ``job`` is silent; empty when one lives or none is known.

    None is known where workers are started by a timer and end at once.
    """
    known = workers(job)
    return "" if not known or any(not is_silent(row) for row in known) else f"{job}: silent since {known[0].seen_at}"
