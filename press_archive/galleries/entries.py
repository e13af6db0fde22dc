"""The index of galleries that public lists read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from press_archive.galleries.models import GalleryPage


@transaction.atomic
def keep_entry(page: GalleryPage, *, update_fields: Iterable[str] | None = None) -> None:
    """Brings the entry of ``page`` in line with what was just saved."""
    from press_archive.galleries.models import GalleryEntry

    if update_fields is not None and "live" not in update_fields:
        return
    entry = GalleryEntry.objects.filter(page_id=page.pk).first()
    if page.live and entry is None:
        published_at = page.first_published_at or timezone.now()
        GalleryEntry.objects.create(page_id=page.pk, kind=page.kind, date=page.date, published_at=published_at)
    elif entry is not None:
        entry.public = page.live
        entry.date = page.date if page.live else entry.date
        entry.withdrawn_at = None if page.live else entry.withdrawn_at or timezone.now()
        entry.save(update_fields=["public", "date", "withdrawn_at"])
