"""What the law asks of a printed thing, and by when. Pure: kinds and days in, numbers and days out.

Law no. 5187 art. 10: the printer gives two signed copies to the local prosecutor on the day on which it is handed out.
Law no. 6279 art. 4, 6, 8: the publisher gives six or two copies to the collecting office (derleme) within fifteen days
of printing, and another one for each faulty copy within fifteen days of being told. Neither law makes a term longer
that ends on a holiday: what we have to do is told with the last working day before it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cms.core.working_days import last_working
from publishing.printing.words import DueKind, PrintKind

TERM = dt.timedelta(days=15)
PROSECUTOR_COPIES = 2
# Law no. 6279 art. 4 and 6. ``None``: the law's list does not say it for this kind; the officer asks the library.
COPIES: dict[PrintKind, int | None] = {
    PrintKind.MAGAZINE: 6, PrintKind.BULLETIN: 6, PrintKind.BOOK: 6, PrintKind.BROCHURE: 6, PrintKind.CALENDAR: 6,
    PrintKind.NEWSPAPER: 2, PrintKind.POSTER: 2, PrintKind.CARD: 2, PrintKind.PHOTO: 2,
    PrintKind.INVITATION: 0, PrintKind.OUTDOOR: 0, PrintKind.DISC: None, PrintKind.OTHER: None,
}  # fmt: skip
# Adverts and invitations are no publications (Law no. 5187 art. 4).
WITHOUT_PROSECUTOR = frozenset({PrintKind.INVITATION, PrintKind.OUTDOOR, PrintKind.DISC})


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on which day."""

    kind: DueKind
    on: dt.date

    @property
    def safe(self) -> dt.date:
        """The last working day of a term; of what is due the same day, the day itself."""
        return self.on if self.kind == DueKind.PROSECUTOR else last_working(self.on)

    def days_left(self, today: dt.date) -> int:
        """How many days are left, none from the last working day to the law's own; less when that is over."""
        return (self.safe - today).days if today <= self.safe else min(0, (self.on - today).days)


def copies_of(kind: str) -> int | None:
    """How many copies the collecting office gets of ``kind``; ``None`` where somebody has to ask."""
    return COPIES[PrintKind(kind)]


def goes_to_prosecutor(kind: str) -> bool:
    """Whether the printer gives signed copies of ``kind`` to the prosecutor."""
    return PrintKind(kind) not in WITHOUT_PROSECUTOR


def deposit_ends(printed_on: dt.date) -> dt.date:
    """Until when the copies are given; the day of printing is not counted."""
    return printed_on + TERM


def replacement_ends(told_on: dt.date) -> dt.date:
    """Until when a faulty copy is replaced; the day on which we were told is not counted."""
    return told_on + TERM


def prosecutor_ends(handed_out_on: dt.date | None, delivered_on: dt.date | None) -> dt.date | None:
    """The day of the first handing out; until there is one the day of delivery, from which on it may be handed out."""
    return handed_out_on or delivered_on
