"""How often something may be tried: counted in the database, so that every process counts together.

``attempt`` counts a try before its outcome is known, so that many at once do not slip through; ``forget`` takes the
count back after a success; ``take`` counts what is rationed by the hour.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.users.models import Throttle

KEEP = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Rule:
    """``free`` tries without a pause; then ``pause``, doubled by each further one up to ``longest``. A day's rest
    (``forget``) clears the count."""

    scope: str
    free: int
    pause: dt.timedelta
    longest: dt.timedelta
    forget: dt.timedelta = dt.timedelta(days=1)


def _key(scope: str, value: str) -> str:
    """Lines of ``value`` are told apart, so that a count can be found by the first of them alone."""
    return ":".join([scope, *(hashlib.sha256(part.encode()).hexdigest()[:32] for part in value.split("\n", 1))])


def _row(key: str) -> Throttle:
    Throttle.objects.get_or_create(key=key)
    return Throttle.objects.select_for_update().get(key=key)


def closed_for(rule: Rule, value: str) -> dt.timedelta:
    """How long ``value`` still has to wait; zero when it may try."""
    until = Throttle.objects.filter(key=_key(rule.scope, value)).values_list("closed_until", flat=True).first()
    return max(until - timezone.now(), dt.timedelta()) if until else dt.timedelta()


@transaction.atomic
def attempt(rule: Rule, value: str) -> dt.timedelta:
    """Counts one try of ``value``; gives how long it still has to wait, and does not count while it has."""
    row, now = _row(_key(rule.scope, value)), timezone.now()
    if row.closed_until and row.closed_until > now:
        return row.closed_until - now
    if now - row.last_at > rule.forget:
        row.count = 0
    row.count += 1
    row.last_at = now
    beyond = row.count - rule.free
    row.closed_until = now + min(rule.pause * 2 ** min(beyond, 20), rule.longest) if beyond >= 0 else None
    row.save(update_fields=["count", "last_at", "closed_until"])
    return dt.timedelta()


def forget(rule: Rule, value: str) -> None:
    """Clears the count of ``value``, and of everything that begins with it as its first line."""
    key = _key(rule.scope, value)
    Throttle.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:")).delete()


@transaction.atomic
def take(scope: str, value: str, *, limit: int, per: dt.timedelta) -> bool:
    """Whether ``value`` has one of its ``limit`` pieces ``per`` period left; takes it."""
    row, now = _row(_key(scope, value)), timezone.now()
    if now - row.since >= per:
        row.since, row.count = now, 0
    if row.count >= limit:
        return False
    row.count += 1
    row.last_at = now
    row.save(update_fields=["since", "count", "last_at"])
    return True


def tidy() -> None:
    """Deletes counts that nobody needs any more."""
    Throttle.objects.filter(last_at__lt=timezone.now() - KEEP).delete()
