"""What the templates of the galleries show beside the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone

from cms.core.presenters import presents
from cms.website import pictures, selectors
from cms.website.entries import kind_of
from cms.website.offers import for_press
from media_library.models import Video, VideoKind
from media_library.public_words import kind_of as video_kind
from media_library.public_words import signed_words
from press_archive.galleries.models import GalleryPage, GalleryVideo, Kind, PhotoGalleryPage, VideoGalleryPage
from press_archive.galleries.photos import asked_for_press, shown_photos


@dataclass(frozen=True, slots=True)
class ShownVideo:
    """A video of a gallery that may be seen. ``is_promotion`` as it was signed; ``for_press``: whether its rights let
    the press use it too."""

    row: GalleryVideo
    video: Video
    is_promotion: bool = False
    for_press: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The picture that other sites show beside a link."""

    url: str
    width: int
    height: int


def shown_videos(page: GalleryPage) -> list[ShownVideo]:
    """The videos of ``page`` that may be seen; seven queries."""
    rows = page.rows
    prefetch_related_objects(rows, "video__captions")
    said = signed_words(page)
    shown = [row for row in rows if row.video.is_shown]
    offered = for_press(row.video for row in shown)
    return [
        ShownVideo(row, row.video, video_kind(row.video, said) == VideoKind.PROMOTION, row.video in offered)
        for row in shown
    ]


@presents(PhotoGalleryPage, VideoGalleryPage)
def page_context(page: GalleryPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Everything that the template of a gallery shows; also for an unsaved ``revision.as_object()``."""
    frame = selectors.frame(request)
    register = kind_of(page)
    is_photo = page.kind == Kind.PHOTO
    items: list[Any] = list(asked_for_press(shown_photos(page)) if is_photo else shown_videos(page))
    context: dict[str, Any] = {
        "items": items,
        "total": len(items),
        "withheld": len(page.rows) - len(items),
        "for_press": is_photo and any(item.for_press for item in items),
        "canonical": selectors.absolute(page.public_path),
        "list_url": register.list_path(),
        "feeds": register.feed_links(),
        "share": None,
        "share_alt": "",
    }
    if items and is_photo:
        context["share"] = pictures.rendition(items[0].photo, pictures.SHARE)
        context["share_alt"] = items[0].row.alt
    elif items:
        video = items[0].video
        context["share"] = Share(video.poster.url, video.poster_width or 0, video.poster_height or 0)
        context["share_alt"] = items[0].row.title
    context["structured"] = photo_data(page, context, frame) if is_photo else video_data(page, context, frame)
    return context


def published_at(page: GalleryPage) -> dt.datetime:
    """When ``page`` first went public; now for a preview."""
    return timezone.localtime(page.first_published_at or timezone.now())


def photo_data(page: GalleryPage, context: dict[str, Any], frame: selectors.Frame) -> dict[str, Any]:
    """The gallery as schema.org ``ImageGallery``."""
    return {
        "@context": "https://schema.org",
        "@type": "ImageGallery",
        "name": page.title,
        "description": page.summary,
        "inLanguage": "tr",
        "url": context["canonical"],
        "datePublished": published_at(page).isoformat(timespec="seconds"),
        "publisher": publisher(frame),
        **_place(page),
        "image": [
            {
                "@type": "ImageObject",
                "contentUrl": selectors.absolute(item.largest.url),
                "thumbnailUrl": selectors.absolute(item.found.renditions[0].url),
                "width": item.largest.width,
                "height": item.largest.height,
                "description": item.row.alt,
                "caption": item.row.caption or item.row.alt,
                "creditText": item.row.credit,
            }
            for item in context["items"]
            if not item.found.stands_in
        ],
    }


def video_data(page: GalleryPage, context: dict[str, Any], frame: selectors.Frame) -> dict[str, Any]:
    """The gallery as schema.org ``CollectionPage`` of ``VideoObject``."""
    when = published_at(page).isoformat(timespec="seconds")
    videos = [
        {
            "@type": "VideoObject",
            "name": item.row.title,
            "description": item.row.caption or page.summary,
            "thumbnailUrl": [selectors.absolute(item.video.poster.url)],
            "uploadDate": when,
            "duration": f"PT{round((item.video.duration_ms or 0) / 1000)}S",
            "contentUrl": selectors.absolute(item.video.proxy.url),
            "inLanguage": "tr",
            "publisher": publisher(frame),
            **({"creditText": item.row.credit} if item.row.credit else {}),
        }
        for item in context["items"]
    ]
    whole = {
        "@type": "CollectionPage",
        "name": page.title,
        "description": page.summary,
        "inLanguage": "tr",
        "url": context["canonical"],
        "datePublished": when,
        "publisher": publisher(frame),
        **_place(page),
    }
    return {"@context": "https://schema.org", "@graph": [whole, *videos]}


def publisher(frame: selectors.Frame) -> dict[str, str]:
    """The municipality, for search engines."""
    return {"@type": "GovernmentOrganization", "name": frame.identity.municipality, "url": frame.site_url}


def _place(page: GalleryPage) -> dict[str, Any]:
    return {"contentLocation": {"@type": "Place", "name": page.place}} if page.place else {}
