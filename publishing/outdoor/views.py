"""The outdoor screens: the hangers' day, a campaign with its faces, one booking with its photos, the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.turkish import format_date
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.calendars import Calendar, as_file
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from publishing.outdoor import brake, forms, papers, selectors, services
from publishing.outdoor.models import Booking, BookingCalendar, Campaign, HangingPhoto
from publishing.outdoor.permissions import may_book, may_hang, may_read_bookings, may_release
from publishing.outdoor.words import PeriodKind, State

ICON = "desktop"
STYLES = ["office/steps.css", "outdoor/outdoor.css"]
PRIVATE = "private, no-store"
PER_PAGE = 30


def crumbs(campaign: Campaign | None = None) -> list[tuple[str, str]]:
    """The way to the hangers' day, and to ``campaign``."""
    way = [(reverse("outdoor:today"), _("Bugün panolarda"))]
    if campaign is not None:
        way += [(reverse("outdoor:campaigns"), _("Pano çalışmaları")),
                (reverse("outdoor:campaign", args=[campaign.pk]), campaign.name)]  # fmt: skip
    return way


def _day_in(request: HttpRequest) -> dt.date:
    today = timezone.localdate()
    try:
        day = parse_date(request.GET.get("gun", "")) or today
    except ValueError:
        return today
    return day if 2000 <= day.year <= 2200 else today


def notices(spans: list[brake.Span]) -> list[tuple[str, str]]:
    """(tone, sentence) of what holds."""
    found = []
    for span in spans:
        days = {"name": span.name, "begin": format_date(span.begin), "end": format_date(span.end)}
        if span.stops:
            said = _(
                "%(name)s: %(begin)s – %(end)s arasında belediyenin iş ve hizmetlerini anlatan hiçbir şey asılmaz "
                "(298 sayılı Kanun m. 64). Zorunlu duyurular Müdür’ün yazdığı gerekçeyle asılır."
            )
            found.append(("bad", said % days))
        elif span.kind == PeriodKind.MOURNING:
            found.append(("bad", _("%(name)s: %(begin)s – %(end)s yas. Kutlama asılmaz, asılı olan indirilir.") % days))
        else:
            said = _(
                "%(name)s: %(begin)s – %(end)s seçim dönemi. Bir partiyi ya da adayı öven, yeren hiçbir şey asılmaz "
                "(298 sayılı Kanun m. 63)."
            )
            found.append(("doubt", said % days))
    return found


@require_safe
@allowed(may_read_bookings)
def today(request: HttpRequest) -> HttpResponseBase:
    """What hangs where, what has to be hung and what taken down."""
    day = selectors.day_of(_day_in(request))
    here = reverse("outdoor:today")
    return screen(
        request, "outdoor/today.html", title=_("Bugün panolarda"), icon=ICON, styles=STYLES, day=day,
        notices=notices(day.spans), may_hang=may_hang(request.user), may_book=may_book(request.user),
        before=f"{here}?gun={day.day - dt.timedelta(days=1)}", after=f"{here}?gun={day.day + dt.timedelta(days=1)}",
        buttons=[
            HeaderButton(
                _("Asım listesi (PDF)"), url=f"{reverse('outdoor:order')}?gun={day.day}", icon_name="download"
            ),
            HeaderButton(_("Takvim adresi"), url=reverse("outdoor:calendar"), icon_name="calendar"),
        ],
    )  # fmt: skip


