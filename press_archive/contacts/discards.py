"""What of the press list can be brought back when it was deleted. Whoever has said no meanwhile has said no."""

from __future__ import annotations

from typing import Any

from cms.recycle_bin import kinds
from press_archive.contacts.imprint import OutletMonth
from press_archive.contacts.models import Address, DistributionList, Journalist, OptOut, Outlet

OF_AN_ADDRESS = "contacts.DistributionList_addresses"


def _ask_refusals(owner: Any) -> None:
    addresses = (
        [owner] if isinstance(owner, Address) else list(Address.objects.filter(pk__in=owner.addresses.values("pk")))
    )
    refused = dict(OptOut.objects.filter(email__in=[one.email for one in addresses]).values_list("email", "at"))
    for address in addresses:
        if address.opted_out_at is None and address.email in refused:
            address.opted_out_at = refused[address.email]
            address.save(update_fields=["opted_out_at"])


kinds.register(Address, parts=[OF_AN_ADDRESS], settle=_ask_refusals)
kinds.register(
    Outlet, parts=["contacts.Address", "contacts.OutletMonth", "contacts.OutletPrice", OF_AN_ADDRESS],
    settle=_ask_refusals,
)  # fmt: skip
kinds.register(OutletMonth)
kinds.register(Journalist, parts=["contacts.Address", OF_AN_ADDRESS], settle=_ask_refusals)
kinds.register(DistributionList, parts=[OF_AN_ADDRESS, "bulletins.BulletinKind_distribution_lists"])
