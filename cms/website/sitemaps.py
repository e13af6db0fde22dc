"""The sitemap of the website's own pages."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.website.models import HomePage, StandardPage
from cms.website.richtext import path_of


class SiteUrlSitemap(Sitemap):
    """A sitemap whose addresses begin with ``SITE_URL``, whatever host name the visitor used."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(SiteUrlSitemap):
    """The home page and all live standard pages."""

    def items(self) -> list[Any]:
        pages = Page.objects.live().type((HomePage, StandardPage)).order_by("pk")
        return list(pages.only("url_path", "last_published_at"))

    def location(self, item: Any) -> str:
        return path_of(item.url_path)

    def lastmod(self, item: Any) -> dt.datetime | None:
        return item.last_published_at
