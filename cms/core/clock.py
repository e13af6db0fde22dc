"""Whether this machine's clock may be believed: an embargo must not end because somebody set the clock.

The wall clock is compared with the machine's own count of seconds since it started, which nobody can set, and with the
database's clock where that is another machine. A clock that was set is not followed until a person has said that it is
right (by starting the worker anew) or it is back where it was.
"""

from __future__ import annotations

import datetime as dt
import time

from django.db import connection

# Daylight saving does not move UTC, and time servers correct by seconds.
TOLERATED = dt.timedelta(minutes=2)


def steady() -> float:
    """Seconds since the machine started, sleep included; never set by anybody."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Watch:
    """Remembers what the clock showed when it was made."""

    def __init__(self) -> None:
        self._wall, self._steady = time.time(), steady()

    def drift(self) -> dt.timedelta:
        """By how much the clock was set since then: positive when it was set forward."""
        return dt.timedelta(seconds=(time.time() - self._wall) - (steady() - self._steady))

    def trouble(self) -> dt.timedelta | None:
        """The drift when it is more than time servers correct, against itself or the database; else ``None``."""
        for drift in (self.drift(), ahead_of_database()):
            if abs(drift) > TOLERATED:
                return drift
        return None


def ahead_of_database() -> dt.timedelta:
    """By how much this machine's clock is ahead of the database server's; nothing where both are one machine."""
    if connection.vendor != "postgresql":
        return dt.timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return dt.timedelta(seconds=time.time() - float(cursor.fetchone()[0]))
