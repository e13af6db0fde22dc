"""A zip as an answer: whole or the range that is asked for, and no further once it may not be had any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from media_library.kits.archive_stream import Archive
from media_library.store.responses import Unsatisfiable, requested_range

# How often a download that has begun asks whether it may go on, in seconds.
ASK_EVERY = 5.0


class Interrupted(OSError):
    """What is sent may not be had any more; what the reader has is recognisably incomplete."""


def private(response: HttpResponseBase) -> HttpResponseBase:
    """``response`` as one that nobody in between keeps."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address may be a key; no other site should be told of it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def zip_response(
    request: HttpRequest, archive: Archive, name: str, *,
    begin: Callable[[set[str], int, int], HttpResponseBase | None], still_open: Callable[[], bool],
) -> HttpResponseBase:  # fmt: skip
    """``archive`` under ``name``, or the range of it that is asked for (RFC 9110, sections 13 and 14).

    ``begin`` hears which files are touched, the first byte and how many, before any of them leaves; what it gives is
    answered instead. ``still_open`` is asked again and again while bytes are sent.
    """
    part = None
    response: HttpResponseBase
    if request.method == "GET" and request.headers.get("If-Range", archive.etag).strip() == archive.etag:
        try:
            part = requested_range(request.headers.get("Range", ""), archive.size)
        except Unsatisfiable:
            response = HttpResponse(status=416, content_type="text/plain; charset=utf-8")
            response["Content-Range"] = f"bytes */{archive.size}"
            return _dressed(response, archive.etag)
    start, length = part or (0, archive.size)
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/zip")
    else:
        if refused := begin({entry.name for entry in archive.touched(start, length)}, start, length):
            return refused
        pieces = while_open(archive.read(start, length), still_open)
        response = StreamingHttpResponse(pieces, status=206 if part else 200, content_type="application/zip")
        if part:
            response["Content-Range"] = f"bytes {start}-{start + length - 1}/{archive.size}"
    response["Content-Length"] = str(length)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _dressed(response, archive.etag)


def while_open(pieces: Iterator[bytes], still_open: Callable[[], bool]) -> Iterator[bytes]:
    """``pieces``, as long as ``still_open`` says so. Between its questions it holds no connection to the database."""
    asked = time.monotonic()
    _let_go()
    for piece in pieces:
        if time.monotonic() - asked >= ASK_EVERY:
            if not still_open():
                raise Interrupted("it is not open any more")
            _let_go()
            asked = time.monotonic()
        yield piece


def _let_go() -> None:
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _dressed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    # A proxy that keeps the answer until it is whole would keep gigabytes.
    response["X-Accel-Buffering"] = "no"
    return private(response)
