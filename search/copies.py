"""What a search server beside the database still has to follow: notes, written in the transaction of the change.

A server that is away holds up nobody: notes wait for it, and the database answers. Only where there is to be one, or an
index there still follows (``IndexState.copy``), is anything noted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from search.models import CopyNote, Document, IndexState

# Copies that are further behind answer no question.
MOST_BEHIND = 1000
LONGEST_BEHIND = dt.timedelta(seconds=30)
# Seconds to wait after the first, second, … refusal of one document; the last one holds from then on.
PAUSES = (5, 30, 120, 600, 3600)


def follow() -> bool:
    """Whether there is an index that follows."""
    return IndexState.objects.filter(pk=1).exclude(copy="").exists()


def note(places: Iterable[int]) -> None:
    """Says of these documents that they changed. For the transaction of the change."""
    if settings.ELASTICSEARCH_URL or follow():
        now = timezone.now()
        CopyNote.objects.bulk_create(CopyNote(place_in_order=place, noted_at=now) for place in places)


def note_all() -> None:
    """Says it of every document."""
    now = timezone.now()
    places = Document.objects.order_by("pk").values_list("place_in_order", flat=True)
    notes = (CopyNote(place_in_order=place, noted_at=now) for place in places.iterator())
    CopyNote.objects.bulk_create(notes, batch_size=1000)


def behind() -> set[int] | None:
    """The documents whose copies say what the truth does not say any more; ``None``: too many, or for too long."""
    if not follow():
        return None
    # In this order: what is taken out between the two has its note by then.
    hidden = set(Document.objects.filter(hidden=True).values_list("place_in_order", flat=True)[: MOST_BEHIND + 1])
    notes = list(CopyNote.objects.values_list("place_in_order", "noted_at")[: MOST_BEHIND + 1])
    places = hidden | {place for place, _noted_at in notes}
    oldest = min((noted_at for _place, noted_at in notes), default=None)
    is_late = oldest is not None and timezone.now() - oldest > LONGEST_BEHIND
    return None if is_late or len(notes) > MOST_BEHIND or len(places) > MOST_BEHIND else places


def claimed(owner: str, limit: int) -> list[CopyNote]:
    """Up to ``limit`` notes, the oldest first, leased so that no other worker begins with them too."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_owner=owner)
    due = CopyNote.objects.filter(Q(due_at=None) | Q(due_at__lte=now), free)
    if not due.exists():
        return []
    with transaction.atomic():
        notes = list(due.order_by("pk").select_for_update(skip_locked=True)[:limit])
        until = now + dt.timedelta(seconds=settings.DISPATCH_LEASE_SECONDS)
        CopyNote.objects.filter(pk__in=[one.pk for one in notes]).update(lease_owner=owner, lease_until=until)
    return notes


def followed(notes: Iterable[CopyNote]) -> None:
    """The server has what these were about, and shows it."""
    CopyNote.objects.filter(pk__in=[one.pk for one in notes]).delete()


def given_back(notes: Iterable[CopyNote]) -> None:
    """Nobody has begun with these any more."""
    CopyNote.objects.filter(pk__in=[one.pk for one in notes]).update(lease_owner="", lease_until=None)


def put_off(notes: Collection[CopyNote], trouble: str) -> None:
    """The server refused what these are about; it is tried again later and holds up nothing else."""
    attempts = max(one.attempts for one in notes)
    pause = dt.timedelta(seconds=PAUSES[min(attempts, len(PAUSES) - 1)])
    CopyNote.objects.filter(pk__in=[one.pk for one in notes]).update(
        attempts=F("attempts") + 1,
        trouble=trouble[:300],
        due_at=timezone.now() + pause,
        lease_until=None,
        lease_owner="",
    )


def waiting() -> int:
    """How many notes wait."""
    return CopyNote.objects.count()


def lag() -> dt.timedelta:
    """How long the oldest note has waited."""
    oldest = CopyNote.objects.aggregate(oldest=Min("noted_at"))["oldest"]
    return timezone.now() - oldest if oldest else dt.timedelta()
