"""What the public may read of the bulletins. Lists read the register; none of them walks the page tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.users.models import Department
from press_archive.bulletins.models import (
    BulletinPage,
    BulletinTag,
    Category,
    NumberSeries,
    RegisterEntry,
    Series,
    Tag,
)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a visitor narrows the list to; ``None`` means all."""

    year: int | None = None
    department: Department | None = None
    tag: Tag | None = None
    series: Series | None = None


def filtered(chosen: ListFilter) -> QuerySet[RegisterEntry]:
    """The public entries that ``chosen`` leaves, newest first.

    A year is a stretch of ``published_at``, so that one index serves the years, the order and the count together.
    """
    entries: QuerySet[RegisterEntry] = RegisterEntry.objects.public()
    if chosen.year is not None:
        zone = timezone.get_current_timezone()
        first = dt.datetime(chosen.year, 1, 1, tzinfo=zone)
        entries = entries.filter(published_at__gte=first, published_at__lt=first.replace(year=chosen.year + 1))
    if chosen.department is not None:
        entries = entries.filter(department=chosen.department)
    if chosen.tag is not None:
        tagged = BulletinTag.objects.filter(tag=chosen.tag).values("content_object")
        entries = entries.filter(page__in=tagged)
    if chosen.series is not None:
        entries = entries.filter(page__series=chosen.series)
    return entries


def with_pages(ids: Sequence[int]) -> list[RegisterEntry]:
    """The entries ``ids`` in this order, with page, department and lead photo; body texts stay in the database."""
    entries = (
        RegisterEntry.objects.filter(pk__in=list(ids))
        .select_related("page__lead_image", "page__department")
        .defer("page__body", "page__search_description")
    )
    by_id = {entry.pk: entry for entry in entries}
    return [by_id[pk] for pk in ids if pk in by_id]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a bulletin: title and address part of the one before and the one after; its series, if any."""

    earlier: tuple[str, str] | None = None
    later: tuple[str, str] | None = None
    series: int | None = None


def beside(page_id: int) -> Beside:
    """The public bulletins before and after ``page_id``; both are looked up in an index, however long the register
    is."""
    public = (
        RegisterEntry.objects.filter(public=True, page__live=True).order_by().values_list("page__title", "page__slug")
    )
    own = RegisterEntry.objects.filter(page=page_id).values_list("published_at", "pk", "page__series").first()
    if own is None:
        return Beside()
    at, pk, series = own
    # The bound alone leads into the index; the rest tells those of the same moment apart.
    before = public.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(pk__lt=pk))
    after = public.filter(published_at__gte=at).filter(Q(published_at__gt=at) | Q(pk__gt=pk))
    earlier, later = before.order_by("-published_at", "-pk").first(), after.order_by("published_at", "pk").first()
    return Beside(earlier, later, series)


def of_series(series: int, *, without: int, most: int) -> list[tuple[str, str, dt.datetime]]:
    """Title, address part and day of the newest public bulletins of ``series``, that of the page ``without`` left
    out."""
    public = RegisterEntry.objects.filter(public=True, page__live=True, page__series=series).exclude(page=without)
    newest = public.order_by("-published_at", "-pk")
    return list(newest.values_list("page__title", "page__slug", "published_at")[:most])


def related(page_id: int, most: int = 3) -> QuerySet[RegisterEntry]:
    """The lines of the public bulletins that share most tags with ``page_id``, the newest first; where none shares
    one, the newest others of its department, else of its categories."""
    public = RegisterEntry.objects.filter(public=True, page__live=True).exclude(page=page_id)
    tags = list(BulletinTag.objects.filter(content_object=page_id).values_list("tag", flat=True))
    department = RegisterEntry.objects.filter(page=page_id).values("department")
    categories = BulletinPage.categories.through.objects.filter(bulletinpage=page_id).values("category")
    alike = (
        public.filter(page__tagged_items__tag__in=tags).annotate(shared=Count("pk")).order_by("-shared")
        if tags
        else public.none(),
        public.filter(department__in=department).order_by(),
        public.filter(page__categories__in=categories).distinct().order_by(),
    )
    found: list[int] = []
    for some in alike:
        newest = some.order_by(*some.query.order_by, "-published_at", "-pk")
        if found := list(newest.values_list("pk", flat=True)[:most]):
            break
    return RegisterEntry.objects.filter(pk__in=found).order_by("-published_at", "-pk")


def counted_tags(since: dt.datetime | None = None) -> list[Tag]:
    """The tags of public bulletins with how many of them have it (``uses``), those of most first; ``since``: of the
    bulletins published from then on."""
    where = Q(content_object__register_entry__public=True)
    if since is not None:
        where &= Q(content_object__register_entry__published_at__gte=since)
    uses = dict(BulletinTag.objects.filter(where).order_by().values_list("tag").annotate(n=Count("pk")))
    tags = list(Tag.objects.filter(pk__in=uses))
    for tag in tags:
        tag.uses = uses[tag.pk]
    return sorted(tags, key=lambda tag: (-uses[tag.pk], tag.sort_key))


def public_tags() -> QuerySet[Tag]:
    """The tags of public bulletins. What a draft is tagged with is nobody's business yet, nor is that it is tagged."""
    public = BulletinTag.objects.filter(tag=OuterRef("pk"), content_object__register_entry__public=True)
    return Tag.objects.filter(Exists(public))


def public_series() -> QuerySet[Series]:
    """The series that public bulletins stand in: nobody outside reads the name of another."""
    return Series.objects.filter(Exists(RegisterEntry.objects.filter(public=True, page__series=OuterRef("pk"))))


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """Tags in the order of the Turkish alphabet."""
    return sorted(tags, key=lambda tag: tag.sort_key)


def years() -> list[int]:
    """The years that have bulletins, newest first."""
    return list(NumberSeries.objects.filter(last__gt=0).order_by("-year").values_list("year", flat=True))


def public_departments() -> QuerySet[Department]:
    """The departments that have public bulletins: others have no name that strangers may read."""
    public = RegisterEntry.objects.filter(public=True, department=OuterRef("pk"))
    return Department.objects.filter(Exists(public))


def departments() -> list[Department]:
    """The departments that have public bulletins, in Turkish order."""
    return list(public_departments().order_by("sort_key"))


def categories() -> list[Category]:
    """The categories of public bulletins, in Turkish order."""
    links = BulletinPage.categories.through.objects.filter(
        category=OuterRef("pk"), bulletinpage__register_entry__public=True
    )
    return list(Category.objects.filter(Exists(links)).order_by("sort_key"))
