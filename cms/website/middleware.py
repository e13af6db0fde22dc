"""Public pages speak Turkish, and no copy of them is used without asking whether it is still true.

``SiteLanguageMiddleware`` takes the place of Django's ``LocaleMiddleware``; ``FreshPagesMiddleware`` stands before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response

# Where people of the office work: there the browser's language counts.
OFFICE = ("/admin/", "/onay/")
REVALIDATED = ("text/html", "application/rss+xml", "application/atom+xml", "application/xml", "text/plain")
# Addresses that end in a secret or ask for one: nobody in between keeps their answers.
OF_ONE_PERSON = (*OFFICE, "/basin-kiti/", "/abonelik/", "/saglik/")
# A browser asks before every use; our own nginx may show a page for one second, and for days when nobody answers it.
SHARED = "public, max-age=0, s-maxage=1, stale-if-error=259200"
# What takes the place of a page that was there: nginx must put it over the page that it kept.
GONE = "public, max-age=0, s-maxage=1"


class SiteLanguageMiddleware(LocaleMiddleware):
    """The browser's language for the office's screens; the site's own language, Turkish, for the public."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(OFFICE):
            super().process_request(request)
            return
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(OFFICE):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class FreshPagesMiddleware:
    """``Cache-Control`` and a weak ETag: browsers keep a page, but ask before every use; nginx shares it for a second.

    What a signed-in person gets, and what stands at an address of one person, is shared by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(OFFICE) or response.has_header("Cache-Control"):
            return response
        if response.streaming or not response.get("Content-Type", "").startswith(REVALIDATED):
            return response
        response["Cache-Control"] = sharing(request, response)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()  # type: ignore[attr-defined]
        response["ETag"] = f'W/"{digest}"'
        return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[arg-type,return-value]


def sharing(request: HttpRequest, response: HttpResponseBase) -> str:
    """The ``Cache-Control`` of an answer that says nothing of it itself."""
    private = settings.SESSION_COOKIE_NAME in request.COOKIES or request.path_info.startswith(OF_ONE_PERSON)
    if private or response.cookies or request.method not in ("GET", "HEAD"):
        return "no-cache"
    return {200: SHARED, 404: GONE, 410: GONE}.get(response.status_code, "no-cache")
