"""The words of the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): headers in, headers out."""

from __future__ import annotations

import base64
import binascii
import datetime as dt

from django.http import HttpRequest
from django.utils.http import http_date

from cms.core.text import clean

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
ALGORITHMS = ("sha256", "sha1", "md5")
CHUNK_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
LONGEST_METADATA = 8192


class BadRequest(Exception):
    """A header is missing or cannot be read; the text is for whoever writes a client."""


def whole_number(request: HttpRequest, header: str) -> int:
    """The value of ``header``, zero or more. Raises ``BadRequest``."""
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequest(f"{header}: {text[:40]!r}")
    return int(text)


def metadata(request: HttpRequest) -> dict[str, str]:
    """The pairs of ``Upload-Metadata``, decoded. Raises ``BadRequest``."""
    text = request.headers.get("Upload-Metadata", "")
    if len(text) > LONGEST_METADATA:
        raise BadRequest("Upload-Metadata is too long")
    pairs: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            pairs[key] = clean(base64.b64decode(value.strip(), validate=True).decode("utf-8", "replace"), lines=False)
        except (binascii.Error, ValueError):
            raise BadRequest(f"Upload-Metadata: {key[:40]!r}") from None
    return pairs


def checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    """The algorithm and digest of ``Upload-Checksum``, ``None`` without one. Raises ``BadRequest``."""
    text = request.headers.get("Upload-Checksum", "")
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequest(f"Upload-Checksum: {algorithm[:40]!r}")
    try:
        return algorithm, base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("Upload-Checksum: not base64") from None


def date(moment: dt.datetime) -> str:
    """``moment`` as ``Upload-Expires`` wants it."""
    return http_date(moment.timestamp())
