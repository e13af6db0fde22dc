"""Small answers of the website that are not pages: the colours' stylesheet, ``robots.txt``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.website import selectors


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours as custom properties. Kept for good under the present digest, not kept under any other."""
    who = selectors.identity()
    lines = "".join(f"{name}:{value};" for name, value in selectors.theme(who).items())
    response = HttpResponse(f":root{{{lines}}}\n", content_type="text/css; charset=utf-8")
    current = digest == selectors.theme_digest(who)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk through."""
    return render(
        request, "robots.txt", {"sitemap": selectors.absolute("/sitemap.xml")}, content_type="text/plain; charset=utf-8"
    )
