"""What the public may read of the bulletins. Lists read the register; none of them walks the page tree."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.users.models import Department
from press_archive.bulletins.models import (
    BulletinTag,
    NumberSeries,
    RegisterEntry,
    Tag,
)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a visitor narrows the list to; ``None`` means all."""

    year: int | None = None
    department: Department | None = None
    tag: Tag | None = None


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


def tags_by_page(page_ids: Sequence[int]) -> dict[int, list[Tag]]:
    """The tags of these bulletins, by the primary keys of their pages; one query."""
    found: dict[int, list[Tag]] = defaultdict(list)
    for row in BulletinTag.objects.filter(content_object__in=page_ids).select_related("tag"):
        found[row.content_object_id].append(row.tag)
    return found


def public_tags() -> QuerySet[Tag]:
    """The tags of public bulletins. What a draft is tagged with is nobody's business yet, nor is that it is tagged."""
    public = BulletinTag.objects.filter(tag=OuterRef("pk"), content_object__register_entry__public=True)
    return Tag.objects.filter(Exists(public))


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
