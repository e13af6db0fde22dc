"""What an election forbids on which days, and what mourning asks. Pure: periods and days in, sentences out.

Law no. 298 art. 60–64. From the start of an election to the day after the vote nothing for or against a party is shown
(art. 63); from the morning of the tenth day before the vote nothing at all is published about works and services (art.
64: "to the day that follows", which is taken to belong to it). Forty days before the vote the board of elections names
the commercial places, thirty days before it the municipality's own (art. 60).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from publishing.outdoor.words import PeriodKind

BRAKE, COMMERCIAL, MUNICIPAL = dt.timedelta(days=10), dt.timedelta(days=40), dt.timedelta(days=30)
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included; ``stops``: nothing hangs in them without a release."""

    kind: str
    name: str
    begin: dt.date
    end: dt.date
    stops: bool = False

    def meets(self, begin: dt.date, end: dt.date) -> bool:
        """Whether any of the days lies in it."""
        return self.begin <= end and begin <= self.end


def brake_of(vote_day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day on which nothing is published about works and services."""
    return vote_day - BRAKE, vote_day + ONE


def start_of(kind: str, vote_day: dt.date, announced: dt.date | None) -> dt.date:
    """The first day of the election: of local ones the first of January, of others what the calendar says."""
    if announced is not None:
        return announced
    return dt.date(vote_day.year, 1, 1) if kind == PeriodKind.LOCAL else vote_day - dt.timedelta(days=60)


def spans_of_election(kind: str, name: str, vote_day: dt.date, announced: dt.date | None) -> list[Span]:
    """The neutral days, and those of the brake within them."""
    begin, end = brake_of(vote_day)
    start = min(start_of(kind, vote_day, announced), begin)
    return [Span(kind, name, start, end), Span(kind, name, begin, end, stops=True)]


def places_are_named(vote_day: dt.date) -> tuple[dt.date, dt.date]:
    """When the commercial places and the municipality's own are named for the parties."""
    return vote_day - COMMERCIAL, vote_day - MUNICIPAL


def met(spans: Iterable[Span], begin: dt.date, end: dt.date) -> list[Span]:
    """Those that the days from ``begin`` to ``end`` meet, what stops first."""
    return sorted((span for span in spans if span.meets(begin, end)), key=lambda span: (not span.stops, span.begin))
