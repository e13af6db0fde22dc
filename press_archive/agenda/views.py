"""The public pages: the calendar, an event, and an invited person's own page, where a ``GET`` changes nothing."""

from __future__ import annotations

import datetime as dt
from functools import wraps
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.core import ical, turkish
from cms.core.refusal import Refusal
from cms.identity.selectors import current
from cms.users.calendars import as_file
from cms.website.selectors import absolute
from media_library.models import Photo
from press_archive.agenda import calendars, registry, selectors, services, visits
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import Invitation
from press_archive.agenda.words import Answer

# What the calendar file tells of: a look back, so that programs see what was cancelled or is over.
BEFORE, AFTER = dt.timedelta(days=30), dt.timedelta(days=365)
PRIVATE = "private, no-store"


def _midnight() -> dt.datetime:
    """The beginning of today: a kept page holds until the day ends, and so does what stands on it."""
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Announced events from today on, by month."""
    found = selectors.announced(since=_midnight())
    months = [
        (f"{turkish.MONTHS[month - 1]} {year}", list(events))
        for (year, month), events in groupby(found, lambda one: _month(one.starts_at))
    ]
    path = reverse("agenda_calendar")
    return render(
        request, "agenda/calendar.html",
        {"months": months, "canonical": absolute(path), "feed": absolute(reverse("agenda_calendar_ics"))},
    )  # fmt: skip


def _month(at: dt.datetime) -> tuple[int, int]:
    day = timezone.localtime(at)
    return day.year, day.month


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same for calendar programs, which come again and again."""
    with override("tr"):
        name = _("%(municipality)s basın etkinlikleri") % {"municipality": current().municipality}
        found = selectors.announced(since=_midnight() - BEFORE)
        text = calendars.public_file(found, name=name, now=timezone.now())
    return _file(text, "basin-etkinlikleri.ics")


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _listed(pk: int) -> Announcement:
    """What was announced under this number for everybody. Raises ``Http404``: nobody learns of others."""
    said = next(iter(selectors.as_announced(selectors.newest_versions().filter(event=pk))), None)
    if said is None or not said.is_listed:
        raise Http404
    return said


@require_safe
def event(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One event; under an earlier title it is found all the same."""
    said = _listed(pk)
    if request.path != said.public_path:
        return redirect(said.public_path, permanent=True)
    return render(request, "agenda/event.html", _context(said))


def _context(said: Announcement) -> dict[str, Any]:
    return {
        "event": said, "description": f"{said.when}, {said.where}", "canonical": absolute(said.public_path),
        "map_photo": _map_of(said),
        "calendar_url": reverse("agenda_event_ics", args=[said.pk]), "links": registry.links_of(said),
    }  # fmt: skip


def _map_of(said: Announcement) -> Photo | None:
    """The way in; of what was cancelled it is closed with the rest."""
    if said.map_photo_id is None or said.is_cancelled:
        return None
    return Photo.objects.filter(pk=said.map_photo_id).first()


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for a calendar program."""
    said = _listed(pk)
    with override("tr"):
        text = calendars.public_file([said], name=said.title, now=timezone.now())
    return _file(text, f"etkinlik-{pk}.ics")


# --- An invited person's own page -------------------------------------------------------------------------------------


def private(view: Any) -> Any:
    """Kept by nobody, found by no search engine; its address is a key that no other site is told of."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(guarded)


def _invited(token: str) -> tuple[Invitation, Announcement]:
    row = None
    if services.TOKEN.fullmatch(token):
        row = Invitation.objects.select_related("event", "answer").filter(token=token).first()
    said = selectors.announcement_of(row.event) if row is not None else None
    if row is None or said is None:
        raise Http404
    return row, said


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody is invited to, and the buttons that answer it (LCV). Mail scanners open every link: only ``POST``
    answers. No cookie is asked for: the address is the permission."""
    row, said = _invited(token)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            services.record_answer(
                token=token, said=request.POST.get("yanit", ""), people=_people(request.POST.get("kisi", "")),
                note=request.POST.get("not", "")[:1000],
            )  # fmt: skip
        except Refusal as refusal:
            trouble, status = str(refusal), refusal.status
        else:
            return redirect(f"{request.path}?tamam=1")
    answer = getattr(row, "answer", None)
    is_stale = answer is not None and not selectors.standing_answers(row.event).filter(pk=answer.pk).exists()
    context = {
        **_context(said), "canonical": "", "is_hidden": True, "answer": answer, "is_stale": is_stale,
        "may_answer": not said.is_cancelled and timezone.now() <= said.answer_until, "answers": Answer.choices,
        "trouble": trouble, "is_done": "tamam" in request.GET and answer is not None and not trouble,
        "calendar_url": reverse("agenda_invitation_ics", args=[token]), "most_people": services.MOST_PEOPLE,
    }  # fmt: skip
    return render(request, "agenda/invitation.html", context, status=status)


def _people(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1 if not text else 0


@private
@require_safe
def invitation_file(request: HttpRequest, token: str) -> HttpResponse:
    """The event for an invited person's calendar, also where the public calendar does not show it."""
    _row, said = _invited(token)
    with override("tr"):
        text = calendars.public_file([said], name=said.title, now=timezone.now())
    response = _file(text, "davet.ics")
    response["Cache-Control"] = PRIVATE
    return response


@private
@require_safe
def mayor_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The mayor's times with the press, for whoever has the secret of somebody who may read visits."""
    if visits.CALENDAR.reader_of(token) is None:
        raise Http404
    now = timezone.now()
    with override("tr"):
        name = _("%(municipality)s: Başkan’ın basın takvimi") % {"municipality": current().municipality}
        events = selectors.announced(since=now - BEFORE, everything=True)
        rows = selectors.visits_between(now - BEFORE, now + AFTER)
        return as_file(calendars.mayor_file(events, rows, name=name, now=now), name="baskan-basin.ics")
