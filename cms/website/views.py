"""Small answers of the website that are not pages: the colours' stylesheet, ``robots.txt``, the list of sitemaps."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.identity.selectors import current
from cms.website import selectors


@require_safe
def theme(request: HttpRequest, name: str) -> HttpResponse:
    """The colours as custom properties. Kept for good under the name that says them; under any other name the colours
    of today, not kept."""
    said = selectors.theme_called(name)
    lines = "".join(f"{key}:{value};" for key, value in (said or selectors.theme(*_colours_of_today())).items())
    response = HttpResponse(f":root{{{lines}}}\n", content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable" if said else "no-cache"
    return response


def _colours_of_today() -> tuple[str, str]:
    return selectors.colours_of(current())


@require_safe
@x_robots_tag
def sitemap_index(request: HttpRequest, sitemaps: dict[str, type[Sitemap]]) -> HttpResponse:
    """``/sitemap.xml``. Django's own view would write the host name of the request into every address."""
    items = []
    for section, kind in sitemaps.items():
        sitemap = kind()
        address = selectors.absolute(reverse("sitemap", args=[section]))
        addresses = [address, *(f"{address}?p={page}" for page in range(2, sitemap.paginator.num_pages + 1))]
        latest: Any = sitemap.get_latest_lastmod()  # the stubs say bool
        items += [SitemapIndexItem(one, latest) for one in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk through."""
    return render(
        request, "robots.txt", {"sitemap": selectors.absolute("/sitemap.xml")}, content_type="text/plain; charset=utf-8"
    )
