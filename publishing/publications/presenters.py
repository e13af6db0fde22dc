"""What the template of an issue shows beside the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.presenters import presents
from cms.website import pictures, selectors
from cms.website.entries import kind_of
from publishing.publications import designs
from publishing.publications.models import Issue
from publishing.publications.prepress.design import Paragraph
from publishing.publications.selectors import WEB, lost_photos


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A photo of a story that may be seen, with the words that were signed."""

    found: pictures.Responsive
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A story as it is read on the web."""

    number: int
    page: int
    section: str
    headline: str
    spot: str
    byline: str
    when: str
    where: str
    paragraphs: tuple[Paragraph, ...]
    pictures: tuple[ShownPicture, ...] = ()


def stories_of(issue: Issue, *, with_pictures: bool = False) -> list[ShownStory]:
    """The stories of ``issue`` in the order of its pages."""
    if with_pictures:
        pictures.attach_renditions(list(designs.photos_of(issue)))
        pictures.draw(list(designs.photos_of(issue)), pictures.WIDTHS)
    found: list[ShownStory] = []
    page = 1
    for block in issue.plan:
        for story in block.value["stories"]:
            if story["headline"] or story["text"] or story["pictures"]:
                found.append(
                    ShownStory(
                        len(found) + 1, page, block.value["section"] or "", story["headline"] or "",
                        story["spot"] or "", story["byline"] or "", story["when"] or "", story["where"] or "",
                        tuple(designs.paragraphs_of(story["text"])),
                        tuple(_shown(story["pictures"])) if with_pictures else (),
                    )
                )  # fmt: skip
        page += block.value["span"] or 1
    return found


def _shown(slots: Any) -> Any:
    for slot in slots:
        photo = pictures.shown(slot["image"]) if slot["image"] else None
        sizes = pictures.responsive(photo) if photo is not None else None
        if sizes is not None:
            yield ShownPicture(sizes, slot["alt"] or "", slot["caption"] or "", slot["credit"] or "")


@presents(Issue)
def page_context(page: Issue, request: HttpRequest | None = None) -> dict[str, Any]:
    """Everything that the template of an issue shows; also for an unsaved ``revision.as_object()``."""
    selectors.frame(request)
    register = kind_of(page)
    files = (page.made or {}).get("files") or {}
    whole = bool(files) and bool(page.slug) and not lost_photos(page)
    return {
        "stories": stories_of(page, with_pictures=True),
        "cover": reverse("publication_cover", args=[page.slug]) if whole else "",
        "pdf": reverse("publication_pdf", args=[page.slug]) if whole and WEB in files else "",
        "canonical": selectors.absolute(page.public_path),
        "list_url": register.list_path(),
        "feeds": register.feed_links(),
    }
