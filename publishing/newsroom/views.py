"""The calendar of the office: a month or a week of it, the file, and the secret address for calendar programs."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core import turkish
from cms.identity.selectors import current
from cms.office.allowed import allowed
from cms.office.screens import Tab, screen
from cms.users import calendars
from publishing.newsroom import agenda, ics, services
from publishing.newsroom.agenda import DAY
from publishing.newsroom.permissions import may_see_calendar

MONTH = re.compile(r"(\d{4})-(\d{2})")
WEEK = re.compile(r"(\d{4})-W(\d{2})")
YEARS = range(1900, 2200)
# What the file tells of: enough for a look back, and everything that is planned.
BEFORE, AFTER = dt.timedelta(days=60), dt.timedelta(days=365)
ONLY_FOR = gettext_lazy("Takvimi bülten yazanlar ve imza makamları görür.")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, and the addresses of those before and after."""

    first: dt.date
    last: dt.date
    title: str
    before: str
    after: str
    is_week: bool
    month: int


def month_of(text: str, today: dt.date) -> Span:
    """The month ``2026-11``, in whole weeks; this month for anything else."""
    found = MONTH.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (today.year, today.month)
    if year not in YEARS or not 1 <= month <= 12:
        year, month = today.year, today.month
    begin = dt.date(year, month, 1)
    end = begin.replace(day=months.monthrange(year, month)[1])
    earlier, later = begin - DAY, end + DAY
    return Span(
        first=begin - DAY * begin.weekday(), last=end + DAY * (6 - end.weekday()),
        title=f"{turkish.MONTHS[month - 1]} {year}", before=f"?ay={earlier:%Y-%m}", after=f"?ay={later:%Y-%m}",
        is_week=False, month=month,
    )  # fmt: skip


def week_of(text: str, today: dt.date) -> Span:
    """The week ``2026-W48`` (ISO 8601); this week for anything else."""
    begin = today - DAY * today.weekday()
    if (found := WEEK.fullmatch(text)) and int(found[1]) in YEARS:
        with suppress(ValueError):  # a year without a 53rd week
            begin = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    end = begin + 6 * DAY
    title = _("%(first)s – %(last)s") % {"first": turkish.format_date(begin), "last": turkish.format_date(end)}
    return Span(begin, end, title, week_address(begin - DAY), week_address(end + DAY), True, 0)


def week_address(day: dt.date) -> str:
    """The week of ``day`` in an address."""
    year, week, _weekday = day.isocalendar()
    return f"?hafta={year}-W{week:02d}"


@allowed(may_see_calendar, lambda: str(ONLY_FOR))
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """A month, or a week, with everything that is planned, waits for its minute or was published."""
    today = timezone.localdate()
    week = request.GET.get("hafta")
    span = month_of(request.GET.get("ay", ""), today) if week is None else week_of(week, today)
    days = agenda.by_day(span.first, span.last)
    here = reverse("bulletins:calendar")
    near = today if span.first <= today <= span.last else span.first
    middle = span.first + DAY * 3 if span.is_week else span.first + DAY * 10
    return screen(
        request, "newsroom/calendar.html", title=_("Takvim"), icon="calendar",
        crumbs=[(reverse("bulletins:index"), _("Bültenler"))],
        tabs=[
            Tab(f"{here}?ay={middle:%Y-%m}", _("Ay"), not span.is_week),
            Tab(here + week_address(near), _("Hafta"), span.is_week),
        ],
        tabs_label=_("Görünüm"), has_heading=False,
        buttons=[
            HeaderButton(_("Takvim dosyası (.ics)"), reverse("bulletins:calendar_file"), icon_name="download"),
            HeaderButton(_("Telefondan izle"), reverse("bulletins:calendar_address"), icon_name="mobile-alt"),
        ],
        span=span, weeks=list(weeks(days)), today=today, weekdays=turkish.WEEKDAYS,
        is_empty=not any(entries for _day, entries in days),
    )  # fmt: skip


def weeks(days: list[tuple[dt.date, list[agenda.Entry]]]) -> Iterator[list[tuple[dt.date, list[agenda.Entry]]]]:
    """``days`` in rows of seven."""
    for start in range(0, len(days), 7):
        yield days[start : start + 7]


@allowed(may_see_calendar, lambda: str(ONLY_FOR))
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The calendar with its words, for somebody who is signed in."""
    return as_file(with_words=True)


def as_file(*, with_words: bool) -> HttpResponse:
    """The file; nobody in between keeps it."""
    now = timezone.now()
    today = timezone.localdate()
    with override("tr"):
        name = _("%(municipality)s basın takvimi") % {"municipality": current().municipality}
        text = ics.calendar(agenda.entries(today - BEFORE, today + AFTER), name=name, now=now, with_words=with_words)
    return calendars.as_file(text, name="basin-takvimi.ics")


@allowed(may_see_calendar, lambda: str(ONLY_FOR))
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: HttpRequest) -> HttpResponseBase:
    """What a calendar program on a telephone would read, and the reader's address for it."""
    told = _(
        "Bu adreste yalnızca yayımlanmış bültenlerin başlıkları görünür. Yayımlanmamış olanların saati ve durumu "
        "yazar, başlığı yazmaz: başlıkları oturum açarak görürsünüz."
    )
    crumbs = [(reverse("bulletins:index"), _("Bültenler")), (reverse("bulletins:calendar"), _("Takvim"))]
    return services.CALENDAR.address_screen(request, title=_("Telefondan izle"), told=told, crumbs=crumbs)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar without a word that is not signed, for whoever has the secret of somebody who may see it."""
    if services.CALENDAR.reader_of(token) is None:
        raise Http404
    return as_file(with_words=False)
