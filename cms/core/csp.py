"""One Content-Security-Policy for the public site and the approvers' desk, a wider one for Wagtail's admin.

Wagtail 8's admin still writes inline scripts and styles; the public pages and ``/onay/`` have none. Both policies are
constants: no answer carries a word of its own, so that a page may be kept and shown to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "Content-Security-Policy"
SELF = "'self'"
STRICT: dict[str, Sequence[str]] = {
    "default-src": ["'none'"],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "base-uri": ["'none'"],
    "manifest-src": [SELF],
}
ADMIN: dict[str, Sequence[str]] = {
    **STRICT,
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}


def written(policy: Mapping[str, Sequence[str]]) -> str:
    """``policy`` as it stands in the header."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())


STRICT_HEADER, ADMIN_HEADER = written(STRICT), written(ADMIN)


class ContentSecurityPolicyMiddleware:
    """Adds the policy that fits the path, unless the answer says one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code in (404, 500):
            return response  # Django's own pages for developers, styled inside
        response.headers.setdefault(HEADER, ADMIN_HEADER if request.path.startswith("/admin/") else STRICT_HEADER)
        return response
