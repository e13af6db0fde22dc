"""The calendar as iCalendar (RFC 5545): lines of at most 75 octets, texts escaped, minutes in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.core.text import clean
from cms.website.richtext import path_of
from publishing.newsroom.agenda import DAY, Entry

CONTENT_TYPE = "text/calendar; charset=utf-8"
LENGTH = dt.timedelta(minutes=15)


def calendar(entries: Iterable[Entry], *, name: str, now: dt.datetime, with_words: bool) -> str:
    """The file. Without words nothing stands in it that has not been signed: of what is not public only its minute and
    the way to it, which asks for a sign-in."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Basin Masasi//TR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
    ]
    for entry in entries:
        if with_words or entry.at is not None:
            lines += event(entry, now=now, with_words=with_words)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def event(entry: Entry, *, now: dt.datetime, with_words: bool) -> list[str]:
    """One ``VEVENT``."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    path = path_of(entry.public_path) if entry.public else entry.edit_path
    if entry.at is None:
        when = [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + DAY:%Y%m%d}"]
    else:
        when = [f"DTSTART:{stamp(entry.at)}", f"DTEND:{stamp(entry.at + LENGTH)}"]
    state = str(entry.standing.label)
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@{host}",
        f"DTSTAMP:{stamp(now)}",
        *when,
        f"SUMMARY:{escaped(f'{state}: {entry.title}' if with_words else entry.wordless)}",
        f"DESCRIPTION:{escaped(_('%(kind)s, %(state)s') % {'kind': entry.kind, 'state': state})}",
        f"URL:{settings.SITE_URL}{path}",
        f"STATUS:{'CONFIRMED' if entry.public else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def stamp(at: dt.datetime) -> str:
    """``20261127T070000Z``."""
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """``text`` as a TEXT value (RFC 5545, 3.3.11), on one line of the file."""
    line = " ".join(clean(text).split())
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> Iterator[str]:
    """``line`` in pieces of at most 75 octets, no letter cut in two (RFC 5545, 3.1)."""
    piece = b""
    for letter in line:
        raw = letter.encode()
        if len(piece) + len(raw) > 75:
            yield piece.decode()
            piece = b" "
        piece += raw
    yield piece.decode()
