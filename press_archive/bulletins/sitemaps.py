"""The sitemap of the public bulletins."""

from __future__ import annotations

import datetime as dt

from cms.website.sitemaps import SiteUrlSitemap
from press_archive.bulletins.models import RegisterEntry, RegisterEntryQuerySet
from press_archive.bulletins.selectors import path_of


class BulletinSitemap(SiteUrlSitemap):
    """Every public bulletin, newest first, with the time of its last correction."""

    limit = 2000

    def items(self) -> RegisterEntryQuerySet:
        return (
            RegisterEntry.objects.public()
            .select_related("page")
            .only("published_at", "page__slug", "page__last_published_at")
        )

    def location(self, item: RegisterEntry) -> str:
        return path_of(item.page)

    def lastmod(self, item: RegisterEntry) -> dt.datetime:
        return item.page.last_published_at or item.published_at
