"""Press events and visits in the demo: one that is about to take place, one to apply for, one for invited people only,
a draft; a visit in each state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from demo import texts
from demo.office import Staff, fresh, publish
from press_archive.agenda import letters, services, visits
from press_archive.agenda.models import Invitation, PressEvent, Visit
from press_archive.contacts.models import DistributionList, Outlet

WORDS = (
    "title", "kind", "place", "address", "entrance_note", "host", "organiser", "contact_name", "contact_phone", "notes",
    "capacity", "is_listed",
)  # fmt: skip
VISIT_WORDS = ("kind", "title", "place", "gift", "gift_cost", "gift_reason")
LINES = ("people", "route", "talking_points", "follow_up")


def load(staff: Staff) -> None:
    """What is not there yet."""
    found = texts.agenda()
    titles = {event.title for event in PressEvent.objects.all()}
    for entry in found["event"]:
        if entry["title"] not in titles:
            with transaction.atomic():
                load_event(entry, staff)
    planned = set(Visit.objects.values_list("title", flat=True))
    for entry in found["visit"]:
        if entry["title"] not in planned:
            with transaction.atomic():
                load_visit(entry, staff)


def _begins(entry: dict[str, Any]) -> dt.datetime:
    if "minutes" in entry:
        return timezone.now() + dt.timedelta(minutes=entry["minutes"])
    day = timezone.localdate() + dt.timedelta(days=entry["days"])
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(entry["hour"])))


def load_event(entry: dict[str, Any], staff: Staff) -> None:
    """One event, as far as its stage says."""
    starts_at = _begins(entry)
    event = PressEvent(
        starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=entry["lasts"]), text=entry["text"].strip(),
        topics="\n".join(entry.get("topics", ())), zones="\n".join(entry.get("zones", ())),
        **{name: entry[name] for name in WORDS if name in entry},
    )  # fmt: skip
    if "doors" in entry:
        event.doors_at = starts_at - dt.timedelta(minutes=entry["doors"])
    if "accreditation_days" in entry:
        event.needs_accreditation = True
        event.accreditation_until = starts_at - dt.timedelta(days=entry["days"] - entry["accreditation_days"])
    elif "accreditation_minutes" in entry:
        event.needs_accreditation = True
        event.accreditation_until = timezone.now() + dt.timedelta(minutes=entry["accreditation_minutes"])
    event.full_clean(exclude=["latest_revision", "live_revision"])
    event.save()
    event.save_revision(user=staff.editor, log_action=True)
    if entry["stage"] != "announced":
        return
    publish(event, staff)
    if entry.get("lists"):
        invite(fresh(event), entry, staff)


def invite(event: PressEvent, entry: dict[str, Any], staff: Staff) -> None:
    """Everybody on the lists, and what the first of them answer."""
    lists = DistributionList.objects.filter(active=True).values_list("pk", flat=True)
    services.invite(event=event, lists=list(lists), user=staff.editor)
    letters.tell()
    rows = list(Invitation.objects.filter(event=event).order_by("pk"))
    for row, said in zip(rows, entry.get("answers", ()), strict=False):
        services.record_answer(token=row.token, said=said, people=2 if said == "yes" else 1)


def load_visit(entry: dict[str, Any], staff: Staff) -> None:
    """One visit; with an outcome it is closed."""
    starts_at = _begins(entry)
    values = {name: entry[name] for name in VISIT_WORDS if name in entry}
    values |= {name: "\n".join(entry.get(name, ())) for name in LINES}
    values |= {
        "outlet": Outlet.objects.filter(name=entry["outlet"]).first(), "photographer": staff.archivist,
        "starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=entry["lasts"]),
    }  # fmt: skip
    visit = visits.plan_visit(values=values, user=staff.editor)
    if "outcome" in entry:
        visits.close_visit(visit=visit, took_place=True, text=entry["outcome"], user=staff.editor)
