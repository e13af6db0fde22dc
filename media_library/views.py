"""Every stored file goes through here: to everybody what live content uses, to staff the rest, to others nothing."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.views.decorators.http import require_safe

from media_library.selectors import StoredFile, stored_document, stored_file

# Named here, not guessed: a type that a browser could run must never come out.
PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".heic": "image/heic",
}
DOCUMENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}
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
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin"))


def _answer(request: HttpRequest, stored: StoredFile | None) -> HttpResponseBase:
    if stored is None or not (stored.public or may_see_unpublished(request)):
        raise Http404
    name = stored.file.name or ""
    # A stored name is never used twice for different bytes, so the name is the version.
    etag = quote_etag(hashlib.sha256(name.encode()).hexdigest()[:32])
    if stored.public and etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _file_response(stored, name)
    response["ETag"] = etag
    response["Cache-Control"] = PUBLIC_CACHE if stored.public else STAFF_CACHE
    return response


def _file_response(stored: StoredFile, name: str) -> HttpResponseBase:
    suffix = PurePath(name).suffix.lower()
    picture = PICTURE_TYPES.get(suffix)
    content_type = picture or DOCUMENT_TYPES.get(suffix, "application/octet-stream")
    response: HttpResponseBase
    if settings.MEDIA_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.MEDIA_ACCEL_PREFIX.rstrip("/") + "/" + quote(name)
    else:
        try:
            response = FileResponse(stored.file.storage.open(name, "rb"), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    header = content_disposition_header(not picture, stored.download_name or PurePath(name).name)
    if header and (not picture or stored.download_name):
        response["Content-Disposition"] = header
    if not picture:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
