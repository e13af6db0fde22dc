"""Applications for the demo's press events in each state, a crew over its quota, badges and a restriction that ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from demo import texts
from demo.office import Staff
from press_archive.accreditation import applicants, crews, restrictions, services
from press_archive.accreditation.models import Application, FormLink, Plan
from press_archive.agenda.models import PressEvent
from press_archive.contacts.models import Outlet
from press_archive.journalists.models import JournalistAccount


def load(staff: Staff) -> None:
    """What is not there yet; an event that is over takes nothing any more."""
    user = User.objects.filter(username="akreditasyon").first() or staff.director
    found = texts.accreditation()
    for entry in found["plan"]:
        event = PressEvent.objects.filter(title=entry["event"]).first()
        if event is None or not applicants.is_open(event) or Plan.objects.filter(event=event).exists():
            continue
        with transaction.atomic():
            load_plan(event, entry, user)
    load_restriction(found["restriction"], user)


def load_plan(event: PressEvent, entry: dict[str, Any], user: User) -> None:
    """The quotas of one event, and who applied."""
    quotas = {"television": (entry["television"], None)} if "television" in entry else {}
    services.set_plan(event=event, per_outlet=entry["per_outlet"], note=entry["note"], quotas=quotas, user=user)
    for said in entry["applications"]:
        become(applied(event, said, entry["zones"]), said, user)
    desk = JournalistAccount.objects.active().filter(desk_of__isnull=False).first()
    if desk is None or "crew" not in entry:
        return
    lines = [crews.checked({name: str(value) for name, value in one.items()}) for one in entry["crew"]]
    done = crews.apply_for(event=event, account=desk, members=lines, zones=entry["zones"]).done
    rows = [one.application for one in done if one.application is not None]
    for row in rows[: entry["approves_crew"]]:
        services.accredit(application=row, user=user)


def applied(event: PressEvent, said: dict[str, Any], zones: list[str]) -> Application:
    """The application of one account, or of an address."""
    account = JournalistAccount.objects.active().filter(email=said["email"]).first()
    values: dict[str, Any] = {"note": "", "equipment": "", "plate": "", "zones": zones}
    link = None
    if account is not None:
        values |= applicants.known_of(account)
    else:
        link = FormLink.objects.create(event=event, email=said["email"], is_written=True)
        values |= {
            "name": said["name"], "outlet_name": said["outlet"], "phone": said["phone"], "card_kind": said["card"],
            "card_number": said["number"], "role": "reporter", "outlet_kind": Outlet.Kind.NEWS_SITE,
        }  # fmt: skip
    values |= {name: said[name] for name in ("role", "equipment") if name in said}
    return applicants.apply(event=event, account=account, link=link, values=values)


def become(row: Application, said: dict[str, Any], user: User) -> None:
    """Brings an application to the state that is told of it."""
    words = said.get("words", "")
    match said["then"]:
        case "approved" | "changed" | "revoked" as state:
            services.accredit(application=row, user=user)
            if state == "changed":
                applicants.change(application=row, values=said["wants"])
            elif state == "revoked":
                services.end_accreditation(application=row, user=user, words=words)
        case "waiting":
            services.put_on_waiting_list(application=row, user=user, words=words)
        case "asked":
            services.ask_applicant(application=row, user=user, words=words)
        case "refused":
            services.turn_down(application=row, user=user, words=words)
        case "withdrawn":
            applicants.withdraw(application=row)


@transaction.atomic
def load_restriction(entry: dict[str, Any], user: User) -> None:
    """One restriction with an objection that waits for Müdür."""
    if restrictions.exists_for(entry["email"]):
        return
    row = restrictions.restrict(
        email=entry["email"], name=entry["name"], reason=entry["reason"], user=user,
        ends_on=timezone.localdate() + dt.timedelta(days=entry["days"]),
    )  # fmt: skip
    restrictions.object_to(restriction=row, words=entry["objection"])
