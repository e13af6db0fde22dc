"""Changes to the directory of the press: pasted addresses, opting out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.names import name_key
from cms.users.models import User
from press_archive.contacts.models import OF_THE_HOUSE, Address, DistributionList, Journalist, OptOut, Outlet
from press_archive.contacts.parser import AddressLine, BrokenLine, parse
from press_archive.contacts.selectors import of_the_house


@dataclass(slots=True)
class Pasted:
    """What became of pasted lines: ``added`` are new, ``known`` were there already, ``broken`` stay to be mended."""

    added: list[Address] = field(default_factory=list)
    known: list[Address] = field(default_factory=list)
    broken: list[BrokenLine] = field(default_factory=list)

    @property
    def remaining_text(self) -> str:
        """The broken lines as they were typed."""
        return "\n".join(line.text for line in self.broken)


@transaction.atomic
def add_pasted_addresses(*, text: str, lists: Iterable[DistributionList], user: User) -> Pasted:
    """Adds every good line of ``text`` to the directory and to ``lists``; the broken ones come back with their reasons.

    Raises ``PermissionDenied`` for somebody who may not add addresses.
    """
    if not user.has_perm("contacts.add_address"):
        raise PermissionDenied
    good, broken = parse(text)
    result = Pasted(broken=broken)
    outlets = {outlet.name_key: outlet for outlet in Outlet.objects.all()}
    refused = set(OptOut.objects.filter(email__in=[line.email for line in good]).values_list("email", flat=True))
    existing = {address.email: address for address in Address.objects.filter(email__in=[line.email for line in good])}
    own = of_the_house(line.email for line in good)
    for line in good:
        known = existing.get(line.email)
        outlet = outlets.get(name_key(line.outlet)) if line.outlet else None
        if line.email in own and known is None:
            result.broken.append(BrokenLine(line.number, line.text, str(OF_THE_HOUSE)))
            continue
        if line.email in refused or (known and known.opted_out_at):
            result.broken.append(BrokenLine(line.number, line.text, _("Bu adresin sahibi gönderim istemiyor.")))
        elif line.outlet and outlet is None:
            reason = _("“%(name)s” adlı kuruluş rehberde yok; önce kuruluşu ekleyin.") % {"name": line.outlet}
            result.broken.append(BrokenLine(line.number, line.text, reason))
        elif known:
            result.known.append(known)
        else:
            result.added.append(_add(line, outlet))
    result.broken.sort(key=lambda line: line.number)
    addresses = result.added + result.known
    for distribution_list in lists:
        distribution_list.addresses.add(*addresses)
        distribution_list.save()
        log(instance=distribution_list, action="wagtail.edit", user=user)
    for address in result.added:
        log(instance=address, action="wagtail.create", user=user)
    return result


def _add(line: AddressLine, outlet: Outlet | None) -> Address:
    if not line.name:
        return Address.objects.create(email=line.email, outlet=outlet)
    wanted = name_key(line.name)
    journalist = next((one for one in Journalist.objects.filter(outlet=outlet) if name_key(one.name) == wanted), None)
    if journalist is None:
        journalist = Journalist.objects.create(name=line.name, outlet=outlet)
    return Address.objects.create(email=line.email, journalist=journalist)


@transaction.atomic
def opt_out(*, address: Address) -> bool:
    """The owner of ``address`` wants no more mail; whether this was new. The unsubscribe link is the permission."""
    locked = Address.objects.select_for_update(of=("self",)).get(pk=address.pk)
    if locked.opted_out_at:
        return False
    locked.opted_out_at = timezone.now()
    locked.save(update_fields=["opted_out_at"])
    OptOut.objects.get_or_create(email=locked.email, defaults={"at": locked.opted_out_at})
    log(instance=locked, action="contacts.opt_out")
    return True
