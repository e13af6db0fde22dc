"""Devices come and go with their owners; notices are written in the transaction of what they tell of, and carried by
the worker like letters (``cms.core.leases``)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core import leases
from cms.core.carriage import IN_WORK, DeliveryState
from cms.core.receipt import Outcome, Receipt
from cms.users.delegation import offices_of
from cms.users.models import User
from publishing.channels import push
from publishing.push.models import Device, Notice

MOST_DEVICES = 10
AT_ONCE = 3
# After which nobody is told any more; the reminder of what still waits comes anew.
WORTH_TELLING = dt.timedelta(seconds=push.KEPT_SECONDS)
KEPT = dt.timedelta(days=7)


def may_be_told(user: User) -> bool:
    """Whether notices are sent to ``user`` at all: the house has a key, and the user may sign today."""
    return push.is_offered() and bool(getattr(user, "is_active", False)) and bool(offices_of(user))


@transaction.atomic
def add_device(*, user: User, endpoint: str, p256dh: str, auth: str) -> Device:
    """This browser is told from now on, for ``user`` alone, whoever had it before.

    Raises ``PermissionDenied`` for whoever signs nothing, ``ValidationError`` for what no browser sends.
    """
    if not may_be_told(user):
        raise PermissionDenied(_("Bildirimler yalnızca imza atanlara gönderilir."))
    try:
        push.checked(push.Target(endpoint, p256dh, auth))
    except ValueError as error:
        raise ValidationError(_("Tarayıcınızın bildirim adresi anlaşılamadı.")) from error
    Device.objects.filter(endpoint=endpoint).delete()
    device = Device.objects.create(user=user, endpoint=endpoint, p256dh=p256dh, auth=auth)
    newest = Device.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[:MOST_DEVICES]
    Device.objects.filter(user=user).exclude(pk__in=list(newest)).delete()
    return device


def device_of(user: User, token: str) -> Device | None:
    """The device of ``user`` that a browser's cookie names."""
    return Device.objects.filter(user=user, token=token).first() if is_token(token) else None


def is_token(token: str) -> bool:
    """Whether ``token`` can be one."""
    try:
        return bool(UUID(token))
    except ValueError:
        return False


def forget(*, user: User, token: str | None = None) -> int:
    """The browser with ``token``, or every one of ``user``, is told nothing more. Gives how many."""
    mine = Device.objects.filter(user=user)
    if token is not None:
        mine = mine.filter(token=token) if is_token(token) else mine.none()
    return mine.delete()[1].get(Device._meta.label, 0)


def notify(*, users: Iterable[User], path: str) -> int:
    """Tells each of ``users``, in every browser of theirs, that something urgent waits at ``path``. What an earlier
    notice still had to say is said by this one. Gives how many."""
    if not push.is_offered():
        return 0
    devices = list(Device.objects.filter(user__in=[user.pk for user in users], user__is_active=True))
    if not devices:
        return 0
    Notice.objects.filter(device__in=devices, state=DeliveryState.QUEUED).delete()
    return len(Notice.objects.bulk_create(Notice(device=device, path=path[:200]) for device in devices))


def words(path: str) -> bytes:
    """What stands on a locked screen: nothing that anybody typed."""
    with override("tr"):
        said = {"title": settings.WAGTAIL_SITE_NAME, "body": _("Onayınızı bekleyen acil bir içerik var."), "url": path}
    return json.dumps(said, ensure_ascii=False).encode()


# --- Workers ----------------------------------------------------------------------------------------------------------


def carry_due(*, owner: str, meanwhile: Callable[[], None] = lambda: None) -> int:
    """Carries what is due; gives how many. Stops at the first service that does not answer: the others are tried with
    the next run, so that nothing else of the worker's waits long."""
    if not push.is_offered():
        return 0
    carried = 0
    rows = leases.lease_due(Notice.objects.due(), owner=owner, limit=AT_ONCE)
    for row in rows:
        receipt = _carry(row, meanwhile)
        carried += receipt is not None
        if receipt is not None and receipt.unreachable:
            leases.give_back(Notice, owner=owner)
            break
    return carried


def _carry(row: Notice, meanwhile: Callable[[], None]) -> Receipt | None:
    if row.created_at < timezone.now() - WORTH_TELLING:
        leases.set_aside(row, state=DeliveryState.SKIPPED, reason=_("Geç kaldı."))
        return None
    device = Device.objects.filter(pk=row.device_id, user__is_active=True).first()
    if device is None:
        leases.set_aside(row, state=DeliveryState.SKIPPED, reason=_("Alıcı artık bildirim almıyor."))
        return None
    if not leases.mark_sending(row):
        return None
    receipt = push.carry(device.target, words(row.path), meanwhile)
    with transaction.atomic():
        leases.settle(Notice.objects.all(), row, receipt)
        if receipt.outcome is Outcome.BOUNCED:
            # The browser took its leave; its notices go with it.
            Device.objects.filter(pk=device.pk, endpoint=device.endpoint).delete()
    return receipt


def give_back(*, owner: str, pause: dt.timedelta | None = None) -> int:
    """Returns the notices that ``owner`` has claimed and not begun."""
    return leases.give_back(Notice, owner=owner, pause=pause)


def sweep() -> int:
    """Takes notices from workers that have been silent too long, and forgets old ones; gives how many were taken."""
    taken = leases.release_expired(Notice.objects.all())
    Notice.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(state__in=IN_WORK).delete()
    return taken
