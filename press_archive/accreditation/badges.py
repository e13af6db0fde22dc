"""Badges: given with the approval, renewed when their words change, revoked with it; in the caller's transaction."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from press_archive.accreditation import keys, tokens
from press_archive.accreditation.models import MOST_ZONES, Application, Badge, OldNonce, Plan, new_nonce
from press_archive.accreditation.words import ROLE_NUMBERS, Role
from press_archive.agenda.models import PressEvent

# A badge opens the gate from some hours before the press is let in until some hours after the end.
BEFORE, AFTER = dt.timedelta(hours=6), dt.timedelta(hours=6)


def span_of(event: PressEvent) -> tuple[dt.datetime, dt.datetime]:
    """From when until when a badge of ``event`` is valid."""
    return (event.doors_at or event.starts_at) - BEFORE, event.ends_at + AFTER


def zone_numbers(plan: Plan, event: PressEvent) -> list[str]:
    """The zones by number; new ones of ``event`` get the next numbers, and none ever changes its own."""
    names = list(plan.zones)
    new = [zone for zone in event.zone_list if zone not in names][: MOST_ZONES - len(names)]
    if new:
        plan.zones = [*names, *new]
        plan.save(update_fields=["zones"])
    return list(plan.zones)


def give(application: Application, plan: Plan, *, zones: list[str] | None = None) -> Badge:
    """The badge of ``application`` as it stands now, newly signed; what was signed before opens no gate any more.

    ``zones``: those that the office gives; without them the badge keeps what it has, at first what was asked for.
    """
    event = application.event
    names = zone_numbers(plan, event)
    badge = Badge.objects.filter(application=application).first()
    if badge is None:
        badge = Badge(application=application, zones=application.zones if zones is None else zones)
    else:
        OldNonce.objects.get_or_create(nonce=badge.nonce, defaults={"badge": badge})
        badge.nonce, badge.revoked_at, badge.printed_at = new_nonce(), None, None
        if zones is not None:
            badge.zones = zones
    badge.zones = [zone for zone in names if zone in badge.zones and zone in event.zone_list]
    badge.name, badge.outlet_name, badge.role = application.name, application.outlet_label, application.role
    badge.portrait = application.portrait
    badge.valid_from, badge.valid_until = span_of(event)
    badge.issued_at = timezone.now()
    row, private = keys.signer()
    badge.signed_by, badge.token = row, ""
    badge.save()  # the number stands in the token
    badge.token = tokens.issue(
        tokens.Claims(
            key=row.pk, event=event.pk, badge=badge.pk, nonce=badge.nonce, role=ROLE_NUMBERS[Role(badge.role)],
            zones=tokens.mask_of(badge.zones, names), valid_from=badge.valid_from, valid_until=badge.valid_until,
            initials=tokens.initials_of(badge.name),
        ),
        private,
    )  # fmt: skip
    badge.save(update_fields=["token"])
    application.__dict__.pop("standing_badge", None)
    return badge


def revoke(application: Application) -> None:
    """Its badge, if there is one, opens no gate any more."""
    Badge.objects.filter(application=application, revoked_at__isnull=True).update(revoked_at=timezone.now())
    application.__dict__.pop("standing_badge", None)
