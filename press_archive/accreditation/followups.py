"""Accreditation follows its event: whoever is accredited hears that it moved or was cancelled, and has a badge that is
valid for the new time. The worker looks; a change that nobody accredited has to know changes nothing."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from press_archive.accreditation import badges, history, letters, states
from press_archive.accreditation.models import Application, Plan
from press_archive.accreditation.words import Did, State
from press_archive.agenda import selectors as agenda
from press_archive.agenda.models import EventVersion, PressEvent
from press_archive.agenda.words import Change

EVERY = 30.0


def look(owner: str = "") -> int:
    """Follows every event that calendars were told of anew; gives how many. Several workers may call it at once."""
    behind = PressEvent.objects.filter(
        accreditation_plan__isnull=False, progress_row__sequence__gt=F("accreditation_plan__sequence"),
        ends_at__gt=timezone.now(),
    )  # fmt: skip
    return sum(follow(event) for event in behind.order_by("pk")[:50])


@transaction.atomic
def follow(event: PressEvent) -> int:
    """Brings the badges of ``event`` to what was announced last; gives 1 when there was something to do."""
    plan = states.plan_of(event)
    said = agenda.announcement_of(event)
    if said is None or said.sequence <= plan.sequence:
        return 0
    event.refresh_from_db()
    moved = EventVersion.objects.filter(event=event, sequence__gt=plan.sequence, change=Change.MOVED).exists()
    rows = Application.objects.filter(event=event).standing().with_rows()
    for row in rows:
        row.event = event
        if said.is_cancelled:
            if row.state in (State.APPROVED, State.CHANGED):
                badges.revoke(row)
            letters.tell(row, "cancelled")
        elif row.state in (State.APPROVED, State.CHANGED):
            badge = row.standing_badge
            if badge is None or (badge.valid_from, badge.valid_until) != badges.span_of(event):
                badges.give(row, plan)
                history.record(row, Did.FOLLOWED)
                letters.tell(row, "moved")
            elif moved:
                letters.tell(row, "moved")
    Plan.objects.filter(pk=plan.pk).update(sequence=said.sequence, is_over=said.is_cancelled)
    return 1
