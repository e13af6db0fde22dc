"""What the public may read of the galleries. Lists read the register; none of them walks the page tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from media_library.models import Photo, PublicFile, Video, VideoKind, VideoState
from press_archive.galleries.models import (
    GalleryPage,
    GalleryPhoto,
    GalleryVideo,
    Kind,
    PhotoGalleryPage,
    VideoGalleryPage,
)
from press_archive.galleries.photos import ShownPhoto, with_sizes

STRIP_LENGTH = 5


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
    photos = with_sizes(rows[:STRIP_LENGTH])
    return Strip(GalleryCard(page, page.public_path, page.total), photos) if photos else None
