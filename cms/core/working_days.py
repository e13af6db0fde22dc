"""Which days offices, courts and notaries work: Law no. 2429 art. 1–2 (official holidays, half days from 13.00), Law
no. 657 art. 99 (Saturday and Sunday). Religious holidays come from the package ``holidays``, which follows Diyanet.

Administrative leave (idari izin) is decided case by case and is in no calendar.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays

ONE = dt.timedelta(days=1)


@cache
def _calendar(year: int, *, half: bool) -> frozenset[dt.date]:
    days = holidays.country_holidays("TR", years=year, categories=("half_day" if half else "public",))
    return frozenset(days)


def is_holiday(day: dt.date) -> bool:
    """Whether ``day`` is an official holiday, all of it."""
    return day in _calendar(day.year, half=False)


def is_half_day(day: dt.date) -> bool:
    """Whether work ends at 13.00 on ``day``."""
    return day in _calendar(day.year, half=True)


def is_working(day: dt.date, *, half_counts: bool = True) -> bool:
    """Whether offices work on ``day``."""
    return day.weekday() < 5 and not is_holiday(day) and (half_counts or not is_half_day(day))


def last_working(day: dt.date) -> dt.date:
    """The last day of whole work on or before ``day``: by then it has to be done, where nothing says that a term which
    ends on a holiday is longer."""
    while not is_working(day, half_counts=False):
        day -= ONE
    return day
