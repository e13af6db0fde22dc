"""Questions about accounts of the press."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.names import name_key
from press_archive.contacts.models import Address, Journalist, Outlet
from press_archive.journalists.models import AccountState, JournalistAccount

OF_THE_PRESS = _("Bu adres bir basın mensubunun hesabına ait; çalışan hesabı kendi kurum adresiyle açılır.")
# What the applicant said, and what the office decides about; a change of any of it voids a decision in the making.
SAID = (
    "email", "name", "phone", "work", "outlet_name", "proof", "card_kind", "card_number", "card_expires", "works",
    "wants_desk", "state", "correction",
)  # fmt: skip


def account_counts() -> dict[str, int]:
    """``{state: number}``, and under ``waiting`` those of which the office has to decide something."""
    found = {state.value: JournalistAccount.objects.filter(state=state).count() for state in AccountState}
    return {**found, "waiting": JournalistAccount.objects.waiting().count()}


def reading_of(account: JournalistAccount) -> str:
    """What an officer has read of ``account``: another one when anything of it was changed or exchanged since."""
    said: dict[str, Any] = {name: str(getattr(account, name)) for name in SAID}
    said["papers"] = list(account.papers.order_by("pk").values_list("pk", "file"))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def likely_outlet(account: JournalistAccount) -> Outlet | None:
    """The outlet of the directory that the applicant most probably means."""
    key = name_key(account.outlet_name)
    return Outlet.objects.filter(name_key=key).first() if key else None


def likely_journalists(account: JournalistAccount) -> QuerySet[Journalist]:
    """Who of the directory the applicant may be, without those who have an account: by address, then by name."""
    known = Address.objects.filter(email=account.email, journalist__isnull=False).values("journalist")
    key = name_key(account.name)
    namesakes = [one.pk for one in Journalist.objects.only("name") if name_key(one.name) == key]
    taken = JournalistAccount.objects.standing().exclude(pk=account.pk).exclude(journalist=None).values("journalist")
    found = Journalist.objects.filter(Q(pk__in=known) | Q(pk__in=namesakes)).exclude(pk__in=taken)
    return found.select_related("outlet").order_by("sort_key", "pk")


def free_journalists(account: JournalistAccount) -> QuerySet[Journalist]:
    """Who of the directory has no account yet."""
    taken = JournalistAccount.objects.standing().exclude(pk=account.pk).exclude(journalist=None).values("journalist")
    return Journalist.objects.exclude(pk__in=taken).select_related("outlet").order_by("sort_key", "pk")


def refusal_of_staff_address(email: str) -> str:
    """Why ``email`` cannot be a member of staff's: it opens the press's side, and the two are never one."""
    from_press = JournalistAccount.objects.filter(email=email.strip().lower()).exists()
    return str(OF_THE_PRESS) if from_press else ""
