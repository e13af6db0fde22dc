"""Who may receive what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from press_archive.contacts.models import Address, OptOut


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


def reach(list_ids: Iterable[int]) -> tuple[int, dict[int, int]]:
    """How many different addresses the active lists ``list_ids`` reach together, and how many each."""
    rows = (
        Address.objects.reachable()
        .filter(distribution_lists__in=list(list_ids), distribution_lists__active=True)
        .values_list("email", "distribution_lists")
    )
    found = set(rows)
    return len({email for email, _list in found}), Counter(one for _email, one in found)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the directory knows of an address now. ``obstacle`` is why it may not be written to, empty when it may."""

    email: str
    name: str = ""
    token: str = ""
    obstacle: str = ""


def standings(emails: Iterable[str]) -> dict[str, Standing]:
    """The standing of each of ``emails``, by address. One that has left the directory has neither name nor token."""
    wanted = list(emails)
    found: dict[str, Standing] = {email: Standing(email=email) for email in wanted}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for email in OptOut.objects.filter(email__in=part).values_list("email", flat=True):
            found[email] = Standing(email=email, obstacle=_("Alıcı gönderim istemiyor."))
        for address in Address.objects.filter(email__in=part).select_related("journalist", "outlet"):
            obstacle = found[address.email].obstacle
            if address.opted_out_at:
                obstacle = _("Alıcı gönderim istemiyor.")
            elif not address.active:
                obstacle = obstacle or _("Adres artık kullanımda değil.")
            found[address.email] = Standing(
                email=address.email, name=address.owner_name, token=str(address.token), obstacle=obstacle
            )
    return found
