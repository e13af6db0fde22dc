"""Public pages speak Turkish: ``SiteLanguageMiddleware`` takes the place of Django's ``LocaleMiddleware``."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# Where people of the office work: there the browser's language counts.
OFFICE = ("/admin/", "/onay/")


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
