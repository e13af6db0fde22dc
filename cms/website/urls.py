"""Addresses of the website that are not pages of its own: every kind of public entry, sitemaps, and small answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sitemaps import views as sitemap_views
from django.urls import URLPattern, path

from cms.core import slugs  # noqa: F401 (the converter "address")
from cms.website import views
from cms.website.entries import FORMS, KINDS, Kind
from cms.website.feeds import EntryFeed
from cms.website.sitemaps import sections


def addresses(kind: Kind) -> Iterator[URLPattern]:
    """The list, its feeds, one entry."""
    yield path(kind.path, views.entry_list, {"kind": kind}, name=kind.list_name)
    for end, narrowed in kind.feed_routes:
        for form in kind.feeds:
            route = f"{kind.path}{narrowed}{FORMS[form].file}"
            yield path(route, EntryFeed(kind, form), name=f"{kind.list_name}_{form}{end}")
    yield path(f"{kind.path}<address:slug>/", views.entry, {"kind": kind}, name=kind.name)


SITEMAPS = {"sitemaps": sections()}

urlpatterns = [
    path("tema/<slug:name>.css", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, SITEMAPS, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap_views.sitemap, SITEMAPS, name="sitemap"),
    *(address for kind in KINDS.values() for address in addresses(kind)),
]
