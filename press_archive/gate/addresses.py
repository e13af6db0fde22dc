"""The secret address of a gate: its number, its own key and a signature of the house."""

from __future__ import annotations

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from press_archive.gate.models import GateLink

GATE = Signer(salt="gate.link", sep=".")
LONGEST = 120
# A telephone may have been without a net until after the event: what it saw is taken for a week more.
LATE = dt.timedelta(days=7)


def key_of(gate: GateLink) -> str:
    """What stands in the gate's address."""
    return GATE.sign(f"{gate.pk}:{gate.key}")


def page_of(gate: GateLink) -> str:
    """The path of the gate's page."""
    return reverse("gate:app", args=[key_of(gate)])


def gate_at(text: str) -> GateLink | None:
    """The gate whose address ``text`` is of; nobody's once it is closed or over."""
    gate = late_gate_at(text)
    return gate if gate is not None and gate.closed_at is None and gate.ends_at > timezone.now() else None


def late_gate_at(text: str) -> GateLink | None:
    """The gate whose address ``text`` is of, also closed or over, as long as it may still tell what it saw."""
    if len(text) > LONGEST:
        return None
    try:
        number, _colon, key = GATE.unsign(text).partition(":")
    except BadSignature:
        return None
    rows = GateLink.objects.select_related("event").filter(ends_at__gt=timezone.now() - LATE)
    return rows.filter(pk=int(number), key=key).first()
