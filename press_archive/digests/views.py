"""The digest's screens: the days, one day to read or to put together, its PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.turkish import format_date
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.clippings.models import Clipping, Scan
from press_archive.digests import selectors, services
from press_archive.digests.documents import as_pdf
from press_archive.digests.forms import NoteForm
from press_archive.digests.lines import Line, groups
from press_archive.digests.models import Alert, Digest
from press_archive.digests.permissions import may_read_digests, may_work_digests

ICON = "doc-full"
STYLES = ["clippings/clippings.css", "digests/digests.css", "office/ledgers.css"]
A_PAGE = 30


def crumbs() -> list[tuple[str, str]]:
    """The way to the list of days."""
    return [(reverse("digests:index"), _("Basın özeti"))]


def day_in(text: str) -> dt.date:
    """The day in an address. Raises ``Http404``."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _told(day: dt.date) -> tuple[Digest | None, list[Line], list[Line]]:
    """The digest of ``day`` with its lines and those that were dropped: as it was sent, or as it would be now."""
    digest = Digest.objects.filter(day=day).select_related("sent_by").first()
    if digest is not None and digest.sent_at is not None:
        return digest, selectors.kept(digest), []
    if day != timezone.localdate():
        raise Http404
    return digest, *selectors.put_together(day)


@require_safe
@allowed(may_read_digests)
def index(request: HttpRequest) -> HttpResponseBase:
    """The days that were told, the newest first, and today."""
    sent = Digest.objects.filter(sent_at__isnull=False).select_related("sent_by")
    pages = Paginator(sent, A_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    return screen(
        request, "digests/index.html", title=_("Basın özeti"), icon=ICON, styles=STYLES, pages=pages, today=today,
        is_sent=Digest.objects.filter(day=today, sent_at__isnull=False).exists(), is_narrow=True,
        readers=selectors.readers_of("gets_digest"), alerted=selectors.readers_of("gets_alerts"),
        time=settings.DIGEST_TIME, may_work=may_work_digests(request.user),
        alerts=Alert.objects.select_related("clipping").defer("clipping__text").prefetch_related("letters")[:10],
    )  # fmt: skip


@require_safe
@allowed(may_read_digests)
def one_day(request: HttpRequest, day: str) -> HttpResponseBase:
    """One day's digest on one page, for a phone and for paper; before it is sent, with what puts it together."""
    date = day_in(day)
    digest, lines, dropped = _told(date)
    is_sent = digest is not None and digest.sent_at is not None
    works = may_work_digests(request.user) and not is_sent and "onizleme" not in request.GET
    numbers = [line.clipping for line in (*lines, *dropped)]
    scans: dict[int, list[Scan]] = {}
    for scan in Scan.objects.filter(clipping__in=numbers):
        scans.setdefault(scan.clipping_id, []).append(scan)
    preview = HeaderButton(_("Önizleme"), url=f"{request.path}?onizleme=1", icon_name="view", priority=30)
    return screen(
        request, "digests/day.html", title=_("Günlük basın özeti"), icon=ICON, crumbs=crumbs(),
        last_crumb=format_date(date), styles=STYLES, is_narrow=True, buttons=[preview] if works else [],
        digest=digest, is_sent=is_sent, shown=format_date(date, weekday=True), groups=groups(lines),
        sum=services.in_words(lines), dropped=dropped,
        note=digest.note if digest else "", works=works, form=NoteForm(initial={"note": digest.note if digest else ""}),
        scans=scans, there=set(Clipping.objects.filter(pk__in=numbers).values_list("pk", flat=True)), day=day,
        letters=list(digest.letters.order_by("recipient")) if digest and is_sent else [],
        time=settings.DIGEST_TIME, readers=[] if is_sent else selectors.readers_of("gets_digest"),
        may_work=may_work_digests(request.user), **_neighbours(date),
    )  # fmt: skip


def _neighbours(day: dt.date) -> dict[str, Any]:
    sent = Digest.objects.filter(sent_at__isnull=False)
    before, after = sent.filter(day__lt=day).first(), sent.filter(day__gt=day).last()
    today = timezone.localdate()
    return {"before": before.day if before else None, "after": after.day if after else today if day < today else None}


@require_safe
@allowed(may_read_digests)
def pdf(request: HttpRequest, day: str) -> HttpResponseBase:
    """The same for a printer."""
    date = day_in(day)
    digest, lines, _dropped = _told(date)
    response = HttpResponse(as_pdf(date, digest.note if digest else "", lines), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="basin-ozeti-{date.isoformat()}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@allowed(may_work_digests)
def arrange(request: HttpRequest, day: str) -> HttpResponseBase:
    """One button of the page that puts the digest together: up, down, drop, take in."""
    date, user = _today(day), signed_in(request)
    for act in ("up", "down", "drop", "take"):
        number = request.POST.get(act, "")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            continue
        if act in ("up", "down"):
            services.move(day=date, clipping=int(number), up=act == "up", user=user)
        else:
            services.drop(day=date, clipping=int(number), dropped=act == "drop", user=user)
        return redirect(f"{reverse('digests:day', args=[day])}#haber-{number}")
    raise Http404


@require_POST
@allowed(may_work_digests)
def annotate(request: HttpRequest, day: str) -> HttpResponseBase:
    """What stands above the lines."""
    date, form = _today(day), NoteForm(request.POST)
    if form.is_valid():
        services.annotate(day=date, note=form.cleaned_data["note"], user=signed_in(request))
        messages.success(request, _("Giriş notu kaydedildi."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("digests:day", day=day)


@require_POST
@allowed(may_work_digests)
def send(request: HttpRequest, day: str) -> HttpResponseBase:
    """Sends it now, before its time."""
    services.send_digest(day=_today(day), user=signed_in(request))
    messages.success(request, _("Basın özeti sıraya alındı; kime ulaştığı bu sayfada görünür."))
    return redirect("digests:day", day=day)


def _today(day: str) -> dt.date:
    date = day_in(day)
    if date != timezone.localdate():
        raise Http404
    return date
