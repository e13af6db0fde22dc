"""The order of everything that can be found: a number for each object that grows with its moment."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cms.website.findable import FINDABLES
from search.queries import Period

BEGINNING = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
# Seconds since the beginning (33 bits last until 2172), the kind, the object.
SECOND_BITS, KIND_BITS, OBJECT_BITS = 33, 5, 25
# Facets that are a stretch of the order.
YEAR, MONTH = "yil", "ay"


def place_in_order(kind: str, object_id: int, moment: dt.datetime) -> int:
    """A number that sorts by the moment and that no other object has."""
    of_kind = (seconds(moment) << KIND_BITS) | FINDABLES[kind].number
    return (of_kind << OBJECT_BITS) | (object_id % (1 << OBJECT_BITS))


def seconds_of(period: Period) -> tuple[int, int]:
    """The first second of these days, and the first one after them."""
    begin, end = (
        timezone.make_aware(dt.datetime.combine(day, dt.time()))
        for day in (period.first, min(period.last, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1))
    )
    return seconds(begin), seconds(end)


def places_of(period: Period) -> tuple[int, int]:
    """The first place that something of these days may have, and the first one after them."""
    first, end = seconds_of(period)
    return first << (KIND_BITS + OBJECT_BITS), end << (KIND_BITS + OBJECT_BITS)


def seconds(moment: dt.datetime) -> int:
    """Seconds since the beginning, as many as there is room for."""
    return min(max(0, int((moment - BEGINNING).total_seconds())), (1 << SECOND_BITS) - 1)
