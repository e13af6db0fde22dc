"""Reading shoots: the list, the timeline, what a shoot holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.turkish import MONTHS, format_moment
from media_library.archive.finder import thumbs_of
from media_library.archive.keyset import Order, parsed, rows_after
from media_library.archive.words import matching
from media_library.models import JobKind, JobState, MediaJob, Photo, Photographer, RightsState, Shoot, Video

ORDER = Order("date", nullable=False, is_date=True)
PAGE = 24
# How many shoots a tray offers, and how many of them before and after the one that is open.
TARGETS = 8
TARGETS_NEAR = 2
# The most shoots of one month that the timeline shows at once.
MONTH_PAGE = 120


@dataclass(slots=True)
class ShootCard:
    """A shoot in a list, with the address of a cover and what it holds."""

    shoot: Shoot
    cover: str = ""
    photos: int = 0
    videos: int = 0


@dataclass(slots=True)
class ShootPage:
    """One page of shoots; ``cursor`` leads to the next."""

    cards: list[ShootCard] = field(default_factory=list)
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the timeline."""

    number: int
    shoots: int

    @property
    def name(self) -> str:
        return MONTHS[self.number - 1]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many ``photos`` of a shoot the worker is done with: their small sizes are there, or cannot be made."""

    photos: int
    waiting: int
    failed: int

    @property
    def ready(self) -> int:
        return self.photos - self.waiting - self.failed

    @property
    def is_over(self) -> bool:
        return not self.waiting

    @property
    def words(self) -> str:
        numbers = {"ready": self.ready, "photos": self.photos, "failed": self.failed}
        if self.failed:
            return _("%(photos)d fotoğraftan hazır olan: %(ready)d, işlenemeyen: %(failed)d") % numbers
        return _("%(photos)d fotoğraftan hazır olan: %(ready)d") % numbers


@dataclass(frozen=True, slots=True)
class Contents:
    """What a shoot holds now: how much, from when to when it was taken, by whom, how much of it is not shown."""

    photos: int
    videos: int
    first: dt.datetime | None
    last: dt.datetime | None
    photographers: tuple[str, ...]
    withheld: int
    blocked: int
    incomplete: int

    @property
    def is_empty(self) -> bool:
        return not self.photos and not self.videos

    @property
    def period(self) -> str:
        """From the first picture to the last, in words; empty while nobody knows."""
        if self.first is None or self.last is None:
            return ""
        first, last = timezone.localtime(self.first), timezone.localtime(self.last)
        if first.date() != last.date():
            return f"{format_moment(first)} – {format_moment(last)}"
        if (first.hour, first.minute) == (last.hour, last.minute):
            return format_moment(first)
        return f"{format_moment(first)} – {last:%H.%M}"


def contents_of(shoot: Shoot, *, withheld: bool) -> Contents:
    """What ``shoot`` holds, in three queries; what was taken down only for who may list it (``withheld``). Photos that
    were merged into another one are not counted: no list shows them."""
    shown = Q() if withheld else Q(withheld_at=None)
    photos = Photo.objects.filter(shown, shoot=shoot, merged_into__isnull=True).order_by()
    videos = Video.objects.filter(shown, shoot=shoot).order_by()
    numbers = {
        "count": Count("pk"), "first": Min("taken_at"), "last": Max("taken_at"),
        "withheld": Count("pk", filter=Q(withheld_at__isnull=False)),
        "blocked": Count("pk", filter=Q(withheld_at=None, rights_state=RightsState.BLOCKED)),
        "incomplete": Count("pk", filter=Q(withheld_at=None, rights_state=RightsState.INCOMPLETE)),
    }  # fmt: skip
    found = [photos.aggregate(**numbers), videos.aggregate(**numbers)]
    moments = [moment for one in found for moment in (one["first"], one["last"]) if moment is not None]
    who = Q(pk__in=photos.values("photographer")) | Q(pk__in=videos.values("photographer"))
    return Contents(
        photos=found[0]["count"],
        videos=found[1]["count"],
        first=min(moments, default=None),
        last=max(moments, default=None),
        photographers=tuple(one.name for one in Photographer.objects.filter(who)),
        **{name: found[0][name] + found[1][name] for name in ("withheld", "blocked", "incomplete")},
    )


def readiness_of(shoot: Shoot) -> Readiness:
    """How far the worker is with the grid of ``shoot``, by each photo's last job; one query."""
    last = MediaJob.objects.filter(kind=JobKind.ARCHIVED, subject_id=OuterRef("pk")).order_by("-pk").values("state")[:1]
    photos = Photo.objects.filter(shoot=shoot, withheld_at=None).order_by().annotate(work=Subquery(last))
    counts = dict(photos.values_list("work").annotate(count=Count("pk")))
    return Readiness(
        photos=sum(counts.values()),
        waiting=counts.get(JobState.QUEUED, 0) + counts.get(JobState.RUNNING, 0),
        failed=counts.get(JobState.FAILED, 0),
    )


