"""Announcements and visits as iCalendar: the public file, the message of an invitation, the mayor's times.

UID stays and SEQUENCE rises with every version (RFC 5545, RFC 5546). The organiser is the address that the mail comes
from (RFC 6047): a calendar takes a change from nobody else. Answers are given on our page; none is asked for by mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import ical
from cms.core.text import clean
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import Visit
from press_archive.agenda.words import VisitState


def host() -> str:
    """The name of the site, for what has to be unique in the world."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def public_file(announcements: Iterable[Announcement], *, name: str, now: dt.datetime) -> str:
    """The calendar that a program follows. It changes when an event does, and at no other time: what was fetched before
    is told to be the same."""
    return ical.document(name, (event_lines(one, now=one.at or now) for one in announcements))


def invitation(announcement: Announcement, *, municipality: str, email: str, now: dt.datetime) -> str:
    """What a mail tells the calendar of ``email``: come, it changed, or it is cancelled."""
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    people = [
        f"ORGANIZER;CN={parameter(municipality)}:mailto:{organiser}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{email}",
    ]
    method = "CANCEL" if announcement.is_cancelled else "REQUEST"
    return ical.message(method, event_lines(announcement, now=now, people=people))


def event_lines(announcement: Announcement, *, now: dt.datetime, people: Iterable[str] = ()) -> list[str]:
    """One ``VEVENT`` in the signed words."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{announcement.uid}",
        f"SEQUENCE:{announcement.sequence}",
        f"DTSTAMP:{ical.stamp(now)}",
        f"LAST-MODIFIED:{ical.stamp(announcement.at or now)}",
        f"DTSTART:{ical.stamp(announcement.starts_at)}",
        f"DTEND:{ical.stamp(announcement.ends_at)}",
        f"SUMMARY:{ical.escaped(announcement.title)}",
        f"LOCATION:{ical.escaped(announcement.where)}",
        f"DESCRIPTION:{paragraphs(described(announcement))}",
        f"STATUS:{'CANCELLED' if announcement.is_cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        *people,
    ]
    if announcement.is_listed:
        lines.append(f"URL:{settings.SITE_URL}{announcement.public_path}")
    return [*lines, "END:VEVENT"]


def described(announcement: Announcement) -> str:
    """What stands below the title in a calendar."""
    parts = [announcement.kind_name, announcement.text, announcement.entrance_note, announcement.notes]
    if announcement.doors_at:
        doors = f"{timezone.localtime(announcement.doors_at):%H.%M}"
        parts.insert(1, _("Basın kabul saati: %(when)s") % {"when": doors})
    return "\n".join(part for part in parts if part)


def paragraphs(text: str) -> str:
    """``text`` as a TEXT value that keeps its lines."""
    return "\\n".join(ical.escaped(line) for line in text.splitlines() if line.strip())


def parameter(text: str) -> str:
    """``text`` as a quoted parameter: no value of one can hold a quotation mark or a control character."""
    line = " ".join(clean(text, lines=False).split())
    return '"' + "".join(letter for letter in line if letter.isprintable() and letter != '"') + '"'


def mayor_file(announcements: Iterable[Announcement], visits: Iterable[Visit], *, name: str, now: dt.datetime) -> str:
    """The mayor's times with the press: events in their signed words; of a visit, which nobody has signed, its kind,
    its times and the way to its page, which asks for a sign-in."""
    events = [event_lines(one, now=now) for one in announcements]
    return ical.document(name, [*events, *(visit_lines(visit, now=now) for visit in visits)])


def visit_lines(visit: Visit, *, now: dt.datetime) -> list[str]:
    """One ``VEVENT`` without a word that somebody typed."""
    cancelled = visit.state == VisitState.CANCELLED
    return [
        "BEGIN:VEVENT",
        f"UID:visit-{visit.pk}@{host()}",
        f"SEQUENCE:{visit.sequence}",
        f"DTSTAMP:{ical.stamp(now)}",
        f"DTSTART:{ical.stamp(visit.starts_at)}",
        f"DTEND:{ical.stamp(visit.ends_at)}",
        f"SUMMARY:{ical.escaped(_('Basın ziyareti: %(kind)s') % {'kind': visit.get_kind_display()})}",
        f"URL:{settings.SITE_URL}{reverse('press_visits:detail', args=[visit.pk])}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if cancelled else 'OPAQUE'}",
        "END:VEVENT",
    ]
