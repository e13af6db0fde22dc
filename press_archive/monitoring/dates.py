"""Moments as sites write them: of mails, of the web, and in Turkish words. Pure."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from cms.core.turkish import MONTHS, fold

# What a site says without a zone is its own wall clock.
HERE = ZoneInfo("Europe/Istanbul")
LONGEST = 80
EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
NAMES = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
NAMES |= {name[:3]: number for name, number in NAMES.items()}
# Feeds of Turkish sites that write English names in their own way: "27 Nov 2026 14:30:00 +0300" is read as a mail's.
CLOCK = r"(?:\D{1,12}?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?"
IN_WORDS = re.compile(rf"(?P<day>\d{{1,2}})[\s.]+(?P<month>[a-z]{{3,8}})[\s.,]+(?P<year>\d{{4}}){CLOCK}")
IN_DIGITS = re.compile(rf"(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})[./-](?P<year>\d{{4}}){CLOCK}")


def moment(said: str, *, now: dt.datetime) -> dt.datetime | None:
    """The moment that ``said`` names, aware; ``None`` for what is none. One that is still to come is ``now``."""
    text = " ".join(said.split())[:LONGEST]
    found = _iso(text) or _mail(text) or _turkish(text)
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=HERE)
    try:
        found = found.astimezone(dt.UTC)
    except OverflowError:  # the first of January of the year 1: an empty date
        return None
    return min(found, now) if found >= EARLIEST else None


def _iso(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _turkish(text: str) -> dt.datetime | None:
    plain = fold(text)
    for pattern in (IN_WORDS, IN_DIGITS):
        found = pattern.search(plain)
        if found is None:
            continue
        said = found.groupdict()
        month = int(said["month"]) if said["month"].isdigit() else NAMES.get(said["month"], 0)
        try:
            return dt.datetime(
                int(said["year"]), month, int(said["day"]), int(said["hour"] or 0), int(said["minute"] or 0),
                int(said["second"] or 0), tzinfo=HERE,
            )  # fmt: skip
        except ValueError:
            continue
    return None
