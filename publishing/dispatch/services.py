"""Every change of a delivery's state.

Planned by the publication (``planning``): ``enqueue``, ``enqueue_withdrawal``. Done by workers: ``lease_due``,
``mark_sending``, ``settle``, ``set_aside``, ``give_back``, ``release_expired``. Done by officers: ``retry``,
``cancel``, ``resolve_unknown``. What they share with the house's letters is in ``cms.core.leases``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from cms.core import leases
from cms.core.leases import MOST_ATTEMPTS, lease_length
from cms.core.message import MessageKind
from cms.core.receipt import Receipt
from cms.users.delegation import in_office
from cms.users.models import User
from publishing.approval import records
from publishing.dispatch.models import Channel, Delivery, DeliveryQuerySet, DeliveryState
from publishing.dispatch.planning import catch_up, current_row, enqueue, enqueue_withdrawal, is_behind

__all__ = [
    "MOST_ATTEMPTS", "cancel", "cancel_waiting", "enqueue", "enqueue_withdrawal", "give_back", "lease_due",
    "lease_length", "mark_sending", "release_expired", "resolve_unknown", "retry", "retry_cancelled", "set_aside",
    "settle",
]  # fmt: skip

RETRYABLE = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.CANCELLED, DeliveryState.QUEUED)
CANCELLABLE = (DeliveryState.QUEUED, DeliveryState.LEASED)


# --- Workers ----------------------------------------------------------------------------------------------------------


def lease_due(*, owner: str, limit: int) -> list[Delivery]:
    """Claims up to ``limit`` due rows for the worker ``owner``, the oldest first. No row is ever claimed by two."""
    return leases.lease_due(Delivery.objects.due().select_related("content_type"), owner=owner, limit=limit)


def mark_sending(*, delivery: Delivery) -> bool:
    """Writes down that the message leaves now. ``False``: the claim is gone (cancelled, replaced, expired)."""
    return leases.mark_sending(delivery)


@transaction.atomic
def settle(*, delivery: Delivery, outcome: Receipt) -> bool:
    """Writes the answer to the attempt that ``delivery`` was marked for. ``False``: the attempt is no longer ours."""
    row = leases.settle(Delivery.objects.select_related("content_type").defer("payload"), delivery, outcome)
    if row is None:
        return False
    catch_up(row)
    return True


def set_aside(*, delivery: Delivery, state: DeliveryState, reason: str) -> bool:
    """Ends a leased row unsent: ``SKIPPED`` (the recipient wants none) or ``FAILED`` (it cannot be composed)."""
    return leases.set_aside(delivery, state=state, reason=reason)


def give_back(*, owner: str, pause: dt.timedelta | None = None) -> int:
    """Returns the rows that ``owner`` has claimed and not begun; with ``pause`` they are due again only after it."""
    return leases.give_back(Delivery, owner=owner, pause=pause)


def release_expired(*, at: dt.datetime | None = None) -> int:
    """Takes rows from workers that have been silent longer than their lease; gives how many."""
    return leases.release_expired(Delivery.objects.all(), at=at)


# --- Officers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def retry(*, delivery: Delivery, user: User) -> Delivery:
    """Makes a failed, bounced, cancelled or waiting e-mail due at once, with its attempts counted anew.

    Raises ``PermissionDenied``, or ``ValidationError`` when that is no longer possible.
    """
    row = locked(delivery, user)
    current = current_row(row)
    if row.channel != Channel.EMAIL or row.state not in RETRYABLE:
        raise ValidationError(_("Bu gönderim yeniden denenemez: %(state)s.") % {"state": row.get_state_display()})
    if current is not None and is_behind(row, current):
        raise ValidationError(_("Bu sürümün yerine yenisi geçti ya da bülten geri çekildi; yeniden gönderilemez."))
    leases.make_due(row)
    log(instance=row, action="dispatch.retry", user=user)
    return row


def cancelled_of(content_type: ContentType, object_id: str) -> DeliveryQuerySet:
    """The first mails of one item that are cancelled."""
    return Delivery.objects.cancelled().filter(content_type=content_type, object_id=object_id)


@transaction.atomic
def retry_cancelled(*, content_type: ContentType, object_id: str, user: User) -> int:
    """Makes every first mail of one item that somebody stopped due again, and tells both offices once. Gives how many:
    what was stopped because the item was withdrawn or replaced stays so. Raises ``PermissionDenied``."""
    require_right(user)
    again = _due_again(cancelled_of(content_type, object_id), user)
    if again:
        with override("tr"):
            count = _("%(count)d alıcı") % {"count": len(again)}
        tell_offices(again[0], user, gettext_lazy("İptal edilen gönderimler yeniden sıraya alındı"), to=count)
    return len(again)


@transaction.atomic
def retry_failed(*, content_type: ContentType, object_id: str, user: User) -> int:
    """Makes every failed or bounced e-mail of one item due again, as far as it still says what is said now. Gives how
    many. Raises ``PermissionDenied``."""
    require_right(user)
    failed = Delivery.objects.filter(
        content_type=content_type, object_id=object_id, channel=Channel.EMAIL,
        state__in=[DeliveryState.FAILED, DeliveryState.BOUNCED],
    )  # fmt: skip
    return len(_due_again(failed, user))


def _due_again(mails: DeliveryQuerySet, user: User) -> list[Delivery]:
    """Makes those of ``mails``, of one item, due again that still say what is said now; gives them."""
    rows = list(mails.select_for_update(of=("self",)).select_related("content_type").order_by("pk"))
    current = current_row(rows[0]) if rows else None
    again = [row for row in rows if current is None or not is_behind(row, current)]
    for row in again:
        leases.make_due(row)
        log(instance=row, action="dispatch.retry", user=user)
    return again


@transaction.atomic
def cancel(*, delivery: Delivery, user: User) -> Delivery:
    """Stops a first mail that has not left, and tells both offices. Raises ``PermissionDenied``, or ``ValidationError``
    when it is too late or when the mail corrects or takes back: nobody silences that."""
    row = locked(delivery, user)
    if row.kind != MessageKind.FIRST:
        raise ValidationError(_("Düzeltme ve geri çekme e-postaları durdurulamaz: iki imzanın sözü herkese ulaşır."))
    if row.state not in CANCELLABLE:
        raise ValidationError(_("Bu gönderim artık durdurulamaz: %(state)s.") % {"state": row.get_state_display()})
    stop(row=row, user=user)
    tell_offices(row, user, gettext_lazy("Bir gönderim iptal edildi"))
    return row


@transaction.atomic
def cancel_waiting(*, content_type: ContentType, object_id: str, user: User) -> int:
    """Stops every first mail of one item that has not left, and tells both offices once. Gives how many.

    Raises ``PermissionDenied``.
    """
    require_right(user)
    waiting = Delivery.objects.filter(
        content_type=content_type, object_id=object_id, channel=Channel.EMAIL, kind=MessageKind.FIRST,
        state__in=CANCELLABLE,
    )  # fmt: skip
    rows = list(waiting.select_for_update().order_by("pk"))
    for row in rows:
        stop(row=row, user=user)
    if rows:
        with override("tr"):
            count = _("%(count)d alıcı") % {"count": len(rows)}
        tell_offices(rows[0], user, gettext_lazy("Bekleyen gönderimler iptal edildi"), to=count)
    return len(rows)


def stop(*, row: Delivery, user: User) -> None:
    """Writes into the locked ``row`` that ``user`` stopped it."""
    row.state, row.finished_at, row.lease_owner, row.lease_until = DeliveryState.CANCELLED, timezone.now(), "", None
    row.reason = _("%(person)s iptal etti.") % {"person": user}
    row.save(update_fields=["state", "finished_at", "lease_owner", "lease_until", "reason"])
    log(instance=row, action="dispatch.cancel", user=user)


@transaction.atomic
def resolve_unknown(*, delivery: Delivery, user: User, accepted: bool) -> Delivery:
    """A person found out what became of an unknown delivery: it arrived, or it did not (and may be tried again). Both
    offices are told.

    Raises ``PermissionDenied`` (also where only an office may say so), or ``ValidationError`` when the outcome is known
    already.
    """
    row = locked(delivery, user)
    if is_for_offices(row, accepted=accepted) and not in_office(user):
        raise PermissionDenied(_("Düzeltme ve geri çekmelerin ulaştığını yalnızca makam sahipleri yazabilir."))
    if row.state != DeliveryState.UNKNOWN:
        raise ValidationError(_("Bu gönderimin sonucu zaten belli: %(state)s.") % {"state": row.get_state_display()})
    leases.close_unknown(row, user=user, accepted=accepted)
    log(instance=row, action="dispatch.resolve", user=user, data={"accepted": accepted})
    arrived = gettext_lazy("Belirsiz bir gönderim “ulaştı” sayıldı")
    tell_offices(row, user, arrived if accepted else gettext_lazy("Belirsiz bir gönderim “ulaşmadı” sayıldı"))
    catch_up(row)
    return row


def is_for_offices(row: Delivery, *, accepted: bool) -> bool:
    """Whether only an office may say this of ``row``, because it would end a correction or a withdrawal unheard: that
    one arrived, or that what it takes back never did."""
    if row.kind != MessageKind.FIRST and accepted:
        return True
    current = current_row(row)
    return not accepted and current is not None and is_behind(row, current)


def tell_offices(row: Delivery, user: User, subject: Any, *, to: str = "") -> None:
    """Writes to both offices, in the caller's transaction, what one person decided about signed content's mail: about
    ``row``, or about several of which it is one, sent ``to`` so many."""
    with override("tr"):
        page = settings.SITE_URL + reverse("dagitim:inspect", args=[row.pk])
        lines = [
            f"{row.number} {row.headline}".strip(),
            f"{row.get_kind_display()}: {to or row.recipient}",
            _("Yapan: %(person)s") % {"person": user},
        ]
        records.tell(str(subject), lines, persons=[user], page=_("Gönderim: %(url)s") % {"url": page})


def locked(delivery: Delivery, user: User) -> Delivery:
    """The row under lock, for somebody who may change deliveries. Raises ``PermissionDenied``."""
    require_right(user)
    return Delivery.objects.select_for_update(of=("self",)).select_related("content_type").get(pk=delivery.pk)


def require_right(user: User) -> None:
    """Raises ``PermissionDenied`` for anybody who may not decide about deliveries."""
    if not user.is_active or not user.has_perm("dispatch.change_delivery"):
        raise PermissionDenied(_("Gönderimleri değiştirme yetkiniz yok."))
