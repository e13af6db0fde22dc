"""What is asked of gates and of who came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from press_archive.accreditation import selectors as accreditation
from press_archive.accreditation.models import Badge
from press_archive.agenda.models import PressEvent
from press_archive.gate.ledger import Outcome, Seen, outcomes
from press_archive.gate.models import GateLink, Scan
from press_archive.journalists.models import JournalistAccount

DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Attendance:
    """Who came to an event, by all gates together."""

    came: list[Badge] = field(default_factory=list)
    missing: list[Badge] = field(default_factory=list)
    walk_ins: list[Scan] = field(default_factory=list)
    conflicts: list[Scan] = field(default_factory=list)
    refused: list[Scan] = field(default_factory=list)
    entered: dict[int, dt.datetime] = field(default_factory=dict)  # badge: when it first came in


def gates_of_the_day() -> QuerySet[GateLink]:
    """The open gates of events that run, or begin within a day: a gate keeper's evening, and no other one's list."""
    now = timezone.now()
    rows = GateLink.objects.filter(closed_at__isnull=True, ends_at__gt=now, event__starts_at__lt=now + DAY)
    return rows.select_related("event").order_by("event__starts_at", "pk")


def attendance(event: PressEvent) -> Attendance:
    """Who came, who did not, what the gates disagree about and whom they did not let in."""
    scans = list(Scan.objects.filter(gate__event=event).select_related("gate", "badge__application__account"))
    said = outcomes(
        Seen(scan.pk, scan.gate_id, scan.badge_id, scan.is_exit, bool(scan.refused), scan.at) for scan in scans
    )
    found = Attendance()
    came: dict[int, Badge] = {}
    for scan in scans:
        outcome = said[scan.pk]
        if outcome is Outcome.REFUSED:
            found.refused.append(scan)
        elif outcome is Outcome.CONFLICT:
            found.conflicts.append(scan)
        elif outcome is Outcome.COUNTS and not scan.is_exit:
            if scan.badge is None:
                found.walk_ins.append(scan)
            else:
                came[scan.badge.pk] = scan.badge
                found.entered.setdefault(scan.badge.pk, scan.at)
    found.came = sorted(came.values(), key=lambda badge: (badge.outlet_name, badge.name, badge.pk))
    found.missing = [badge for badge in accreditation.badges_of(event) if badge.pk not in came]
    return found


def exported(account: JournalistAccount) -> list[dict[str, Any]]:
    """When gates saw the badges of ``account``, for its owner."""
    scans = Scan.objects.filter(badge__application__account=account).select_related("gate__event")
    return [
        {"event": scan.gate.event.title, "at": scan.at, "out": scan.is_exit, "refused": scan.get_refused_display()}
        for scan in scans
    ]
