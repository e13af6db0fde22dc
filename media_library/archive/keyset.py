"""Pages by key: the next page begins after the last row seen, so that page 1,000 costs as much as page 1.

A list may hold rows of several models (photos and videos) in one order: by moment, then kind, then number. Rows without
a moment come last in both directions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

CURSOR = re.compile(r"^(?P<moment>\d{1,17}|x)-(?P<rank>\d)-(?P<number>\d{1,18})$", re.ASCII)
EPOCH = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands: ``moment`` (or ``None``), ``rank`` of its model among the models listed, primary key."""

    moment: dt.datetime | dt.date | None
    rank: int
    number: int

    def __str__(self) -> str:
        if self.moment is None:
            return f"x-{self.rank}-{self.number}"
        moment = self.moment
        if not isinstance(moment, dt.datetime):
            moment = dt.datetime.combine(moment, dt.time(), dt.UTC)
        return f"{(moment - EPOCH) // dt.timedelta(microseconds=1)}-{self.rank}-{self.number}"


def parsed(cursor: str) -> Key | None:
    """The key that ``cursor`` stands for; ``None`` for an empty or a broken one."""
    found = CURSOR.match(cursor)
    if not found:
        return None
    moment = None
    if found["moment"] != "x":
        try:
            moment = EPOCH + dt.timedelta(microseconds=int(found["moment"]))
        except OverflowError:
            return None
    return Key(moment, int(found["rank"]), int(found["number"]))


@dataclass(frozen=True, slots=True)
class Order:
    """By ``field`` (a date or a datetime), the newest first unless ``ascending``."""

    field: str
    ascending: bool = False
    nullable: bool = True
    is_date: bool = False

    def key(self, row: Any, rank: int = 0) -> Key:
        """Where ``row`` stands in this order."""
        return Key(getattr(row, self.field), rank, row.pk)

    def reversed(self) -> Order:
        """The same order read backwards; rows without a moment still last."""
        return replace(self, ascending=not self.ascending)


def rows_after(rows: QuerySet[Any], order: Order, after: Key | None, *, rank: int = 0, limit: int) -> list[Any]:
    """At most ``limit`` of ``rows`` that come after ``after``, in this order; one query, two at the list's end."""
    sign, compare = ("", "gt") if order.ascending else ("-", "lt")
    found: list[Any] = []
    if after is None or after.moment is not None:
        dated = rows.filter(**{f"{order.field}__isnull": False}) if order.nullable else rows
        if after is not None:
            moment: Any = after.moment
            if order.is_date and isinstance(moment, dt.datetime):
                moment = moment.astimezone(dt.UTC).date() if timezone.is_aware(moment) else moment.date()
            # The first condition is what an index can seek by, the second settles equal moments.
            dated = dated.filter(**{f"{order.field}__{compare}e": moment})
            same_later = _tie(after, rank, compare)
            if same_later is not None:
                dated = dated.filter(Q(**{f"{order.field}__{compare}": moment}) | same_later)
        found = list(dated.order_by(f"{sign}{order.field}", f"{sign}pk")[:limit])
        after = None
    if order.nullable and len(found) < limit:
        undated = rows.filter(**{f"{order.field}__isnull": True})
        if after is not None:
            undated = undated.filter(_tie(after, rank, compare) or Q())
        found += list(undated.order_by(f"{sign}pk")[: limit - len(found)])
    return found


def _tie(after: Key, rank: int, compare: str) -> Q | None:
    """Which rows of the very moment of ``after`` come later; ``None`` for all of them."""
    if rank == after.rank:
        return Q(**{f"pk__{compare}": after.number})
    later = rank > after.rank if compare == "gt" else rank < after.rank
    return None if later else Q(pk__in=[])


def merged(lists: Sequence[tuple[int, list[Any]]], order: Order) -> list[tuple[Key, Any]]:
    """Rows of several models, each list given with its model's rank and already in ``order``, as one list."""
    keyed = [(order.key(row, rank), row) for rank, rows in lists for row in rows]
    return sorted(keyed, key=lambda pair: weight(pair[0], order))


def weight(key: Key, order: Order) -> tuple[Any, ...]:
    """What sorts keys in ``order``."""
    moment = int(str(key).split("-")[0]) if key.moment is not None else 0
    values = (moment, key.rank, key.number)
    return (key.moment is None, *(values if order.ascending else (-value for value in values)))
