"""Galleries as public entries: two lists in one register, by the day of the event; their photos in the sitemap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.website import entries
from cms.website.enclosures import Enclosed
from cms.website.pictures import WIDTHS
from cms.website.selectors import absolute
from media_library.access.selectors import present_sizes
from media_library.models import PhotoRendition
from press_archive.galleries import selectors
from press_archive.galleries.messages import enclosed, feed_html
from press_archive.galleries.models import (
    GalleryEntry,
    GalleryPage,
    GalleryPhoto,
    Kind,
    PhotoGalleryPage,
    VideoGalleryPage,
)


class Galleries(entries.Kind):
    """What both lists share."""

    entry = GalleryEntry
    page: type[GalleryPage]
    per_page = 24
    sitemap_limit = 500
    list_template = "galleries/gallery_list.html"
    card_template = "galleries/card.html"
    withdrawn_template = "galleries/withdrawn.html"
    pager_label = _("Galeri listesi sayfaları")

    def values(self, page: GalleryPage) -> dict[str, Any]:
        return {"date": page.date}

    def shown(self, entries: QuerySet[GalleryEntry]) -> list[selectors.GalleryCard]:
        return selectors.cards(self.page, list(entries.values_list("page_id", flat=True)))

    def photos(self, shown: Sequence[selectors.GalleryCard]) -> Iterable[Any]:
        return [card.photo for card in shown]

    def count(self, total: int) -> str:
        return ngettext("%(total)s galeri", "%(total)s galeri", total) % {"total": localize(total)}

    def page_of(self, entry: GalleryEntry) -> GalleryPage:
        return self.page.objects.select_related("content_type").get(pk=entry.page_id)

    def feed_title(self, chosen: None, municipality: str) -> str:
        return f"{municipality} {self.page.kind.label}"

    def fed(self, page_ids: Sequence[int]) -> list[GalleryEntry]:
        found = list(self.lines().filter(page__in=page_ids))
        pages = self.page.objects.in_bulk([entry.page_id for entry in found])
        for entry in found:
            entry.page = pages[entry.page_id]
        return found

    def feed_html(self, page: GalleryPage) -> str:
        return feed_html(page)

    def enclosed(self, page: GalleryPage) -> Enclosed | None:
        return enclosed(page)


class PhotoGalleries(Galleries):
    """``/foto-galeri/?sayfa=`` and what belongs to it."""

    page = PhotoGalleryPage
    which = {"kind": Kind.PHOTO}
    path = "foto-galeri/"
    list_name = "photo_galleries"
    name = "photo_gallery"
    title = _("Foto galeri")
    description = _("Belediyemizin etkinliklerinden fotoğraflar.")
    empty = _("Henüz yayımlanmış foto galeri yok.")
    back_label = _("Foto galerilere git")

    def images(self, entries: Sequence[GalleryEntry]) -> Mapping[int, list[str]]:
        """The addresses of the large JPEGs that may be seen, in order (Google's image extension 1.1); two queries."""
        shown = GalleryPhoto.objects.filter(page__in=[entry.page_id for entry in entries], photo__withheld_at=None)
        rows = shown.order_by("sort_order", "pk")
        pairs = list(rows.values_list("page_id", "photo_id"))
        stored = PhotoRendition.objects.filter(
            filter_spec=WIDTHS[-1], image__in=rows.order_by().values("photo"), image__withheld_at=None
        )
        large = {row.image_id: absolute(row.url) for row in present_sizes(stored)}
        found: dict[int, list[str]] = defaultdict(list)
        for page_id, photo_id in pairs:
            if photo_id in large:
                found[page_id].append(large[photo_id])
        return found


class VideoGalleries(Galleries):
    """``/video-galeri/?sayfa=`` and what belongs to it."""

    page = VideoGalleryPage
    which = {"kind": Kind.VIDEO}
    path = "video-galeri/"
    list_name = "video_galleries"
    name = "video_gallery"
    title = _("Video galeri")
    description = _("Belediyemizin haber görüntüleri ve tanıtım filmleri.")
    empty = _("Henüz yayımlanmış video galeri yok.")
    back_label = _("Video galerilere git")


PHOTO_GALLERIES = entries.register(PhotoGalleries())
VIDEO_GALLERIES = entries.register(VideoGalleries())
