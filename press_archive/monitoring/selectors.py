"""What is asked about monitors and what they found."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.users.models import User
from cms.users.selectors import by_role_with
from media_library.models import Photo
from press_archive.clippings.models import PageCopy, PictureMatch
from press_archive.clippings.sources import host_of
from press_archive.contacts.models import Outlet
from press_archive.monitoring.models import WAITING, Candidate, Monitor, Page, State, Story, WordList
from press_archive.monitoring.words import excerpt, hits_of_lists

# Copies of an agency's text come within hours; an answer to it days later is another story.
AROUND = dt.timedelta(days=4)
MOST_AROUND = 300
SHORTEST_SILENCE = dt.timedelta(days=1)
UNKNOWN_SILENCE = dt.timedelta(days=7)
LEAST_GAPS, FAR = 5, 2
# A list that was to be asked so long ago waits for a worker, not for its turn.
LATE = dt.timedelta(hours=2)
TROUBLES = {
    "unknown_host": _("böyle bir site yok"),
    "forbidden": _("bu adrese bakılmaz"),
    "timeout": _("zamanında yanıt gelmedi"),
    "certificate": _("güvenlik sertifikası geçersiz"),
    "connection": _("siteye ulaşılamıyor"),
    "redirects": _("durmadan başka adrese yönlendiriyor"),
    "malformed": _("yanıtı anlaşılmadı"),
    "too_large": _("3 MB’den büyük"),
    "encoded": _("bozuk ya da bilinmeyen biçimde sıkıştırılmış"),
    "robots": _("site bakılmasını istemiyor (robots.txt)"),
    "robots_busy": _("site şu anda bakılmasına izin vermiyor; yeniden denenecek"),
    "no_list": _("bu adreste haber listesi yok"),
    "no_entries": _("CSS seçici sayfada hiçbir haber bulmadı"),
    "selector": _("CSS seçici geçersiz"),
    "broken": _("belge okunamadı"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """One item of a story for the desk."""

    row: Candidate
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class Told:
    """One story for the desk: the item that is shown, its copies, and where our words stand in it."""

    first: Copy
    copies: list[Copy]
    pieces: list[tuple[str, bool]]
    accepted: int

    @property
    def all(self) -> list[Copy]:
        return [self.first, *self.copies]


def lists_of(monitor_id: int | None) -> list[tuple[str, str]]:
    """What a monitor looks for: (wanted, unwanted) of its own lists, else of all."""
    lists = WordList.objects.filter(active=True)
    own = lists.filter(monitors=monitor_id) if monitor_id else lists.none()
    has_own = bool(monitor_id) and WordList.objects.filter(monitors=monitor_id).exists()
    return list((own if has_own else lists).values_list("words", "unwanted"))


def site_owners(monitor: Monitor) -> dict[str, int]:
    """Whose site a host is: by the künye of outlets, else by their lists that are watched. A host that both name is of
    ``monitor``'s outlet; one with lists of several outlets is nobody's."""
    watched: dict[str, set[int]] = {}
    for host, outlet in Monitor.objects.order_by().values_list("host", "outlet_id").distinct():
        watched.setdefault(host_of(f"//{host}"), set()).add(outlet)
    found = {host: outlets.pop() for host, outlets in watched.items() if len(outlets) == 1}
    sites = list(Outlet.objects.order_by("pk").exclude(website="").values_list("website", "pk"))
    for website, outlet in sorted(sites, key=lambda one: one[1] == monitor.outlet_id):
        found[host_of(website)] = outlet
    found.pop("", None)
    return found


def owner_of(address: str, owners: Mapping[str, int]) -> int | None:
    """The outlet on whose site ``address`` is; the longest name of a host wins."""
    names = host_of(address).split(".")
    found = (owners.get(".".join(names[at:])) for at in range(len(names)))
    return next((outlet for outlet in found if outlet is not None), None)


def stories_around(row: Candidate) -> list[tuple[int, str, str]]:
    """(story, headline, text) of what was found around the same time, the newest first."""
    since = row.found_at - AROUND
    rows = Candidate.objects.filter(story__isnull=False, found_at__gte=since).exclude(pk=row.pk)
    rows = rows.exclude(story_id=row.story_id) if row.story_id else rows
    return list(rows.order_by("-found_at", "-pk").values_list("story_id", "title", "text")[:MOST_AROUND])


def stories(state: State, *, per_page: int, page: int, only: int | None = None) -> tuple[list[Told], int]:
    """The stories that have an item in ``state``, the newest first, and how many there are; ``only``: the one with this
    key. A fixed number of queries."""
    some = Story.objects.filter(candidates__state=state, **({"pk": only} if only else {}))
    found = some.annotate(at=Max("candidates__found_at")).order_by("-at", "-pk")
    total = found.count()
    keys = [story.pk for story in found[(page - 1) * per_page : page * per_page]]
    rows = Candidate.objects.filter(story_id__in=keys).select_related(
        "outlet", "page_copy__picture_match__photo", "bulletin__register_entry", "clipping", "decided_by", "monitor"
    ).defer("bulletin__body", "page_copy__text", "clipping__text")  # fmt: skip
    by_story: dict[int, list[Candidate]] = {}
    for row in rows.order_by("published_at", "pk"):
        by_story.setdefault(row.story_id or 0, []).append(row)
    lists: dict[int | None, list[tuple[str, str]]] = {}
    return [_told(by_story[key], state, lists) for key in keys if key in by_story], total


def _told(rows: list[Candidate], state: State, lists: dict[int | None, list[tuple[str, str]]]) -> Told:
    here = [row for row in rows if row.state == state]
    first = max(here, key=lambda row: (len(row.text) > 400, bool(row.page_copy_id), -row.pk))
    if first.monitor_id not in lists:
        lists[first.monitor_id] = lists_of(first.monitor_id)
    text = f"{first.title}\n{first.text}"
    shift = len(first.title) + 1
    # The headline is shown anyway: what stands in the text says more.
    inside = [
        type(place)(place.said, place.start - shift, place.end - shift)
        for place in hits_of_lists(text, lists[first.monitor_id])
        if place.start >= shift
    ]
    accepted = sum(row.state == State.ACCEPTED for row in rows)
    copies = [Copy(row, photo_of(row)) for row in here if row.pk != first.pk]
    return Told(Copy(first, photo_of(first)), copies, excerpt(first.text, inside), accepted)


def photo_of(row: Candidate) -> Photo | None:
    """The photo of our archive that the picture of its page looks like."""
    match = getattr(row.page_copy, "picture_match", None) if row.page_copy else None
    return match.photo if match is not None else None


def our_photo(copy: PageCopy) -> Photo | None:
    """The photo of our archive that the picture of ``copy`` looks like."""
    match = PictureMatch.objects.filter(page_copy=copy).select_related("photo").first()
    return match.photo if match is not None else None


def desk_counts() -> dict[str, int]:
    """How many stories wait, were put off, and how many monitors are silent."""
    rows = Candidate.objects.filter(state__in=WAITING, story__isnull=False)
    found = rows.aggregate(
        new=Count("story", distinct=True, filter=Q(state=State.NEW)),
        later=Count("story", distinct=True, filter=Q(state=State.LATER)),
    )
    return {**found, "silent": Monitor.objects.filter(active=True, silent_since__isnull=False).count()}


def condition() -> dict[str, Any]:
    """How the rounds go on: ``count`` lists are watched; ``late``: to be asked long ago; ``lost``: with a reader that
    ended or hung; ``failing``: answer badly; ``silent``; when one was asked last (``asked_at``); how many ``pages`` of
    stories wait. Two queries."""
    late = Q(next_at__lt=timezone.now() - LATE)
    found: dict[str, Any] = Monitor.objects.filter(active=True).aggregate(
        count=Count("pk"), late=Count("pk", filter=late), lost=Count("pk", filter=Q(trouble="broken")),
        failing=Count("pk", filter=Q(failures__gt=0) & ~Q(trouble="broken")), asked_at=Max("checked_at"),
        silent=Count("pk", filter=Q(silent_since__isnull=False)),
    )  # fmt: skip
    return {**found, "pages": Candidate.objects.filter(page=Page.WANTED).count()}


def usual_gap(monitor: Monitor) -> dt.timedelta:
    """How long this list may bring nothing new before somebody should know: twice the longest pause that it made
    lately, at least a day; a week while it is hardly known."""
    if len(monitor.gaps) < LEAST_GAPS:
        return UNKNOWN_SILENCE
    longest = max(statistics.quantiles(monitor.gaps, n=10)[-1], max(monitor.gaps[-10:]))
    return max(SHORTEST_SILENCE, dt.timedelta(seconds=FAR * longest))


def went_silent(monitor: Monitor, *, at: dt.datetime | None = None) -> bool:
    """Whether nothing new came for longer than usual."""
    return (at or timezone.now()) - (monitor.arrived_at or monitor.created_at) > usual_gap(monitor)


def look_in_words(monitor: Monitor) -> str:
    """What came of the last look; empty when all is well."""
    if monitor.trouble:
        return str(TROUBLES.get(monitor.trouble, monitor.trouble))
    return f"HTTP {monitor.status}" if monitor.status not in (0, 200, 304) else ""


def told_of_silence() -> QuerySet[User]:
    """Who gets a letter about a silent list: whoever's role works the desk."""
    return by_role_with("monitoring.change_candidate").exclude(email="")
