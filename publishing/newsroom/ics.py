"""The calendar as iCalendar (``cms.core.ical``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.core.ical import document, escaped, stamp
from cms.website.richtext import path_of
from publishing.newsroom.agenda import DAY, Entry

LENGTH = dt.timedelta(minutes=15)


def calendar(entries: Iterable[Entry], *, name: str, now: dt.datetime, with_words: bool) -> str:
    """The file. Without words nothing stands in it that has not been signed: of what is not public only its minute and
    the way to it, which asks for a sign-in."""
    wanted = (entry for entry in entries if with_words or entry.at is not None)
    return document(name, (event(entry, now=now, with_words=with_words) for entry in wanted))


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
