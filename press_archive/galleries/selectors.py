"""What the public may read of the galleries. Lists read the register; none of them walks the page tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from cms.website import pictures, selectors
from cms.website.entries import kind_of
from media_library.models import Photo, PublicFile, Video, VideoKind, VideoState
from media_library.public_words import kind_of as video_kind
from media_library.public_words import signed_words
from press_archive.galleries.models import (
    GalleryPage,
    GalleryPhoto,
    GalleryVideo,
    Kind,
    PhotoGalleryPage,
    VideoGalleryPage,
)

STRIP_LENGTH = 5
# Width to height in hundredths; a style sheet must know every one of them before the pictures come.
RATIOS = (56, 67, 75, 80, 100, 125, 133, 150, 178, 200, 240)


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo of a gallery that may be seen, with its sizes and the nearest of ``RATIOS``."""

    row: GalleryPhoto
    photo: Photo
    found: pictures.Responsive

    @property
    def ratio(self) -> int:
        share = 100 * self.found.middle.width / max(1, self.found.middle.height)
        return min(RATIOS, key=lambda ratio: abs(ratio - share))

    @property
    def largest(self) -> Any:
        return self.found.renditions[-1]


@dataclass(frozen=True, slots=True)
class ShownVideo:
    """A video of a gallery that may be seen. ``is_promotion`` as it was signed."""

    row: GalleryVideo
    video: Video
    is_promotion: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The picture that other sites show beside a link."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class GalleryCard:
    """A gallery in a list. ``photo`` or ``video`` is its cover, if any of it may be seen; ``total`` how much may;
    ``is_promotion`` whether the cover was signed as such a video."""

    page: GalleryPage
    path: str
    total: int
    photo: Photo | None = None
    video: Video | None = None
    is_promotion: bool = False

    @property
    def kind(self) -> Kind:
        return self.page.kind


@dataclass(frozen=True, slots=True)
class Strip:
    """The newest photo gallery with its first photos, for the home page."""

    card: GalleryCard
    photos: list[ShownPhoto]


def shown_rows(kind: Kind) -> Any:
    """All rows of galleries of ``kind`` whose photo or video may be seen."""
    if kind == Kind.PHOTO:
        return GalleryPhoto.objects.filter(photo__withheld_at=None)
    return GalleryVideo.objects.filter(video__withheld_at=None, video__state=VideoState.READY)


def cards(model: type[GalleryPage], page_ids: Sequence[int]) -> list[GalleryCard]:
    """Cards of these public galleries in this order: two queries for any number of them, three for films."""
    kind = model.kind
    rows = shown_rows(kind).filter(page=OuterRef("pk")).order_by()
    item = kind.value
    pages = (
        model.objects.filter(pk__in=page_ids)
        .defer("search_description")
        .annotate(
            cover=Subquery(rows.order_by("sort_order", "pk").values(item)[:1]),
            total=Coalesce(
                Subquery(rows.values("page").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
        )
        .in_bulk()
    )
    media: Any = Photo if kind == Kind.PHOTO else Video
    covers = media.objects.in_bulk({page.cover for page in pages.values()} - {None})
    promotions = promoted({page.pk: page.cover for page in pages.values()}) if kind == Kind.VIDEO else set()
    return [
        GalleryCard(
            page, page.public_path, page.total, is_promotion=page.pk in promotions, **{item: covers.get(page.cover)}
        )
        for page in (pages[pk] for pk in page_ids if pk in pages)
    ]


def promoted(covers: dict[int, int | None]) -> set[int]:
    """Those of these public video galleries (primary key to that of the cover) whose cover was signed as a promotion
    video."""
    signed = PublicFile.objects.filter(
        content_type=ContentType.objects.get_for_model(VideoGalleryPage),
        object_id__in=[str(pk) for pk in covers],
        video__in=set(covers.values()) - {None},
        words__kind=VideoKind.PROMOTION.value,
    )
    return {int(pk) for pk, video in signed.values_list("object_id", "video") if covers[int(pk)] == video}


def latest_strip() -> Strip | None:
    """The newest photo gallery that has something to show, for the home page; three queries."""
    newest = PhotoGalleryPage.objects.filter(gallery_entry__public=True)
    total = shown_rows(Kind.PHOTO).filter(page=OuterRef("pk")).order_by().values("page").annotate(n=Count("pk"))
    page = (
        newest.annotate(total=Subquery(total.values("n"), output_field=IntegerField()))
        .filter(total__gt=0)
        .order_by("-gallery_entry__date", "-gallery_entry__pk")
        .first()
    )
    if page is None:
        return None
    rows = shown_rows(Kind.PHOTO).filter(page=page).select_related("photo").order_by("sort_order", "pk")
    photos = _shown(rows[:STRIP_LENGTH])
    return Strip(GalleryCard(page, page.public_path, page.total), photos) if photos else None


def shown_photos(page: GalleryPage, most: int | None = None) -> list[ShownPhoto]:
    """The photos of ``page`` that may be seen, at most ``most``; two queries."""
    rows = page.rows
    prefetch_related_objects(rows, "photo")
    return _shown([row for row in rows if pictures.shown(row.photo)][:most])


def _shown(rows: Sequence[GalleryPhoto]) -> list[ShownPhoto]:
    pictures.attach_renditions([row.photo for row in rows])
    found = ((row, pictures.responsive(row.photo)) for row in rows)
    return [ShownPhoto(row, row.photo, sizes) for row, sizes in found if sizes is not None]


def shown_videos(page: GalleryPage) -> list[ShownVideo]:
    """The videos of ``page`` that may be seen; four queries."""
    rows = page.rows
    prefetch_related_objects(rows, "video__captions")
    said = signed_words(page)
    return [
        ShownVideo(row, row.video, video_kind(row.video, said) == VideoKind.PROMOTION)
        for row in rows
        if row.video.is_shown
    ]


def page_context(page: GalleryPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Everything that the template of a gallery shows; also for an unsaved ``revision.as_object()``."""
    frame = selectors.frame(request)
    register = kind_of(page)
    is_photo = page.kind == Kind.PHOTO
    items: list[Any] = list(shown_photos(page) if is_photo else shown_videos(page))
    context: dict[str, Any] = {
        "items": items,
        "total": len(items),
        "withheld": len(page.rows) - len(items),
        "canonical": selectors.absolute(page.public_path),
        "list_url": register.list_path(),
        "feeds": register.feed_links(),
        "share": None,
        "share_alt": "",
    }
    if items and is_photo:
        context["share"] = pictures.rendition(items[0].photo, pictures.SHARE)
        context["share_alt"] = items[0].row.alt
        context["credits"] = list(dict.fromkeys(item.row.credit for item in items if item.row.credit))
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
