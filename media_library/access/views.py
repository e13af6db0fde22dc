"""Every stored file goes through here: to everybody what live content uses, to staff the rest, to others nothing."""

from __future__ import annotations

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseGone,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from cms.core import front
from cms.users.roles import Role, has_role
from media_library.access.selectors import StoredFile, stored_document, stored_file
from media_library.store.responses import etag_of, file_response

PUBLIC_CACHE = "public, no-cache"
STAFF_CACHE = "private, no-store"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """``/media/<path>``: one query for a public file. Raises ``Http404`` for what this visitor may not have."""
    return _answer(request, stored_file(path))


@require_safe
def document(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """``/belgeler/<id>/<name>``: as :func:`media`, for a document under its own name."""
    return _answer(request, stored_document(document_id, name))


def may_see_unpublished(request: HttpRequest) -> bool:
    """Whether the visitor is signed-in staff. (Without its second factor, staff is a stranger here.)"""
    if _is_stranger(request):
        return False
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin"))


def _answer(request: HttpRequest, stored: StoredFile | None) -> HttpResponseBase:
    if stored is None or not (stored.public or may_see_unpublished(request)):
        raise Http404
    if stored.withheld and (_is_stranger(request) or not has_role(request.user, Role.ARCHIVIST)):
        return HttpResponseGone(headers={"Cache-Control": _caching(request, STAFF_CACHE, front.GONE)})
    name = stored.file.name or ""
    if stored.moved:
        return HttpResponseRedirect(stored.file.url, headers={"Cache-Control": STAFF_CACHE})
    if stored.public and etag_of(name) in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
        response["ETag"] = etag_of(name)
    else:
        response = file_response(request, name, stored.file.storage, download_name=stored.download_name)
    if response.status_code < 500:
        public = _caching(request, PUBLIC_CACHE, front.SHARED)
        response["Cache-Control"] = public if stored.public else STAFF_CACHE
    return response


def _is_stranger(request: HttpRequest) -> bool:
    """Whether the visitor has no session; asked before the session, so that the answer does not vary with cookies."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _caching(request: HttpRequest, usual: str, kept: str) -> str:
    """``kept`` for strangers behind an nginx that keeps copies of pictures, else ``usual``."""
    return kept if front.KEEPS_BYTES in request.META and _is_stranger(request) else usual
