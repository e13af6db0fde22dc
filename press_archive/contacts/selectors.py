"""Who may receive what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cms.core.message import MessageKind
from cms.users.models import User
from press_archive.contacts.models import Address, OptOut, normal_email


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


def refusal_of_account(email: str) -> str:
    """Why ``email`` cannot be the address of an account: it is a journalist's or an outlet's, who would get what the
    house writes to its own people, and could let a new password come."""
    if not Address.objects.filter(email=normal_email(email)).exists():
        return ""
    return _("Bu adres basın rehberinde kayıtlı; hesap, kişinin belediyedeki kendi adresiyle açılır.")


def of_the_house(emails: Iterable[str]) -> set[str]:
    """Those of ``emails`` (as the directory writes them) that are an account's: no bulletin goes to them as to the
    press."""
    wanted = set(emails)
    own = User.objects.annotate(lower=Lower("email")).filter(lower__in=wanted)
    return set(own.values_list("lower", flat=True))


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
    """What the directory knows of an address now. ``obstacle`` is why it may not be written to, empty when it may;
    ``refused``: because its owner said no."""

    email: str
    name: str = ""
    token: str = ""
    obstacle: str = ""
    refused: bool = False

    def obstacle_to(self, kind: str) -> str:
        """Why a mail of this ``MessageKind`` may not be sent. Whoever has a bulletin is told what became of it: nobody
        of the office keeps that from a recipient by closing the address, only the recipient does, by refusing."""
        return self.obstacle if kind == MessageKind.FIRST or self.refused else ""


def standings(emails: Iterable[str]) -> dict[str, Standing]:
    """The standing of each of ``emails``, by address. One that has left the directory has neither name nor token."""
    wanted = list(emails)
    found: dict[str, Standing] = {email: Standing(email=email) for email in wanted}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for email in OptOut.objects.filter(email__in=part).values_list("email", flat=True):
            found[email] = Standing(email=email, obstacle=_("Alıcı gönderim istemiyor."), refused=True)
        for address in Address.objects.filter(email__in=part).select_related("journalist", "outlet"):
            refused = found[address.email].refused or address.opted_out_at is not None
            obstacle = _("Alıcı gönderim istemiyor.") if refused else ""
            if not (refused or address.active):
                obstacle = _("Adres artık kullanımda değil.")
            found[address.email] = Standing(
                email=address.email, name=address.owner_name, token=str(address.token), obstacle=obstacle,
                refused=refused,
            )  # fmt: skip
    return found
