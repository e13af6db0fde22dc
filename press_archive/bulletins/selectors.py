"""What the public may read of the bulletins. Lists read the register; none of them walks the page tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cms.users.models import Department
from cms.website import pictures, selectors
from media_library.models import Photo
from press_archive.bulletins.models import (
    BulletinPage,
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


@dataclass(frozen=True, slots=True)
class PressPhoto:
    """A photo that journalists may download from the bulletin's page."""

    photo: Photo
    alt: str
    credit: str
    caption: str = ""


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


def tags_of(entries: Sequence[RegisterEntry]) -> list[Tag]:
    """The tags of the bulletins in ``entries``, in Turkish order."""
    tags = Tag.objects.filter(bulletin_items__content_object__in=[entry.page_id for entry in entries]).distinct()
    return in_order(tags)


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


def press_photos(page: BulletinPage) -> list[PressPhoto]:
    """Every photo of the bulletin once, the lead photo first, without those that were taken down."""
    found: dict[int, PressPhoto] = {}
    if (lead := pictures.shown(page.lead_image)) is not None:
        found[lead.pk] = PressPhoto(lead, page.lead_image_alt, page.lead_image_credit)
    for photo, value in pictures.pictures_in(page.body):
        if pictures.shown(photo) is None:
            continue
        found.setdefault(photo.pk, PressPhoto(photo, value["alt"], value["credit"], value["caption"] or ""))
    return list(found.values())


def page_context(page: BulletinPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Everything that the template of a bulletin shows; also for an unsaved ``revision.as_object()``."""
    frame = selectors.frame(request)
    links = selectors.prepare_body(page.body, page.lead_image, frame.identity.logo)
    entry = register_entry(page)
    notes = sorted(page.correction_notes.all(), key=lambda note: (note.date, note.sort_order or 0))
    share = pictures.rendition(page.lead_image, pictures.SHARE)
    context = {
        "links": links,
        "entry": entry,
        "published_at": entry.published_at if entry else None,
        "notes": notes,
        "tags": in_order(page.tags.all()),
        "categories": list(page.categories.all()),
        "photos": press_photos(page),
        "share": share,
        "canonical": selectors.absolute(page.public_path),
    }
    context["structured"] = structured_data(page, context, frame)
    return context


def register_entry(page: BulletinPage) -> RegisterEntry | None:
    """The bulletin's line in the register, if it was ever public."""
    return getattr(page, "register_entry", None) if page.pk else None


def structured_data(page: BulletinPage, context: dict[str, Any], frame: selectors.Frame) -> dict[str, Any]:
    """The bulletin as schema.org ``NewsArticle``."""
    publisher = {"@type": "GovernmentOrganization", "name": frame.identity.municipality, "url": frame.site_url}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.summary,
        "inLanguage": "tr",
        "mainEntityOfPage": context["canonical"],
        "url": context["canonical"],
        "publisher": publisher,
        "author": {**publisher, "name": f"{frame.identity.municipality} – {page.department}"}
        if page.department
        else publisher,
        "keywords": [tag.name for tag in context["tags"]],
        "articleSection": [category.name for category in context["categories"]],
    }
    if context["published_at"]:
        data["datePublished"] = timezone.localtime(context["published_at"]).isoformat(timespec="seconds")
        modified = page.last_published_at or context["published_at"]
        data["dateModified"] = timezone.localtime(modified).isoformat(timespec="seconds")
    if page.number:
        data["identifier"] = page.number
    if context["share"]:
        data["image"] = [selectors.absolute(context["share"].url)]
    if page.place:
        data["contentLocation"] = {"@type": "Place", "name": page.place}
    if context["notes"]:
        data["correction"] = [note.text for note in context["notes"]]
    return data
