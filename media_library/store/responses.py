"""How a stored file goes out, from whichever store: whole, or the range that a player or a resumed download asks for.

Who may have the file has been decided before. On the local disk behind nginx the bytes are nginx's business
(``MEDIA_ACCEL_PREFIX``), unless it keeps a copy; else they are handed on in pieces, never the whole file in memory.
"""

from __future__ import annotations

import hashlib
import logging
import re
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _

from cms.core import front
from cms.core.text import clean
from cms.office.answers import Unavailable, answer
from media_library.store.storage import is_local, read_range

logger = logging.getLogger(__name__)

# Named here, not guessed: a type that a browser could run must never come out.
SHOWN_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".vtt": "text/vtt; charset=utf-8",
}
DOWNLOADED_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}
RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range asked for lies outside the file."""


def content_type_of(name: str) -> str:
    """The content type of a stored file, by its suffix; ``application/octet-stream`` for what we do not know."""
    suffix = PurePath(name).suffix.lower()
    return SHOWN_TYPES.get(suffix) or DOWNLOADED_TYPES.get(suffix, "application/octet-stream")


def etag_of(stored_name: str) -> str:
    """The strong entity tag of a stored file. A name is never used twice for different bytes: it is the version."""
    return quote_etag(hashlib.sha256(stored_name.encode()).hexdigest()[:32])


def requested_range(header: str, size: int) -> tuple[int, int] | None:
    """First byte and length (both in bytes) that the ``Range`` header asks of a file of ``size`` bytes.

    ``None`` means the whole file: no range, one we do not understand, or several at once (RFC 9110, section 14.2 leaves
    that to the server). Raises :class:`Unsatisfiable`.
    """
    found = RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise Unsatisfiable
        return size - length, length
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(end, size - 1) - start + 1


def file_response(
    request: HttpRequest, stored_name: str, storage: Storage, content_type: str = "", *, download_name: str = ""
) -> HttpResponseBase:
    """The file ``stored_name`` of ``storage``: 200, 206 for a range, 416 for one beyond the end, 503 without the store.

    Pictures and videos are shown in place, under ``download_name`` if somebody saves them; everything else downloads.
    The caller decides who may have it and sets ``Cache-Control``. Raises ``Http404`` for a file that is not there.
    """
    content_type = content_type or content_type_of(stored_name)
    try:
        response = _bytes_of(request, stored_name, storage, content_type)
    except FileNotFoundError:
        raise Http404 from None
    except OSError:
        logger.exception("stored file %s cannot be read", stored_name)
        return unavailable(request)
    shown = content_type in SHOWN_TYPES.values()
    name = download_name or ("" if shown else PurePath(stored_name).name)
    if header := content_disposition_header(not shown, clean(name, lines=False)) if name else "":
        response["Content-Disposition"] = header
    if not shown:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag_of(stored_name)
    return response


def _bytes_of(request: HttpRequest, name: str, storage: Storage, content_type: str) -> HttpResponseBase:
    local = is_local(storage)
    response: HttpResponseBase
    if local and settings.MEDIA_ACCEL_PREFIX and front.KEEPS_BYTES not in request.META:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.MEDIA_ACCEL_PREFIX.rstrip("/") + "/" + quote(name)
        return response
    size = storage.size(name)
    try:
        part = _range_for(request, name, size)
    except Unsatisfiable:
        response = HttpResponse(status=416, content_type=content_type)
        response["Content-Range"] = f"bytes */{size}"
        return response
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    elif part is None and local:
        response = FileResponse(storage.open(name, "rb"), content_type=content_type)
    else:
        start, length = part or (0, size)
        pieces = read_range(storage, name, start, length)
        response = StreamingHttpResponse(pieces, status=206 if part else 200, content_type=content_type)
        if part:
            response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    response["Content-Length"] = str(part[1] if part else size)
    response["Accept-Ranges"] = "bytes"
    return response


def _range_for(request: HttpRequest, name: str, size: int) -> tuple[int, int] | None:
    """The range to send: only for GET, and only when ``If-Range`` still names what the client has begun to fetch."""
    condition = request.headers.get("If-Range", "")
    if request.method != "GET" or (condition and condition.strip() != etag_of(name)):
        return None
    return requested_range(request.headers.get("Range", ""), size)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in words: the store of photos and videos does not answer just now."""
    return answer(request, store_is_away())


def store_is_away() -> Unavailable:
    """What is told when the store of photos and videos does not answer."""
    return Unavailable(_("Fotoğraf ve video deposuna şu anda ulaşılamıyor. Birkaç dakika sonra yeniden deneyin."))
