"""iCalendar (RFC 5545): lines of at most 75 octets, texts escaped, minutes in UTC."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from cms.core.text import clean

CONTENT_TYPE = "text/calendar; charset=utf-8"
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


def document(name: str, events: Iterable[list[str]]) -> str:
    """The file with ``events``, each the lines of a ``VEVENT``, under the ``name`` that a program shows."""
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
    for event in events:
        lines += event
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def message(method: str, event: list[str]) -> str:
    """One ``event`` as a mail tells calendars of it (RFC 5546: ``REQUEST``, ``CANCEL``)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Basin Masasi//TR", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    return "".join(f"{part}\r\n" for line in (*lines, *event, "END:VCALENDAR") for part in folded(line))


def method_of(text: str) -> str:
    """The method that a calendar names, ``PUBLISH`` where it names none."""
    found = METHOD.search(text)
    return found[1] if found else "PUBLISH"


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
