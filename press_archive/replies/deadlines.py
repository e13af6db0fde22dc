"""When something has to be done, by the clock of a medium. Pure: days in, days out.

Law no. 5187 art. 14 (periodicals, news sites) and Law no. 6112 art. 18 (radio, television). The day of the event is not
counted; terms end on the day that they end, also on a holiday: neither law makes them longer. What *we* have to do is
therefore told with the last working day before it (:attr:`Due.safe`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from cms.core.working_days import last_working
from press_archive.replies.words import OURS, DueKind, Unit

if TYPE_CHECKING:
    from press_archive.replies.models import Clock

# When nobody has written down the receipt: the office's own measure, no law.
RECEIPT_AFTER = dt.timedelta(days=7)
SOON = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on which day."""

    kind: DueKind
    on: dt.date

    @property
    def safe(self) -> dt.date:
        """Of what we have to do, the last working day; of what others have to, the day itself."""
        return last_working(self.on) if self.kind in OURS else self.on

    def days_left(self, today: dt.date) -> int:
        """How many days are left of it, none from the last working day to the law's own; less when that is over."""
        return (self.safe - today).days if today <= self.safe else min(0, (self.on - today).days)


def sending_ends(clock: Clock, published_on: dt.date) -> dt.date:
    """Until when the text may be sent: two months from publication (5187), sixty days (6112)."""
    if clock.window_unit == Unit.MONTHS:
        return published_on + relativedelta(months=clock.window)
    return published_on + dt.timedelta(days=clock.window)


def publication_ends(clock: Clock, received_on: dt.date, first_issue_on: dt.date | None = None) -> dt.date | None:
    """Until when they have to publish what they received on ``received_on``: a news site one day, a daily three, radio
    and television seven. Another periodical in its first issue after three days: ``None`` as long as nobody knows when
    that comes out."""
    if clock.first_issue:
        return first_issue_on
    return received_on + dt.timedelta(days=clock.term)


def issue_known_by(clock: Clock, since: dt.date) -> dt.date:
    """From when on an issue of a periodical is the first after its term from ``since``: until then somebody has to know
    when it comes out."""
    return since + dt.timedelta(days=clock.term + 1)


def court_ends(clock: Clock, since: dt.date) -> dt.date:
    """Until when the judge may be asked: from the end of their term, or from the day on which they published it against
    the law (``since``), fifteen days (5187 art. 14), ten (6112 art. 18/2)."""
    return since + dt.timedelta(days=clock.court)
