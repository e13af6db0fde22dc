"""Who may receive what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from press_archive.contacts.models import Address


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or desk to write to. ``token`` names the address in its unsubscribe link."""

    address_id: int
    email: str
    name: str
    token: str


def recipients(list_ids: Iterable[int]) -> list[Recipient]:
    """Every reachable address on the active lists ``list_ids``, each once, ordered by address."""
    addresses = (
        Address.objects.reachable()
        .filter(distribution_lists__in=list(list_ids), distribution_lists__active=True)
        .select_related("journalist", "outlet")
        .order_by("email")
        .distinct()
    )
    return [
        Recipient(address_id=address.pk, email=address.email, name=address.owner_name, token=str(address.token))
        for address in addresses
    ]
