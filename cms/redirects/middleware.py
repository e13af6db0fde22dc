"""Where nothing is found, an old address may lead on: only to what the public may read now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect

from cms.core.worker import DATABASE_TROUBLE
from cms.redirects.places import is_private_room, target_of
from cms.website.richtext import path_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RedirectMiddleware:
    """Wagtail's rows, served by our rules: inside the site, and to a page only while it is public, so that the address
    of a draft or of something withdrawn tells nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or is_private_room(request.path):
            return response
        try:
            target = target_for(request.get_full_path())
        except DATABASE_TROUBLE:  # what was not found is not found
            return response
        return response if target is None else HttpResponsePermanentRedirect(target)


def target_for(full_path: str) -> str | None:
    """Where the old address ``full_path`` leads now: a path of this site."""
    if "\0" in full_path:
        return None
    asked = []
    for one in (full_path, full_path.partition("?")[0]):
        path = Redirect.normalise_path(one, decode_unicode=False)
        asked += [uri_to_iri(path), path]
    found = {
        row.old_path: row for row in Redirect.objects.filter(old_path__in=set(asked)).select_related("redirect_page")
    }
    row = next((found[path] for path in asked if path in found), None)
    if row is None:
        return None
    page = row.redirect_page
    if page is not None:
        target = path_of(page.url_path) if page.live else None
    else:
        found_now, _fault = target_of(row.redirect_link)
        target = found_now.path if found_now is not None else None
    return None if target is None or Redirect.normalise_path(target) in asked else target