def filtered(values: dict[str, Any]) -> QuerySet[Shoot]:
    """The shoots that meet ``q``, ``department``, ``photographer`` and ``year`` of the list's form."""
    rows = Shoot.objects.select_related("department", "photographer")
    if values.get("q"):
        rows = rows.filter(matching(values["q"], ("title", "place", "notes")))
    if values.get("department"):
        rows = rows.filter(department=values["department"])
    if values.get("photographer"):
        rows = rows.filter(photographer=values["photographer"])
    if values.get("year"):
        rows = rows.filter(date__gte=dt.date(values["year"], 1, 1), date__lte=dt.date(values["year"], 12, 31))
    return rows


def page_of(rows: QuerySet[Shoot], *, cursor: str = "", size: int = PAGE) -> ShootPage:
    """The page of ``rows`` after ``cursor``, newest first."""
    found = rows_after(rows, ORDER, parsed(cursor), limit=size + 1)
    page = ShootPage(cards=cards_of(found[:size]))
    if len(found) > size:
        page.cursor = str(ORDER.key(found[size - 1]))
    return page


def cards_of(shoots: Sequence[Shoot]) -> list[ShootCard]:
    """Cards for these shoots: four queries for any number of them."""
    cards = {shoot.pk: ShootCard(shoot) for shoot in shoots}
    if not cards:
        return []
    newest = Photo.objects.filter(shoot=OuterRef("pk"), withheld_at__isnull=True, merged_into__isnull=True)
    covers = dict(
        Shoot.objects.filter(pk__in=cards)
        .annotate(cover=Subquery(newest.order_by("-taken_at").values("pk")[:1]))
        .values_list("cover", "pk")
        .order_by()
    )
    covers.pop(None, None)
    for number, address in thumbs_of(covers).items():
        cards[covers[number]].cover = address
    for model, name in ((Photo, "photos"), (Video, "videos")):
        held = model._default_manager.filter(shoot__in=cards).order_by().values_list("shoot")
        for shoot, count in held.annotate(count=Count("pk")):
            setattr(cards[shoot], name, count)
    return list(cards.values())


def targets(*, near: Shoot | None = None) -> list[Shoot]:
    """Shoots into which photos may be dropped: those of the days around ``near``, then the newest."""
    found: dict[int, Shoot] = {}
    if near is not None:
        others = Shoot.objects.exclude(pk=near.pk)
        for rows in (
            others.filter(date__gte=near.date).order_by("date", "pk"),
            others.filter(date__lt=near.date).order_by("-date", "-pk"),
        ):
            found |= {shoot.pk: shoot for shoot in rows[:TARGETS_NEAR]}
    for shoot in Shoot.objects.order_by("-created_at")[:TARGETS]:
        if near is None or shoot.pk != near.pk:
            found.setdefault(shoot.pk, shoot)
    return list(found.values())[:TARGETS]


def years() -> list[int]:
    """The years in which there were shoots, the newest first."""
    rows = Shoot.objects.annotate(year=ExtractYear("date")).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def months(year: int) -> list[Month]:
    """The months of ``year`` in which there were shoots, the newest first."""
    rows = (
        Shoot.objects.filter(date__gte=dt.date(year, 1, 1), date__lte=dt.date(year, 12, 31))
        .annotate(month=ExtractMonth("date"))
        .values_list("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [Month(month, count) for month, count in rows]


def of_month(year: int, month: int) -> list[ShootCard]:
    """The shoots of a month, newest first."""
    first = dt.date(year, month, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1)
    rows = Shoot.objects.filter(date__gte=first, date__lt=last).select_related("department", "photographer")
    return cards_of(list(rows[:MONTH_PAGE]))
