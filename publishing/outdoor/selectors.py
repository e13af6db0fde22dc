"""What is asked about panels and bookings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.core.lookups import having
from publishing.outdoor import brake
from publishing.outdoor.brake import Span
from publishing.outdoor.models import BookedDay, Booking, Panel, Period
from publishing.outdoor.words import PeriodKind, State

RELATED = ("panel", "campaign")


def bookings_about(text: str) -> Q:
    """Bookings in whose panel, address or campaign ``text`` stands."""
    return having(text, "panel__name", "panel__address", "panel__neighbourhood", "campaign__name")


def all_spans() -> list[Span]:
    """The days of every election and mourning."""
    return [span for period in Period.objects.all() for span in period.spans()]


def spans_on(day: dt.date) -> list[Span]:
    """What holds on ``day``; of an election only the brake where it holds."""
    found = brake.met(all_spans(), day, day)
    stopped = {span.name for span in found if span.stops}
    return [span for span in found if span.stops or span.name not in stopped]


def is_stopped(booking: Booking, day: dt.date, spans: Iterable[Span]) -> bool:
    """Whether the booking may not hang on ``day``: in the brake without a release, or a feast in mourning."""
    for span in spans:
        if not span.meets(day, day):
            continue
        if span.stops and not booking.release:
            return True
        if span.kind == PeriodKind.MOURNING and booking.campaign.is_festive:
            return True
    return False


def spans_of(booking: Booking, spans: Iterable[Span]) -> list[Span]:
    """The periods that its days meet."""
    return brake.met(spans, booking.first_day, booking.last_day)


def taken(panels: Iterable[Panel], begin: dt.date, end: dt.date) -> dict[tuple[int, int], Booking]:
    """``{(panel, face): booking}`` of faces that somebody has on any of the days."""
    rows = BookedDay.objects.filter(panel__in=[panel.pk for panel in panels], day__range=(begin, end))
    found: dict[tuple[int, int], Booking] = {}
    for row in rows.select_related("booking__campaign", "booking__panel").order_by("-day"):
        found[row.panel_id, row.face] = row.booking
    return found


def faces_free(begin: dt.date, end: dt.date) -> list[tuple[Panel, int, Booking | None]]:
    """Every face of every panel in use, with who has it on any of the days."""
    panels = list(Panel.objects.filter(active=True))
    known = taken(panels, begin, end)
    return [(panel, face, known.get((panel.pk, face))) for panel in panels for face in range(1, panel.faces + 1)]


@dataclass
class Day:
    """What has to be done on a day, and what hangs."""

    day: dt.date
    spans: list[Span]
    to_hang: list[Booking] = field(default_factory=list)
    to_take_down: list[Booking] = field(default_factory=list)
    hanging: list[Booking] = field(default_factory=list)
    stopped: list[Booking] = field(default_factory=list)
    empty: list[tuple[Panel, int]] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[str, list[Booking]]]:
        """What the hangers have to do, in the order of a round."""

        def by_place(rows: list[Booking]) -> list[Booking]:
            return sorted(rows, key=lambda one: (one.panel.neighbourhood, one.panel.name_key, one.face))

        down = [*self.to_take_down, *(one for one in self.stopped if one.state == State.HUNG)]
        return [(_("İndirilecek"), by_place(down)), (_("Asılacak"), by_place(self.to_hang))]


def day_of(day: dt.date) -> Day:
    """The hangers' day. What may not hang that day is among ``stopped``: to be taken down, or not to be hung."""
    spans = all_spans()
    found = Day(day, spans_on(day))
    rows = Booking.objects.select_related(*RELATED)
    late = set(rows.to_take_down(day).values_list("pk", flat=True))
    for booking in rows.standing().filter(first_day__lte=day):
        stopped = is_stopped(booking, day, spans)
        if stopped and (booking.state == State.HUNG or booking.last_day >= day):
            found.stopped.append(booking)
        if booking.state == State.BOOKED and not stopped:
            found.to_hang.append(booking)
        elif booking.pk in late:
            found.to_take_down.append(booking)
        elif booking.state == State.HUNG:
            found.hanging.append(booking)
    used = {(one.panel_id, one.face) for one in (*found.hanging, *found.to_take_down, *found.to_hang, *found.stopped)}
    found.empty = [
        (panel, face)
        for panel, face, booking in faces_free(day, day)
        if booking is None and (panel.pk, face) not in used
    ]
    return found


def booking_state(booking: Booking, today: dt.date) -> tuple[str, str]:
    """(words, tone) for a label."""
    if booking.state == State.BOOKED and booking.first_day <= today:
        return str(booking.get_state_display()), "bad"
    tone = {State.HUNG: "good", State.BOOKED: "doubt"}.get(State(booking.state), "")
    if booking.state == State.HUNG and booking.last_day < today:
        tone = "bad"
    return str(booking.get_state_display()), tone
