"""Every change of a delivery's state.

Planned by the publication (``planning``): ``enqueue``, ``enqueue_withdrawal``. Done by workers: ``lease_due``,
``mark_sending``, ``settle``, ``set_aside``, ``give_back``, ``release_expired``. Done by officers: ``retry``,
``cancel``, ``resolve_unknown``.

The order that makes a killed worker harmless: a row is leased (nothing has left the machine: due again when the lease
ends), then marked as being sent (from here on nobody repeats it by himself), then settled with the answer.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from publishing.channels.receipt import Outcome, Receipt
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.planning import catch_up, current_row, enqueue, enqueue_withdrawal, is_behind

__all__ = [
    "cancel", "enqueue", "enqueue_withdrawal", "give_back", "lease_due", "mark_sending", "release_expired",
    "resolve_unknown", "retry", "set_aside", "settle",
]  # fmt: skip

logger = logging.getLogger(__name__)

# Minutes to wait after the first, second, … attempt that failed for a passing reason.
PAUSES = (1, 5, 15, 60, 240)
MOST_ATTEMPTS = len(PAUSES) + 1
RETRYABLE = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.CANCELLED, DeliveryState.QUEUED)
CANCELLABLE = (DeliveryState.QUEUED, DeliveryState.LEASED)
FINAL_OUTCOMES = {
    Outcome.ACCEPTED: DeliveryState.ACCEPTED,
    Outcome.BOUNCED: DeliveryState.BOUNCED,
    Outcome.FAILED: DeliveryState.FAILED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
}


def lease_length() -> dt.timedelta:
    """How long a worker may be silent before its rows are taken from it."""
    return dt.timedelta(seconds=settings.DISPATCH_LEASE_SECONDS)


# --- Workers ----------------------------------------------------------------------------------------------------------


def lease_due(*, owner: str, limit: int) -> list[Delivery]:
    """Claims up to ``limit`` due rows for the worker ``owner``, the oldest first. No row is ever claimed by two."""
    if not Delivery.objects.due().exists():
        return []
    with transaction.atomic():
        now = timezone.now()
        rows = list(
            Delivery.objects.due(now)
            .select_related("content_type")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )
        until = now + lease_length()
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=DeliveryState.LEASED, lease_owner=owner, lease_until=until
        )
        for row in rows:
            row.state, row.lease_owner, row.lease_until = DeliveryState.LEASED, owner, until
    return rows


def mark_sending(*, delivery: Delivery) -> bool:
    """Writes down that the message leaves now. ``False``: the claim is gone (cancelled, replaced, expired)."""
    until = timezone.now() + lease_length()
    changed = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.LEASED, lease_owner=delivery.lease_owner
    ).update(state=DeliveryState.SENDING, lease_until=until, attempts=F("attempts") + 1)
    if changed:
        delivery.state, delivery.lease_until = DeliveryState.SENDING, until
        delivery.attempts += 1
    return bool(changed)


@transaction.atomic
def settle(*, delivery: Delivery, outcome: Receipt) -> bool:
    """Writes the answer to the attempt that ``delivery`` was marked for. ``False``: the attempt is no longer ours.

    A worker that was only slow, and whose row was meanwhile called unknown, may still say what it knows.
    """
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("content_type")
        .defer("payload")
        .filter(
            pk=delivery.pk,
            lease_owner=delivery.lease_owner,
            attempts=delivery.attempts,
            state__in=[DeliveryState.SENDING, DeliveryState.UNKNOWN],
        )
        .first()
    )
    if row is None:
        logger.warning("delivery %s is no longer ours; its outcome was %s", delivery.pk, outcome.outcome)
        return False
    now = timezone.now()
    row.attempt_log = [
        *row.attempt_log,
        {"at": now.isoformat(timespec="seconds"), "outcome": outcome.outcome.value, "detail": outcome.detail[:500]},
    ]
    row.lease_until = None
    row.reason = outcome.detail[:300]
    if outcome.outcome is Outcome.TEMPORARY and row.attempts < MOST_ATTEMPTS:
        row.state = DeliveryState.QUEUED
        row.next_attempt_at = now + dt.timedelta(minutes=PAUSES[row.attempts - 1])
    elif outcome.outcome is Outcome.TEMPORARY:
        row.state = DeliveryState.FAILED
    else:
        row.state = FINAL_OUTCOMES[outcome.outcome]
    row.finished_at = None if row.state in (DeliveryState.QUEUED, DeliveryState.UNKNOWN) else now
    if row.state == DeliveryState.ACCEPTED:
        row.receipt = outcome.reference[:500]
    if row.state != DeliveryState.UNKNOWN:
        row.lease_owner = ""
    row.save(
        update_fields=[
            "attempt_log", "lease_until", "lease_owner", "reason", "state", "next_attempt_at", "finished_at", "receipt",
        ]
    )  # fmt: skip
    catch_up(row)
    return True


def set_aside(*, delivery: Delivery, state: DeliveryState, reason: str) -> bool:
    """Ends a leased row unsent: ``SKIPPED`` (the recipient wants none) or ``FAILED`` (it cannot be composed)."""
    changed = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.LEASED, lease_owner=delivery.lease_owner
    ).update(state=state, reason=reason[:300], finished_at=timezone.now(), lease_owner="", lease_until=None)
    return bool(changed)


def give_back(*, owner: str, pause: dt.timedelta | None = None) -> int:
    """Returns the rows that ``owner`` has claimed and not begun; with ``pause`` they are due again only after it."""
    values: dict[str, Any] = {"state": DeliveryState.QUEUED, "lease_owner": "", "lease_until": None}
    if pause:
        values["next_attempt_at"] = timezone.now() + pause
    return Delivery.objects.filter(state=DeliveryState.LEASED, lease_owner=owner).update(**values)


def release_expired(*, at: dt.datetime | None = None) -> int:
    """Takes rows from workers that have been silent longer than their lease. What had not begun is due again; what may
    have left is unknown, and stays so until a person, or the slow worker itself, says what became of it."""
    at = at or timezone.now()
    if not Delivery.objects.abandoned(at).exists():
        return 0
    released = (
        Delivery.objects.abandoned(at)
        .filter(state=DeliveryState.LEASED)
        .update(state=DeliveryState.QUEUED, lease_owner="", lease_until=None)
    )
    doubtful = (
        Delivery.objects.abandoned(at)
        .filter(state=DeliveryState.SENDING)
        .update(
            state=DeliveryState.UNKNOWN,
            lease_until=None,
            reason=_("Gönderim yarıda kaldı; alıcıya ulaşıp ulaşmadığı bilinmiyor."),
        )
    )
    if doubtful:
        logger.warning("%s deliveries have an unknown outcome", doubtful)
    return released + doubtful


# --- Officers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def retry(*, delivery: Delivery, user: Any) -> Delivery:
    """Makes a failed, bounced, cancelled or waiting e-mail due at once, with its attempts counted anew.

    Raises ``PermissionDenied``, or ``ValidationError`` when that is no longer possible.
    """
    row = locked(delivery, user)
    current = current_row(row)
    if row.channel != Channel.EMAIL or row.state not in RETRYABLE:
        raise ValidationError(_("Bu gönderim yeniden denenemez: %(state)s.") % {"state": row.get_state_display()})
    if current is not None and is_behind(row, current):
        raise ValidationError(_("Bu sürümün yerine yenisi geçti ya da bülten geri çekildi; yeniden gönderilemez."))
    row.state, row.attempts, row.next_attempt_at = DeliveryState.QUEUED, 0, timezone.now()
    row.reason, row.finished_at, row.lease_owner = "", None, ""
    row.save(update_fields=["state", "attempts", "next_attempt_at", "reason", "finished_at", "lease_owner"])
    log(instance=row, action="dispatch.retry", user=user)
    return row


@transaction.atomic
def cancel(*, delivery: Delivery, user: Any) -> Delivery:
    """Stops a delivery that has not left. Raises ``PermissionDenied``, or ``ValidationError`` when it is too late."""
    row = locked(delivery, user)
    if row.state not in CANCELLABLE:
        raise ValidationError(_("Bu gönderim artık durdurulamaz: %(state)s.") % {"state": row.get_state_display()})
    row.state, row.finished_at, row.lease_owner, row.lease_until = DeliveryState.CANCELLED, timezone.now(), "", None
    row.reason = _("%(person)s iptal etti.") % {"person": user}
    row.save(update_fields=["state", "finished_at", "lease_owner", "lease_until", "reason"])
    log(instance=row, action="dispatch.cancel", user=user)
    return row


@transaction.atomic
def resolve_unknown(*, delivery: Delivery, user: Any, accepted: bool) -> Delivery:
    """A person found out what became of an unknown delivery: it arrived, or it did not (and may be tried again).

    Raises ``PermissionDenied``, or ``ValidationError`` when the outcome is known already.
    """
    row = locked(delivery, user)
    if row.state != DeliveryState.UNKNOWN:
        raise ValidationError(_("Bu gönderimin sonucu zaten belli: %(state)s.") % {"state": row.get_state_display()})
    words = _("%(person)s “ulaştı” dedi.") if accepted else _("%(person)s “ulaşmadı” dedi.")
    row.state = DeliveryState.ACCEPTED if accepted else DeliveryState.FAILED
    row.reason, row.finished_at, row.lease_owner = words % {"person": user}, timezone.now(), ""
    row.receipt = row.reason if accepted else ""
    row.save(update_fields=["state", "reason", "finished_at", "lease_owner", "receipt"])
    log(instance=row, action="dispatch.resolve", user=user, data={"accepted": accepted})
    catch_up(row)
    return row


def locked(delivery: Delivery, user: Any) -> Delivery:
    """The row under lock, for somebody who may change deliveries. Raises ``PermissionDenied``."""
    if not user.is_active or not user.has_perm("dispatch.change_delivery"):
        raise PermissionDenied(_("Gönderimleri değiştirme yetkiniz yok."))
    return Delivery.objects.select_for_update(of=("self",)).select_related("content_type").get(pk=delivery.pk)
