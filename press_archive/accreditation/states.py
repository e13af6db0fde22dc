"""An application as it is changed: the event's plan and it locked, in this order, and its new state saved. For the
caller's transaction."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from press_archive.accreditation.models import Application, Plan
from press_archive.accreditation.words import State
from press_archive.agenda.models import PressEvent


def plan_of(event: PressEvent) -> Plan:
    """The plan of ``event``, locked."""
    Plan.objects.get_or_create(event=event, defaults={"sequence": event.sequence})
    return Plan.objects.select_for_update().get(event=event)


def move(application: Application, state: State, **values: Any) -> None:
    """Saves the new state with ``values``; for the caller's transaction."""
    application.state, application.state_at = state, timezone.now()
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=["state", "state_at", *values])


def locked(application: Application) -> tuple[Plan, Application]:
    """The plan and the application, locked in this order."""
    plan = plan_of(application.event)
    rows = Application.objects.select_for_update(of=("self",)).select_related("event", "outlet", "account", "portrait")
    return plan, rows.get(pk=application.pk)
