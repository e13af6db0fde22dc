"""What is asked of applications, places and badges."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cms.core.turkish import fold
from press_archive.accreditation import keys
from press_archive.accreditation.models import Application, Badge, OldNonce, Plan
from press_archive.accreditation.words import HOLDING, ROLE_COLOURS, ROLE_LETTERS, Role, State
from press_archive.agenda.models import PressEvent
from press_archive.contacts.models import Outlet
from press_archive.journalists.models import JournalistAccount


def of_account(account: JournalistAccount) -> QuerySet[Application]:
    """The applications that ``account`` made, for itself or for its crew, the next event first."""
    return Application.objects.with_rows().filter(account=account).order_by("-event__starts_at", "-applied_at", "-pk")


def badges_of(event: PressEvent) -> QuerySet[Badge]:
    """The badges that hold, by outlet and name."""
    rows = Badge.objects.filter(application__event=event, application__state__in=HOLDING, revoked_at__isnull=True)
    return rows.select_related("application__event", "portrait", "signed_by").order_by("outlet_name", "name", "pk")


def old_nonces(event: PressEvent) -> list[str]:
    """The tokens of ``event`` that were valid and no longer are: replaced ones, and those of revoked badges."""
    replaced = OldNonce.objects.filter(badge__application__event=event).values_list("nonce", flat=True)
    revoked = Badge.objects.filter(application__event=event, revoked_at__isnull=False).values_list("nonce", flat=True)
    return sorted({*replaced, *revoked})


def gate_list(event: PressEvent) -> dict[str, Any]:
    """What a gate has to know to work without the net: people by badge, zones by number, keys, tokens that are over.

    ``portrait``: the photo's number, for whoever serves it to the gate.
    """
    plan = Plan.objects.filter(event=event).first()
    people = [
        {
            "badge": badge.pk, "application": badge.application_id, "nonce": badge.nonce, "name": badge.name,
            "outlet": badge.outlet_name, "role": badge.role, "role_name": str(Role(badge.role).label),
            "letter": ROLE_LETTERS[Role(badge.role)], "colour": ROLE_COLOURS[Role(badge.role)],
            "zones": list(badge.zones), "portrait": badge.portrait_id,
            "from": int(badge.valid_from.timestamp()), "until": int(badge.valid_until.timestamp()),
        }
        for badge in badges_of(event)
    ]  # fmt: skip
    return {
        "event": event.pk, "title": event.title, "starts": int(event.starts_at.timestamp()),
        "ends": int(event.ends_at.timestamp()), "zones": list(plan.zones) if plan else [],
        "keys": {str(number): key.hex() for number, key in keys.public_keys().items()},
        "old": old_nonces(event), "people": people,
    }  # fmt: skip


# --- The office's lists -----------------------------------------------------------------------------------------------


def plan_note(event: PressEvent) -> str:
    """What the office says to applicants of ``event``."""
    return Plan.objects.filter(event=event).values_list("note", flat=True).first() or ""


def limit_for(event: PressEvent, outlet: Outlet | None) -> int | None:
    """How many ``outlet`` may send; ``None``: no limit."""
    plan = Plan.objects.filter(event=event).first()
    if plan is None or outlet is None:
        return None
    quota = plan.quotas.filter(kind=outlet.kind).first()
    return quota.per_outlet if quota is not None else plan.per_outlet


def state_counts(event: PressEvent) -> dict[str, int]:
    """How many applications stand in each state."""
    found = Counter(Application.objects.filter(event=event).values_list("state", flat=True))
    return {state.value: found.get(state.value, 0) for state in State}


def events_with_counts(limit: int = 60) -> list[tuple[PressEvent, dict[str, int]]]:
    """Events that accredit or did, the next one first, then those that are over, with their applications by state."""
    rows = PressEvent.objects.filter(Q(needs_accreditation=True, live=True) | Q(applications__isnull=False)).distinct()
    now = timezone.now()
    coming = list(rows.filter(ends_at__gte=now).order_by("starts_at", "pk")[:limit])
    over = list(rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[: max(limit - len(coming), 10)])
    counted: dict[int, Counter[str]] = {event.pk: Counter() for event in [*coming, *over]}
    totals = Application.objects.filter(event__in=counted).values_list("event", "state").annotate(n=Count("pk"))
    for event, state, count in totals.order_by():
        counted[event][state] = count
    return [(event, dict(counted[event.pk])) for event in [*coming, *over]]


def waiting_for_decision() -> int:
    """How many applications somebody has to decide now: new ones and changes, of events that are not over."""
    rows = Application.objects.filter(state__in=(State.RECEIVED, State.CHANGED), event__ends_at__gt=timezone.now())
    return rows.count()


def same_person(application: Application) -> list[Application]:
    """Other applications to the event by somebody of the same name, for whoever decides."""
    named = fold(application.name)
    if not named:
        return []
    rows = Application.objects.with_rows().filter(event=application.event_id).exclude(pk=application.pk)
    return [row for row in rows.standing()[:2000] if fold(row.name) == named]
