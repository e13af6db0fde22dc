"""What is asked of applications, places and badges."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from press_archive.accreditation import keys
from press_archive.accreditation.models import Application, Badge, OldNonce, Plan
from press_archive.accreditation.words import HOLDING, ROLE_COLOURS, ROLE_LETTERS, Role
from press_archive.agenda.models import PressEvent
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
