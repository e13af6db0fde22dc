"""Every change of a carried row's state, for all kinds of rows (``cms.core.carriage.Carried``) alike.

By workers: ``lease_due``, ``mark_sending``, ``settle``, ``set_aside``, ``give_back``, ``release_expired``. By people:
``make_due``, ``close_unknown``.

The order that makes a killed worker harmless: a row is leased (nothing has left the machine: due again when the lease
ends), then marked as being sent (from here on nobody repeats it by himself), then settled with the answer. Each kind of
row has its own ``services`` above these, with its permissions and consequences.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.carriage import CarriedQuerySet, DeliveryState
from cms.core.receipt import Outcome, Receipt

logger = logging.getLogger(__name__)

# Minutes to wait after the first, second, … attempt that failed for a passing reason.
PAUSES = (1, 5, 15, 60, 240)
MOST_ATTEMPTS = len(PAUSES) + 1
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


def lease_due(rows: CarriedQuerySet, *, owner: str, limit: int) -> list[Any]:
    """Claims up to ``limit`` of ``rows``, which are due, for the worker ``owner``. No row is ever claimed by two."""
    if limit < 1 or not rows.exists():
        return []
    with transaction.atomic():
        claimed = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
        until = timezone.now() + lease_length()
        rows.model._base_manager.filter(pk__in=[row.pk for row in claimed]).update(
            state=DeliveryState.LEASED, lease_owner=owner, lease_until=until
        )
        for row in claimed:
            row.state, row.lease_owner, row.lease_until = DeliveryState.LEASED, owner, until
    return claimed


def _claim_of(row: Any) -> Any:
    return type(row)._base_manager.filter(pk=row.pk, state=DeliveryState.LEASED, lease_owner=row.lease_owner)


def mark_sending(row: Any) -> bool:
    """Writes down that ``row`` leaves now. ``False``: the claim is gone (cancelled, replaced, expired)."""
    until = timezone.now() + lease_length()
    changed = _claim_of(row).update(state=DeliveryState.SENDING, lease_until=until, attempts=F("attempts") + 1)
    if changed:
        row.state, row.lease_until = DeliveryState.SENDING, until
        row.attempts += 1
    return bool(changed)


def settle(rows: CarriedQuerySet, row: Any, outcome: Receipt) -> Any | None:
    """Writes the answer to the attempt that ``row`` was marked for; gives the locked, saved row of ``rows``, or
    ``None`` when the attempt is no longer ours. For the caller's transaction.

    A worker that was only slow, and whose row was meanwhile called unknown, may still say what it knows.
    """
    fresh: Any = (
        rows.select_for_update(of=("self",))
        .filter(
            pk=row.pk,
            lease_owner=row.lease_owner,
            attempts=row.attempts,
            state__in=[DeliveryState.SENDING, DeliveryState.UNKNOWN],
        )
        .first()
    )
    if fresh is None:
        logger.warning("%s %s is no longer ours; its outcome was %s", row._meta.label, row.pk, outcome.outcome)
        return None
    now = timezone.now()
    fresh.attempt_log = [
        *fresh.attempt_log,
        {"at": now.isoformat(timespec="seconds"), "outcome": outcome.outcome.value, "detail": outcome.detail[:500]},
    ]
    fresh.lease_until = None
    fresh.reason = outcome.detail[:300]
    if outcome.outcome is Outcome.TEMPORARY and fresh.attempts < MOST_ATTEMPTS:
        fresh.state = DeliveryState.QUEUED
        fresh.next_attempt_at = now + dt.timedelta(minutes=PAUSES[fresh.attempts - 1])
    elif outcome.outcome is Outcome.TEMPORARY:
        fresh.state = DeliveryState.FAILED
    else:
        fresh.state = FINAL_OUTCOMES[outcome.outcome]
    fresh.finished_at = None if fresh.state in (DeliveryState.QUEUED, DeliveryState.UNKNOWN) else now
    if fresh.state == DeliveryState.ACCEPTED:
        fresh.receipt = outcome.reference[:500]
    if fresh.state != DeliveryState.UNKNOWN:
        fresh.lease_owner = ""
    fresh.save(
        update_fields=[
            "attempt_log", "lease_until", "lease_owner", "reason", "state", "next_attempt_at", "finished_at", "receipt",
        ]
    )  # fmt: skip
    return fresh


def set_aside(row: Any, *, state: DeliveryState, reason: str) -> bool:
    """Ends a leased row unsent: ``SKIPPED`` (the recipient wants none) or ``FAILED`` (it cannot be composed)."""
    changed = _claim_of(row).update(
        state=state, reason=reason[:300], finished_at=timezone.now(), lease_owner="", lease_until=None
    )
    return bool(changed)


def give_back(model: type[Model], *, owner: str, pause: dt.timedelta | None = None) -> int:
    """Returns the rows that ``owner`` has claimed and not begun; with ``pause`` they are due again only after it."""
    values: dict[str, Any] = {"state": DeliveryState.QUEUED, "lease_owner": "", "lease_until": None}
    if pause:
        values["next_attempt_at"] = timezone.now() + pause
    return model._base_manager.filter(state=DeliveryState.LEASED, lease_owner=owner).update(**values)


def release_expired(rows: CarriedQuerySet, *, at: dt.datetime | None = None) -> int:
    """Takes ``rows`` from workers that have been silent longer than their lease. What had not begun is due again; what
    may have left is unknown, and stays so until a person, or the slow worker itself, says what became of it."""
    abandoned = rows.abandoned(at or timezone.now())
    if not abandoned.exists():
        return 0
    released = abandoned.filter(state=DeliveryState.LEASED).update(
        state=DeliveryState.QUEUED, lease_owner="", lease_until=None
    )
    doubtful = abandoned.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.UNKNOWN,
        lease_until=None,
        reason=_("Gönderim yarıda kaldı; alıcıya ulaşıp ulaşmadığı bilinmiyor."),
    )
    if doubtful:
        logger.warning("%s rows of %s have an unknown outcome", doubtful, rows.model._meta.label)
    return released + doubtful


# --- People -----------------------------------------------------------------------------------------------------------


def make_due(row: Any) -> None:
    """Makes the locked ``row`` due at once, with its attempts counted anew."""
    row.state, row.attempts, row.next_attempt_at = DeliveryState.QUEUED, 0, timezone.now()
    row.reason, row.finished_at, row.lease_owner = "", None, ""
    row.save(update_fields=["state", "attempts", "next_attempt_at", "reason", "finished_at", "lease_owner"])


def close_unknown(row: Any, *, user: AbstractUser, accepted: bool) -> None:
    """Writes into the locked, unknown ``row`` what ``user`` found out: it arrived, or it did not."""
    words = _("%(person)s “ulaştı” dedi.") if accepted else _("%(person)s “ulaşmadı” dedi.")
    row.state = DeliveryState.ACCEPTED if accepted else DeliveryState.FAILED
    row.reason, row.finished_at, row.lease_owner = (words % {"person": user})[:300], timezone.now(), ""
    row.receipt = row.reason if accepted else ""
    row.save(update_fields=["state", "reason", "finished_at", "lease_owner", "receipt"])
