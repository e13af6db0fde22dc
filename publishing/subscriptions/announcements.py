"""Telling subscribers: one row in the transaction that publishes, spread by the worker as letters, a few at a time.

Nobody is told twice: subscribers are met in one order, and how far it is stands in the row that is locked meanwhile. A
correction reaches those who have an earlier version, a withdrawal those who have any; what is still waiting is stopped.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.core.carriage import DeliveryState
from cms.core.message import Message, MessageKind
from cms.identity.models import Identity
from cms.identity.selectors import current
from cms.letters.models import Letter, LetterKind
from cms.letters.services import cancel_from, write
from press_archive.bulletins.messages import bulletin_words
from press_archive.bulletins.models import BulletinPage
from publishing.approval.evidence import content_type_of
from publishing.channels.email import day_in_words, subject_of
from publishing.subscriptions.models import Announcement, AnnouncementState, Subscriber, family_of
from publishing.subscriptions.subjects import subjects_of

AT_ONCE = 100
TAKEN_BACK = f":{MessageKind.WITHDRAWAL.value}"
HELD = (DeliveryState.ACCEPTED, DeliveryState.SENDING, DeliveryState.UNKNOWN)


def is_told(content: Any) -> bool:
    """Whether subscribers hear of ``content``."""
    return isinstance(content, BulletinPage)


@transaction.atomic(savepoint=False)  # fails with the publication that it belongs to, never by itself
def announce(*, content: Any, version: int, identity: Identity | None = None) -> Announcement | None:
    """Notes that the signed ``version`` of ``content`` is to be told; ``None`` when it was noted before. ``identity``
    is the signed one, where the caller has read it."""
    message = bulletin_words(content)
    kind = MessageKind.CORRECTION if version > 1 else MessageKind.FIRST
    told = _rows(content).aggregate(newest=Max("version"))["newest"]
    if told is not None:
        if told >= version:
            return None
        _stop(content)  # only what was announced can be open or have letters that wait
    municipality = (identity or current()).municipality
    return _note(content, dataclasses.replace(message, kind=kind), version, subjects_of(content), municipality)


@transaction.atomic
def withdraw(*, content: Any) -> Announcement | None:
    """Stops what waits, and notes that ``content`` was withdrawn, if it was told at all. What was said is taken from
    the last announcement, not from the content, which may have changed since."""
    last = _rows(content).order_by("-pk").first()
    if last is None or last.kind == MessageKind.WITHDRAWAL:
        return None
    _stop(content)
    row, _made = Announcement.objects.get_or_create(
        content_type=last.content_type, object_id=last.object_id, version=last.version, kind=MessageKind.WITHDRAWAL,
        defaults={"said": last.said, "subjects": last.subjects},
    )  # fmt: skip
    return row


def _rows(content: Any) -> Any:
    return Announcement.objects.filter(content_type=content_type_of(content), object_id=str(content.pk))


def _stop(content: Any) -> None:
    _rows(content).filter(state=AnnouncementState.OPEN).update(state=AnnouncementState.STOPPED)
    cancel_from(family_of(content_type_of(content).pk, str(content.pk)))


def _note(content: Any, message: Message, version: int, subjects: list[str], municipality: str) -> Announcement:
    said = {
        "headline": message.headline, "summary": message.summary, "url": message.url, "number": message.number,
        "date": message.date, "place": message.place, "department": message.department, "note": message.note,
        "municipality": municipality,
    }  # fmt: skip
    return Announcement.objects.create(
        content_type=content_type_of(content), object_id=str(content.pk), version=version, kind=message.kind.value,
        said=said, subjects=subjects,
    )  # fmt: skip


def spread() -> int:
    """Writes the letters of the next subscribers of one open announcement; gives for how many it was decided."""
    with transaction.atomic():
        rows = Announcement.objects.filter(state=AnnouncementState.OPEN).order_by("pk")
        row = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return 0
        people = list(
            Subscriber.objects.filter(pk__gt=row.cursor, confirmed_at__lte=row.created_at)
            .select_for_update(of=("self",))  # whoever leaves meanwhile waits, and then stops what is written here
            .order_by("pk")
            .prefetch_related("choices")[:AT_ONCE]
        )
        past = Past.of(row, [one.email for one in people])
        for person in people:
            kind = _kind_for(row, person, past)
            if kind is not None:
                _write(row, person, kind)
        row.cursor = people[-1].pk if people else row.cursor
        if len(people) < AT_ONCE:
            row.state = AnnouncementState.DONE
        row.save(update_fields=["cursor", "state"])
        return len(people)


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What became of earlier versions: who ``has`` one, or may have; who was to get one and does not have it (stopped,
    taken back); behind which reader the last telling was ``stopped_at``."""

    has: frozenset[str]
    without: frozenset[str]
    stopped_at: int | None

    @classmethod
    def of(cls, row: Announcement, emails: list[str]) -> Past:
        told = Letter.objects.filter(
            origin__startswith=row.family, recipient__in=emails, state__in=[*HELD, DeliveryState.CANCELLED]
        )
        last: dict[str, bool] = {}
        for email, origin, state in told.values_list("recipient", "origin", "state").order_by("pk"):
            # One that was stopped says only that there was something to get.
            has = last.get(email, False) if state == DeliveryState.CANCELLED else not origin.endswith(TAKEN_BACK)
            last[email] = has
        same = Announcement.objects.filter(content_type=row.content_type_id, object_id=row.object_id, pk__lt=row.pk)
        before = same.order_by("-pk").first()
        stopped = before is not None and before.state == AnnouncementState.STOPPED
        return cls(
            frozenset(email for email, has in last.items() if has),
            frozenset(email for email, has in last.items() if not has),
            before.cursor if before is not None and stopped else None,
        )


def _kind_for(row: Announcement, person: Subscriber, past: Past) -> MessageKind | None:
    """What ``person`` is told. A correction of what somebody never was to get is no news to them."""
    if row.kind == MessageKind.WITHDRAWAL:
        return MessageKind.WITHDRAWAL if person.email in past.has else None
    if person.email in past.has:
        return MessageKind.CORRECTION
    missed = past.stopped_at is not None and person.pk > past.stopped_at
    if row.kind != MessageKind.FIRST and not missed and person.email not in past.without:
        return None
    wanted = {choice.subject for choice in person.choices.all()} & set(row.subjects)
    return MessageKind.FIRST if wanted else None


def _write(row: Announcement, person: Subscriber, kind: MessageKind) -> None:
    said = row.said
    with override("tr"):
        values = {
            "said": said,
            "is_correction": kind is MessageKind.CORRECTION,
            "is_withdrawal": kind is MessageKind.WITHDRAWAL,
            "day": day_in_words(said["date"]),
            "leave": settings.SITE_URL + reverse("subscriptions:leave", args=[person.token]),
            "change": settings.SITE_URL + reverse("subscriptions:change", args=[person.token]),
        }
        message = Message(said["headline"], said["summary"], "", "", said["url"], kind=kind)
        write(
            kind=LetterKind.SUBSCRIPTION,
            to=[(person.email, "")],
            subject=subject_of(message),
            body=render_to_string("subscriptions/mail/announcement.txt", values),
            html=render_to_string("subscriptions/mail/announcement.html", values),
            secret=True,  # its links open the subscription
            origin=row.origin if kind == row.kind else f"{row.family}{row.version:06d}:{kind.value}",
            sender_name=said["municipality"],
            unsubscribe_url=values["leave"],
        )
