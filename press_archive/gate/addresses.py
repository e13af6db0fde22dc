"""The secret address of a gate: its number, its own key and a signature of the house."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from press_archive.gate.models import GateLink

GATE = Signer(salt="gate.link", sep=".")
LONGEST = 120


def key_of(gate: GateLink) -> str:
    """What stands in the gate's address."""
    return GATE.sign(f"{gate.pk}:{gate.key}")


def page_of(gate: GateLink) -> str:
    """The path of the gate's page."""
    return reverse("gate:app", args=[key_of(gate)])


def gate_at(text: str) -> GateLink | None:
    """The gate whose address ``text`` is of; nobody's once it is closed or over."""
    if len(text) > LONGEST:
        return None
    try:
        number, _colon, key = GATE.unsign(text).partition(":")
    except BadSignature:
        return None
    rows = GateLink.objects.select_related("event").filter(closed_at__isnull=True, ends_at__gt=timezone.now())
    return rows.filter(pk=int(number), key=key).first()
