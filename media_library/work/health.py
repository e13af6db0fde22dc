"""What monitoring asks of the library: the store of files, and whether the worker keeps up."""

from __future__ import annotations

import datetime as dt
import shutil

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.core import beats
from media_library.models import MediaJob
from media_library.models.jobs import JobState
from media_library.store.storage import is_local

LEAST_FREE = 500 * 1024 * 1024  # bytes
# After so long nobody works at all, if nothing is in hand and nothing was done meanwhile; 200 photos take so long.
IDLE_LATE = dt.timedelta(minutes=15)
# After so long the worker does not keep up; a film of an hour may stand before everything else.
LATE = dt.timedelta(minutes=90)


def store() -> str:
    """Whether files can be read and written; empty when they can."""
    if not is_local(default_storage):
        default_storage.exists("saglik")  # raises when the bucket does not answer
        return ""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    return "" if free > LEAST_FREE else f"{free // 1024**2} MB left"


def media_worker() -> str:
    """Whether work on files is done in time, by a worker that lives; empty when it is."""
    now = timezone.now()
    late = MediaJob.objects.due(now - LATE).count()
    if late:
        return f"{late} jobs late"
    if MediaJob.objects.due(now - IDLE_LATE).exists() and not _goes_on(now):
        return "jobs wait and nobody works"
    return beats.silent(beats.Job.MEDIA)


def _goes_on(now: dt.datetime) -> bool:
    in_hand = MediaJob.objects.filter(state=JobState.RUNNING, lease_until__gte=now)
    done = MediaJob.objects.filter(state__in=[JobState.DONE, JobState.FAILED], finished_at__gte=now - IDLE_LATE)
    return in_hand.exists() or done.exists()
