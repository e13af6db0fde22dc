"""What is asked of events, invitations and visits."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.letters.models import NOT_ARRIVED
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import (
    EventLetter,
    EventVersion,
    Invitation,
    InvitationAnswer,
    PressEvent,
    Progress,
    Visit,
)
from press_archive.agenda.words import Answer

DAY = dt.timedelta(days=1)


# --- What was announced -----------------------------------------------------------------------------------------------


def as_announced(versions: Iterable[EventVersion]) -> list[Announcement]:
    """``versions``, read with their event and its progress, in the signed words."""
    return [
        Announcement(
            version.event_id, version.said, version.sequence, version.change, version.event.progress_row.uid,
            version.at, version.event.progress_row.is_full, version.event.progress_row.moved_at is not None,
        )
        for version in versions
    ]  # fmt: skip


def newest_versions() -> QuerySet[EventVersion]:
    """The last version of every event, cancellations too."""
    last = EventVersion.objects.filter(event=OuterRef("event")).order_by("-sequence").values("sequence")[:1]
    return EventVersion.objects.filter(sequence=Subquery(last)).select_related("event__progress_row")


def announcement_of(event: PressEvent) -> Announcement | None:
    """What was said last of ``event``; ``None`` when nothing ever was."""
    return next(iter(as_announced(newest_versions().filter(event=event.pk))), None)


def announced(*, since: dt.datetime | None = None, limit: int = 300, everything: bool = False) -> list[Announcement]:
    """What the public calendar shows: from ``since`` on (now), by time; what was cancelled as well, until it is over.
    ``everything``: also what only invited people see.

    Read from the versions: nothing that nobody signed stands in it.
    """
    begin = since or timezone.now()
    # The row of a cancelled event may be written again: what counts are the moments that were announced.
    rows = newest_versions().filter(said__ends_at__gte=(begin - DAY).astimezone(dt.UTC).isoformat())
    found = [one for one in as_announced(rows) if (everything or one.is_listed) and one.ends_at >= begin]
    return sorted(found, key=lambda one: (one.starts_at, one.pk))[:limit]


def open_for_accreditation(at: dt.datetime | None = None) -> QuerySet[PressEvent]:
    """Announced events that take applications now, the next first. Live rows say what was signed."""
    now = at or timezone.now()
    found = PressEvent.objects.announced().filter(needs_accreditation=True, accreditation_until__gt=now)
    return found.order_by("starts_at", "pk")


# --- Who was invited --------------------------------------------------------------------------------------------------


def invited(event: PressEvent) -> QuerySet[Invitation]:
    """Everybody who was invited, with what they answered."""
    rows = Invitation.objects.filter(event=event).select_related("outlet", "distribution_list", "answer")
    return rows.order_by("email")


def invitations_of(email: str) -> list[tuple[Invitation, Announcement]]:
    """What one address is invited to and is not over, by time, in the words that hold."""
    rows = {row.event_id: row for row in Invitation.objects.filter(email=email).select_related("answer")}
    found = [one for one in as_announced(newest_versions().filter(event__in=rows)) if not one.is_over]
    return [(rows[one.pk], one) for one in sorted(found, key=lambda one: (one.starts_at, one.pk))]


def with_letters(rows: Sequence[Invitation]) -> list[dict[str, Any]]:
    """``rows`` of :func:`invited`, each with its answer, whether that holds, and its last letter; two queries."""
    letters: dict[int, EventLetter] = {}
    for one in EventLetter.objects.filter(invitation__in=rows).select_related("letter").order_by("pk"):
        letters[one.invitation_id] = one
    since = Progress.objects.filter(event__in={row.event_id for row in rows}).values_list("answers_from", flat=True)
    from_ = max(since, default=0)
    found = []
    for row in rows:
        answer = getattr(row, "answer", None)
        last = letters.get(row.pk)
        found.append(
            {
                "invitation": row, "answer": answer, "is_stale": answer is not None and answer.sequence < from_,
                "told": last.get_told_display() if last else "", "letter": last.letter if last else None,
                "is_lost": last is not None and last.letter.state in NOT_ARRIVED,
            }
        )  # fmt: skip
    return found


def standing_answers(event: PressEvent) -> QuerySet[InvitationAnswer]:
    """What invited people said to the time and place that hold now."""
    return InvitationAnswer.objects.standing().filter(invitation__event=event)


def answer_counts(event: PressEvent) -> dict[str, int]:
    """``invited``, each answer by its name, ``silent``, and ``people``: how many say that they come."""
    total = Invitation.objects.filter(event=event).count()
    found = Counter(standing_answers(event).values_list("answer", flat=True))
    counts = {str(answer.value): found.get(answer.value, 0) for answer in Answer}
    since = event.progress.answers_from if event.progress else 0
    people = people_coming(event, since=since)
    return {"invited": total, **counts, "silent": total - sum(found.values()), "people": people}


def people_coming(event: PressEvent, *, since: int, but: Invitation | None = None) -> int:
    """How many people those bring who said yes to version ``since`` or later, themselves included, without ``but``."""
    said = InvitationAnswer.objects.filter(invitation__event=event, answer=Answer.YES, sequence__gte=since)
    if but is not None:
        said = said.exclude(invitation=but)
    return said.aggregate(total=Sum("people"))["total"] or 0


def not_arrived(event: PressEvent) -> int:
    """How many invited addresses got no letter at all: each that was written to them failed or came back."""
    rows = Invitation.objects.filter(event=event, letters__letter__state__in=NOT_ARRIVED)
    arrived = Invitation.objects.filter(event=event, letters__letter__state=DeliveryState.ACCEPTED)
    return rows.exclude(pk__in=arrived.values("pk")).distinct().count()


# --- Visits -----------------------------------------------------------------------------------------------------------


def visits_between(first: dt.datetime, last: dt.datetime) -> Sequence[Visit]:
    """Visits that begin in between, by time."""
    rows = Visit.objects.filter(starts_at__gte=first, starts_at__lt=last)
    return list(rows.select_related("outlet", "photographer").order_by("starts_at", "pk"))


def next_visit(at: dt.datetime) -> Visit | None:
    """The planned visit that comes next."""
    return Visit.objects.planned().filter(ends_at__gte=at).order_by("starts_at", "pk").first()
