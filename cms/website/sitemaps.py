"""The sitemaps: of the website's own pages, and of every register of public entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.website.entries import KINDS, PublicEntry
from cms.website.models import HomePage, StandardPage
from cms.website.richtext import path_of

# The kinds of the website's own pages; apps above add theirs.
OWN_PAGES: list[type[Page]] = [HomePage, StandardPage]


class SiteUrlSitemap(Sitemap):
    """A sitemap whose addresses begin with ``SITE_URL``, whatever host name the visitor used."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(SiteUrlSitemap):
    """The home page, all live standard pages and what apps add to them."""

    def items(self) -> list[Any]:
        pages = Page.objects.live().type(tuple(OWN_PAGES)).order_by("pk")
        return list(pages.only("url_path", "last_published_at"))

    def location(self, item: Any) -> str:
        return path_of(item.url_path)

    def lastmod(self, item: Any) -> dt.datetime | None:
        return item.last_published_at


class EntrySitemap(SiteUrlSitemap):
    """Every public line of one register, newest first, with the time of its last correction and its photos."""

    def __init__(self, model: type[PublicEntry]) -> None:
        self.model = model
        self.kinds = [kind for kind in KINDS.values() if kind.entry is model]
        self.limit = min(kind.sitemap_limit for kind in self.kinds)

    def items(self) -> QuerySet[Any]:
        told_apart_by = {name for kind in self.kinds for name in kind.which}
        fields = ("published_at", "page__slug", "page__last_published_at", *told_apart_by)
        lines: QuerySet[Any] = self.model.objects.public()
        return lines.select_related("page").only(*fields)

    def location(self, item: PublicEntry) -> str:
        return next(kind for kind in self.kinds if kind.holds(item)).path_of(item.page)

    def lastmod(self, item: PublicEntry) -> dt.datetime:
        found: dt.datetime = item.page.last_published_at or item.published_at
        return found

    def get_latest_lastmod(self) -> Any:
        """The latest of all, asked of the database: the index of sitemaps reads no line."""
        lines = self.model.objects.public().order_by()
        return lines.aggregate(latest=Max(Coalesce("page__last_published_at", "published_at")))["latest"]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page=page, site=site, protocol=protocol)
        for kind in self.kinds:
            own = [url for url in urls if kind.holds(url["item"])]
            found = kind.images([url["item"] for url in own])
            for url in own:
                url["images"] = found.get(url["item"].page_id, [])
        return urls


def sections() -> dict[str, Callable[[], Sitemap]]:
    """The sitemaps by the names in their addresses: the website's own pages, and a section for each register."""
    models = dict.fromkeys(kind.entry for kind in KINDS.values())
    return {"sayfalar": PageSitemap, **{model.section: partial(EntrySitemap, model) for model in models}}
