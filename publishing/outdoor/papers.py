"""The hangers' list on paper, and the bookings as iCalendar."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core import ical
from cms.core.paper import tagged_pdf
from cms.core.turkish import format_date
from cms.identity.selectors import current
from publishing.outdoor.models import Booking
from publishing.outdoor.selectors import RELATED, Day
from publishing.outdoor.words import State

BEFORE, AFTER = dt.timedelta(days=60), dt.timedelta(days=365)
ONE = dt.timedelta(days=1)


def order_list(day: Day) -> bytes:
    """What is to be hung and taken down, panel by panel, as a tagged PDF in Turkish."""
    with override("tr"):
        words = {"day": day, "heading": format_date(day.day, weekday=True), "identity": current()}
        return tagged_pdf(render_to_string("outdoor/order_pdf.html", words))


def calendar(*, today: dt.date, now: dt.datetime) -> str:
    """Standing bookings as whole days. Whoever has the address reads where and when something hangs: panels stand in
    the street. What hangs is the office's word and signed by nobody; it is read by whoever signs in."""
    rows = Booking.objects.select_related(*RELATED).filter(
        state__in=(State.BOOKED, State.HUNG), last_day__gte=today - BEFORE, first_day__lte=today + AFTER
    )
    with override("tr"):
        name = _("%(municipality)s panoları") % {"municipality": current().municipality}
        return ical.document(name, [_event(row, now) for row in rows])


def _event(booking: Booking, now: dt.datetime) -> list[str]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    where = ", ".join(part for part in (booking.panel.address, booking.panel.neighbourhood) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:pano-{booking.pk}@{host}",
        f"DTSTAMP:{ical.stamp(now)}",
        f"DTSTART;VALUE=DATE:{booking.first_day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{booking.last_day + ONE:%Y%m%d}",
        "SUMMARY:" + ical.escaped(
            _("%(panel)s, %(face)d. yüz: %(state)s")
            % {"panel": booking.panel, "face": booking.face, "state": booking.get_state_display()}
        ),
        f"LOCATION:{ical.escaped(where)}",
        f"URL:{settings.SITE_URL}{reverse('outdoor:booking', args=[booking.pk])}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]  # fmt: skip
    if booking.panel.geo:
        lines.insert(-2, f"GEO:{booking.panel.latitude};{booking.panel.longitude}")
    return lines
