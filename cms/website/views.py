"""Small answers of the website that are not pages: the colours' stylesheet, ``robots.txt``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk through."""
    return render(
        request, "robots.txt", {"sitemap": selectors.absolute("/sitemap.xml")}, content_type="text/plain; charset=utf-8"
    )
