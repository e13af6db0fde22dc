"""How long a site is left alone. Pure."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

# Between two errands to one site, whichever of its lists and pages they are about.
HOST_RESTS = dt.timedelta(seconds=15)
LONGEST_ASKED_PAUSE = dt.timedelta(days=2)  # by Retry-After
BUSY = (429, 503)


def retry_after(said: str, now: dt.datetime) -> dt.timedelta | None:
    """What ``Retry-After`` says (RFC 9110, section 10.2.3): seconds, or a moment; ``None`` for nothing."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return dt.timedelta(seconds=min(int(said[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(moment - now, dt.timedelta())


def asked_pause(status: int, said: str, now: dt.datetime) -> dt.timedelta | None:
    """How long a site that answered ``status`` wants to be left alone, never longer than we would forget it for;
    ``None`` where it said nothing of the kind."""
    asked = retry_after(said, now) if status in BUSY else None
    return None if asked is None else min(asked, LONGEST_ASKED_PAUSE)
