"""Secret addresses of the calendar: given, taken back, read."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users.models import User
from publishing.newsroom.models import CalendarAddress
from publishing.newsroom.permissions import may_see_calendar

TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
# Calendar programs ask every few minutes; one writing an hour says enough.
NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def give_address(*, user: User) -> str:
    """A new secret for ``user``'s calendar program; the one before it opens nothing any more. It is told once: what is
    stored is its digest. Raises ``PermissionDenied``."""
    if not may_see_calendar(user):
        raise PermissionDenied(_("Takvimi yalnızca bülten yazanlar ve imzalayanlar görür."))
    token = secrets.token_urlsafe(32)
    address, _made = CalendarAddress.objects.update_or_create(
        user=user, defaults={"digest": _digest(token), "read_at": None}
    )
    log(instance=address, action="newsroom.address_given", user=user)
    return token


@transaction.atomic
def take_back_address(*, user: User) -> bool:
    """``user``'s secret address opens nothing any more; gives whether there was one."""
    address = CalendarAddress.objects.select_for_update().filter(user=user).first()
    if address is None:
        return False
    log(instance=address, action="newsroom.address_taken_back", user=user)
    address.delete()
    return True


def reader_of(token: str, *, now: dt.datetime | None = None) -> User | None:
    """Whose address this is; ``None`` for a guess, and for somebody who may not see the calendar any more."""
    if not TOKEN.fullmatch(token):
        return None
    address = CalendarAddress.objects.select_related("user").filter(digest=_digest(token)).first()
    if address is None or not may_see_calendar(address.user):
        return None
    now = now or timezone.now()
    if address.read_at is None or address.read_at < now - NOTED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(read_at=now)
    return address.user


def _digest(token: str) -> str:
    """What is stored of ``token``: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
