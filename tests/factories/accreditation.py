"""Applications for accreditation, as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.core.roles import Role
from press_archive.accreditation import applicants, services
from press_archive.accreditation.models import Application, FormLink
from press_archive.agenda.models import PressEvent
from tests import factories
from tests.factories import agenda

PERSON = {
    "name": "Derya Işık", "outlet_name": "", "role": "reporter", "phone": "0532 000 00 01", "zones": [],
    "equipment": "", "plate": "", "card_kind": "duty", "card_number": "1234", "note": "",
}  # fmt: skip


def form_of(**values: Any) -> dict[str, Any]:
    """What a reporter types into the form."""
    return {**{name: value for name, value in PERSON.items() if name != "zones"}, "zones": ["Saha"], **values}


def fresh(application: Application) -> Application:
    return Application.objects.select_related("event", "outlet", "account", "portrait", "badge").get(pk=application.pk)


def officer() -> Any:
    return factories.person("akreditasyon", Role.ACCREDITATION)


def accredited_event(title: str = "Sahil yolunun açılışı", **values: Any) -> PressEvent:
    """An announced event that takes applications."""
    starts = values.pop("starts_at", None) or timezone.now() + dt.timedelta(days=10)
    values = {
        "starts_at": starts, "needs_accreditation": True, "accreditation_until": starts - dt.timedelta(hours=2),
        "zones": "Basın tribünü\nSaha", **values,
    }  # fmt: skip
    return agenda.announced(title, **values)


def applied(
    event: PressEvent, account: Any = None, *, email: str = "yerel@ornek.example", **values: Any
) -> Application:
    """An application of ``account``, or of whoever owns ``email``."""
    link = None if account is not None else FormLink.objects.create(event=event, email=email, is_written=True)
    extra = {name: values.pop(name) for name in ("photo", "crop", "papers") if name in values}
    return applicants.apply(event=event, account=account, link=link, values={**PERSON, **values}, **extra)


def accredited(event: PressEvent, account: Any = None, **values: Any) -> Application:
    """An application that the office has approved."""
    return fresh(services.accredit(application=applied(event, account, **values), user=officer()))
