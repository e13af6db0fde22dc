"""What the template of a bulletin shows beside the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.core.presenters import presents
from cms.website import pictures, selectors
from press_archive.bulletins.messages import notes_of
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.photos import offered_photos, register_entry
from press_archive.bulletins.selectors import in_order


@presents(BulletinPage)
def page_context(page: BulletinPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Everything that the template of a bulletin shows; also for an unsaved ``revision.as_object()``."""
    frame = selectors.frame(request)
    links = selectors.prepare_body(page.body, page.lead_image, frame.identity.logo)
    entry = register_entry(page)
    share = pictures.rendition(page.lead_image, pictures.SHARE)
    context = {
        "links": links,
        "entry": entry,
        "published_at": entry.published_at if entry else None,
        "notes": notes_of(page),
        "tags": in_order(page.tags.all()),
        "categories": list(page.categories.all()),
        "photos": offered_photos(page),
        "share": share,
        "canonical": selectors.absolute(page.public_path),
    }
    context["structured"] = structured_data(page, context, frame)
    return context


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
    if page.series:
        data["isPartOf"] = {"@type": "CreativeWorkSeries", "name": page.series.name}
    if page.place:
        data["contentLocation"] = {"@type": "Place", "name": page.place}
    if context["notes"]:
        data["correction"] = [note.text for note in context["notes"]]
    return data
