"""Readers of the demo: addresses that lead nowhere, and what they chose. They were never asked, as nobody is there."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from publishing.subscriptions import consent, subjects
from publishing.subscriptions.models import Announcement, AnnouncementState, Choice, Subscriber, Wish

COUNT, WAITING = 46, 3


@transaction.atomic
def load_readers() -> None:
    """Subscribers of all bulletins and of one subject or two; a few who have not confirmed yet."""
    if Subscriber.objects.exists():
        return
    now = timezone.now()
    readers = Subscriber.objects.bulk_create(
        Subscriber(
            email=f"okur{number:02d}@okurlar.example", consent=consent.CURRENT,
            asked_at=now - dt.timedelta(days=3 * number + 1), confirmed_at=now - dt.timedelta(days=3 * number),
        )
        for number in range(COUNT)
    )  # fmt: skip
    everything, *others = [subject.key for subject in subjects.offered()]
    Choice.objects.bulk_create(
        Choice(subscriber=reader, subject=key)
        for number, reader in enumerate(readers)
        for key in chosen(number, everything, others)
    )
    Wish.objects.bulk_create(
        Wish(
            email=f"yeni{number}@okurlar.example", subjects=[everything], consent=consent.CURRENT, is_written=True,
            asked_at=now - dt.timedelta(hours=number),
        )
        for number in range(WAITING)
    )  # fmt: skip
    # What was published before them is nothing to write to them about.
    Announcement.objects.filter(state=AnnouncementState.OPEN).update(state=AnnouncementState.DONE)


def chosen(number: int, everything: str, others: list[str]) -> set[str]:
    """What the reader ``number`` reads."""
    if number % 3 or not others:
        return {everything}
    return {others[number % len(others)], others[number // 3 % len(others)]}
