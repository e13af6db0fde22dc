"""The days that a report is about, and the days that stand beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.core.turkish import MONTHS, format_date

ONE = dt.timedelta(days=1)
# Longer than this many days, a period is drawn by months, else by weeks.
BY_WEEKS = 100


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included."""

    start: dt.date
    end: dt.date

    @classmethod
    def of_month(cls, day: dt.date) -> Period:
        """The whole month that ``day`` is in."""
        first = day.replace(day=1)
        return cls(first, _next_month(first) - ONE)

    @property
    def is_month(self) -> bool:
        return self == Period.of_month(self.start)

    @property
    def before(self) -> Period:
        """The month before a month; before other days as many."""
        if self.is_month:
            return Period.of_month(self.start - ONE)
        return Period(self.start - (self.end - self.start) - ONE, self.start - ONE)

    @property
    def year_ago(self) -> Period:
        """The same days of the year before."""
        if self.is_month:
            return Period.of_month(_year_before(self.start))
        return Period(_year_before(self.start), _year_before(self.end))

    @property
    def label(self) -> str:
        """``Kasım 2026``, or both days."""
        if self.is_month:
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        return _("%(start)s – %(end)s") % {"start": format_date(self.start), "end": format_date(self.end)}

    def parts(self) -> Iterator[tuple[str, Period]]:
        """Its weeks (Monday to Sunday), or months when it is long, cut to the period, each with a short name."""
        by_weeks = (self.end - self.start).days <= BY_WEEKS
        first = self.start
        while first <= self.end:
            last = first + dt.timedelta(days=6 - first.weekday()) if by_weeks else Period.of_month(first).end
            part = Period(first, min(last, self.end))
            name = f"{first.day}.{first.month}–{part.end.day}.{part.end.month}" if by_weeks else f"{first:%m.%Y}"
            yield name, part
            first = part.end + ONE


def _next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _year_before(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