@require_safe
@allowed(may_read_bookings)
def order(request: HttpRequest) -> HttpResponseBase:
    """The hangers' list of a day."""
    day = _day_in(request)
    response = HttpResponse(papers.order_list(selectors.day_of(day)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="asim-listesi-{day}.pdf"'
    response["Cache-Control"] = PRIVATE
    return response


# --- Campaigns --------------------------------------------------------------------------------------------------------


@require_safe
@allowed(may_read_bookings)
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """What is or was hung, the newest first."""
    page: Any = Paginator(Campaign.objects.prefetch_related("bookings"), PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row.standing = [one for one in row.bookings.all() if one.state in (State.BOOKED, State.HUNG)]
        row.hung = sum(one.state == State.HUNG for one in row.standing)
    buttons = []
    if may_book(request.user):
        buttons.append(HeaderButton(_("Yeni çalışma"), url=reverse("outdoor:start"), icon_name="plus"))
    return screen(
        request, "outdoor/campaigns.html", title=_("Pano çalışmaları"), icon=ICON, crumbs=crumbs(), styles=STYLES,
        campaigns=page, buttons=buttons,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_book)
def start(request: HttpRequest) -> HttpResponseBase:
    """A new campaign."""
    form = forms.CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.open_campaign(user=signed_in(request), **form.cleaned_data)
        messages.success(request, _("Çalışma açıldı. Günleri ve panoları seçin."))
        return redirect("outdoor:book", pk=row.pk)
    return screen(
        request, "outdoor/form.html", title=_("Yeni çalışma"), icon=ICON, crumbs=crumbs(), styles=STYLES, form=form,
        is_narrow=True, button=_("Çalışmayı aç"), status=400 if form.errors else 200,
    )  # fmt: skip


def _campaign(pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("created_by"), pk=pk)


@require_safe
@allowed(may_read_bookings)
def campaign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One campaign with its faces."""
    row, now = _campaign(pk), timezone.localdate()
    bookings = list(row.bookings.select_related("panel", "campaign").order_by("first_day", "panel__name_key", "face"))
    spans = selectors.all_spans()
    lines = [
        {"booking": one, "state": selectors.booking_state(one, now),
         "stops": any(span.stops for span in selectors.spans_of(one, spans)) and not one.release}
        for one in bookings
    ]  # fmt: skip
    met = (
        brake.met(spans, min(one.first_day for one in bookings), max(one.last_day for one in bookings))
        if bookings
        else []
    )
    return screen(
        request, "outdoor/campaign.html", title=row.name, icon=ICON, crumbs=[*crumbs(), crumbs(row)[1]], styles=STYLES,
        row=row, lines=lines, notices=notices(met), may_book=may_book(request.user),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_book)
def book(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Days first, then the faces that are free on all of them."""
    row = _campaign(pk)
    data = request.POST or (request.GET if "first_day" in request.GET else None)
    form = forms.DaysForm(data)
    faces, spans = [], []
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if request.method == "POST":
            made = services.book(campaign=row, faces=_faces_in(request), user=signed_in(request), **said)
            messages.success(request, _("%(count)d pano yüzü ayrıldı.") % {"count": len(made)})
            return redirect("outdoor:campaign", pk=pk)
        faces = selectors.faces_free(said["first_day"], said["last_day"])
        spans = brake.met(selectors.all_spans(), said["first_day"], said["last_day"])
    return screen(
        request, "outdoor/book.html", title=_("Pano ayır"), icon=ICON, crumbs=crumbs(row), styles=STYLES, form=form,
        row=row, faces=faces, notices=notices(spans), status=400 if form.errors else 200,
    )  # fmt: skip


def _faces_in(request: HttpRequest) -> list[tuple[int, int]]:
    found = []
    for value in request.POST.getlist("yuz"):
        panel, _dot, face = value.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (panel, face)):
            found.append((int(panel), int(face)))
    return found


# --- One booking ------------------------------------------------------------------------------------------------------


def _booking(pk: int) -> Booking:
    return get_object_or_404(Booking.objects.select_related("panel", "campaign", "created_by"), pk=pk)


ACTS: dict[str, Any] = {"as": forms.HangForm, "indir": forms.DownForm, "vazgec": forms.ReasonForm,
                        "izin": forms.ReleaseForm}  # fmt: skip


def _offered(row: Booking, request: HttpRequest, stops: bool) -> list[tuple[str, str, str]]:
    """(name, title, button) of what can be done now by whoever looks."""
    found = []
    if may_hang(request.user):
        if row.state == State.BOOKED:
            found.append(("as", _("Asıldı"), _("Asıldığını yaz")))
        if row.state == State.HUNG:
            found.append(("indir", _("İndirildi"), _("İndirildiğini yaz")))
    if may_release(request.user) and stops and row.state in (State.BOOKED, State.HUNG) and not row.release:
        found.append(("izin", _("Seçim yasağında asılabilir"), _("Gerekçeyi yaz")))
    if may_book(request.user) and row.state == State.BOOKED:
        found.append(("vazgec", _("Rezervasyondan vazgeç"), _("Vazgeç")))
    return found


@require_safe
@allowed(may_read_bookings)
def booking(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One face for some days: where it is, what is done, its photos."""
    return _shown(request, _booking(pk))


def _shown(request: HttpRequest, row: Booking, failed: tuple[str, Any] | None = None) -> HttpResponseBase:
    spans = selectors.spans_of(row, selectors.all_spans())
    stops = any(span.stops for span in spans)
    words, tone = selectors.booking_state(row, timezone.localdate())
    offered = []
    for name, heading, button in _offered(row, request, stops):
        is_failed = failed is not None and failed[0] == name
        form = failed[1] if failed is not None and is_failed else ACTS[name](prefix=name)
        offered.append({
            "step": {"title": heading, "button": button}, "form": form, "is_open": is_failed,
            "is_aside": name == "vazgec", "action": reverse("outdoor:act", args=[row.pk, name]),
        })  # fmt: skip
    return screen(
        request, "outdoor/booking.html", title=f"{row.panel}, {row.face}. " + _("yüz"), icon=ICON,
        crumbs=crumbs(row.campaign), styles=STYLES, is_narrow=True, row=row, state=words, tone=tone, stops=stops,
        notices=notices(spans), offered=offered, photos=row.photos.select_related("noted_by").order_by("-noted_at"),
        history=row.events.select_related("noted_by").order_by("-noted_at", "-pk"),
        status=400 if failed is not None else 200,
    )  # fmt: skip


@require_POST
@allowed(may_read_bookings)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Hung, taken down, released or given up; the services ask who may."""
    row, user = _booking(pk), signed_in(request)
    if name not in ACTS:
        raise Http404
    form = ACTS[name](request.POST, request.FILES, prefix=name)
    if not form.is_valid():
        return _shown(request, row, (name, form))
    said = form.cleaned_data
    match name:
        case "as":
            services.hang(booking=row, user=user, **said)
            messages.success(request, _("Asıldığı yazıldı; fotoğraf kanıt olarak duruyor."))
        case "indir":
            services.record_down(booking=row, user=user, **said)
            messages.success(request, _("İndirildiği yazıldı; kalan günler boşaldı."))
        case "izin":
            services.release_from_brake(booking=row, user=user, **said)
            messages.success(request, _("Gerekçe yazıldı; seçim yasağında asılabilir."))
        case _:
            services.cancel_booking(booking=row, user=user, **said)
            messages.success(request, _("Rezervasyondan vazgeçildi; günler boşaldı."))
    return redirect("outdoor:booking", pk=pk)


@require_safe
@allowed(may_read_bookings)
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A proof's picture, for those who read bookings."""
    row = get_object_or_404(HangingPhoto, pk=pk)
    response = file_response(request, str(row.file.name), row.file.storage, download_name=f"pano-{row.booking_id}.jpg")
    response["Cache-Control"] = PRIVATE
    return response


# --- The calendar -----------------------------------------------------------------------------------------------------


CALENDAR = Calendar(BookingCalendar, may=may_read_bookings, room="outdoor", feed="outdoor_feed")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_read_bookings)
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The reader's secret address."""
    told = _(
        "Bu adreste yalnız hangi panonun hangi günler dolu olduğu ve yeri yazar; ne asıldığı yazmaz: onu oturum açarak "
        "görürsünüz."
    )
    return CALENDAR.address_screen(request, title=_("Takvim adresi"), told=told, crumbs=crumbs())


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Where and when something hangs, for whoever has the secret of somebody who may read bookings."""
    if CALENDAR.reader_of(token) is None:
        raise Http404
    return as_file(papers.calendar(today=timezone.localdate(), now=timezone.now()), name="panolar.ics")
