"""The register of bulletins: numbers, and the index that public lists read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

if TYPE_CHECKING:
    from press_archive.bulletins.models import BulletinPage


def next_number(*, year: int) -> int:
    """The next number of ``year``, first 1.

    Must run inside the transaction that uses the number: its row lock makes concurrent publications wait for each
    other, and a rollback gives the number back, so that there are neither gaps nor duplicates.
    """
    from press_archive.bulletins.models import NumberSeries

    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last = F("last") + 1
    series.save(update_fields=["last"])
    series.refresh_from_db(fields=["last"])
    return series.last


@transaction.atomic
def keep_register(page: BulletinPage, *, update_fields: Iterable[str] | None = None) -> None:
    """Brings the page's register entry in line with what was just saved."""
    from press_archive.bulletins.models import RegisterEntry

    if update_fields is not None and "live" not in update_fields:
        return
    entry = RegisterEntry.objects.filter(page_id=page.pk).first()
    if page.live and entry is None:
        published_at = page.first_published_at or timezone.now()
        year = timezone.localtime(published_at).year
        entry = RegisterEntry.objects.create(
            page=page,
            year=year,
            sequence=next_number(year=year),
            published_at=published_at,
            department_id=page.department_id,
        )
    elif entry is not None:
        entry.public = page.live
        entry.department_id = page.department_id if page.live else entry.department_id
        entry.withdrawn_at = None if page.live else entry.withdrawn_at or timezone.now()
        entry.save(update_fields=["public", "department", "withdrawn_at"])
    if entry is not None:
        page.register_entry = entry
