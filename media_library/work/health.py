"""What monitoring asks of the library: the store of files, and whether the worker keeps up."""

from __future__ import annotations

import datetime as dt
import shutil

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from media_library.models import MediaJob
from media_library.store.storage import is_local

LEAST_FREE = 500 * 1024 * 1024  # bytes
LATE = dt.timedelta(hours=2)  # 200 photos take some fifteen minutes, a long video an hour


def store() -> str:
    """Whether files can be read and written; empty when they can."""
    if not is_local(default_storage):
        default_storage.exists("saglik")  # raises when the bucket does not answer
        return ""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    return "" if free > LEAST_FREE else f"{free // 1024**2} MB left"


def media_worker() -> str:
    """Whether work on files is done in time; empty when it is."""
    late = MediaJob.objects.due(timezone.now() - LATE).count()
    return f"{late} jobs late" if late else ""
