"""The sitemap of the galleries, with their pictures (Google's image extension 1.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.urls import reverse

from cms.website.pictures import WIDTHS
from cms.website.selectors import absolute
from cms.website.sitemaps import SiteUrlSitemap
from media_library.access.selectors import present_sizes
from media_library.models import PhotoRendition
from press_archive.galleries.models import GalleryEntry, GalleryPhoto, Kind


class GallerySitemap(SiteUrlSitemap):
    """Both lists' galleries, newest first, each with the addresses of its photos."""

    limit = 500

    def items(self) -> Any:
        return (
            GalleryEntry.objects.filter(public=True)
            .select_related("page")
            .order_by("-date", "-pk")
            .only("kind", "date", "page__slug", "page__last_published_at")
        )

    def location(self, item: GalleryEntry) -> str:
        return reverse(f"{item.kind}_gallery", args=[item.page.slug])

    def lastmod(self, item: GalleryEntry) -> dt.datetime | None:
        return item.page.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page=page, site=site, protocol=protocol)
        found = images_of([url["item"].page_id for url in urls if url["item"].kind == Kind.PHOTO])
        for url in urls:
            url["images"] = found[url["item"].page_id]
        return urls


def images_of(page_ids: list[int]) -> dict[int, list[str]]:
    """The addresses of the large JPEGs of these galleries that may be seen, in order; two queries."""
    rows = GalleryPhoto.objects.filter(page__in=page_ids, photo__withheld_at=None).order_by("sort_order", "pk")
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
