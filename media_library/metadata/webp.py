"""Metadata in WebP files, which ExifTool can write only since a version that not every system has.

Source: WebP Container Specification (RFC 9649): a RIFF file whose metadata stand in chunks behind the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

ICC_FLAG, ALPHA_FLAG, EXIF_FLAG, XMP_FLAG = 0x20, 0x10, 0x08, 0x04
# The picture itself; whatever else stands in the file (EXIF, XMP, unknown chunks) stays behind.
PICTURE_CHUNKS = frozenset({b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})


class NotWebP(ValueError):
    """The bytes are no whole WebP file."""


def is_webp(head: bytes) -> bool:
    """Whether a file that begins with ``head`` (at least 12 bytes) calls itself WebP."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def rewritten(data: bytes, *, exif: bytes = b"", xmp: bytes = b"", colours: bool = True, profile: bytes = b"") -> bytes:
    """``data`` with these blocks instead of its own; the chunks of the picture are byte for byte the same, its colour
    profile among them if ``colours``; without, ``profile`` takes its place.

    Raises ``NotWebP``.
    """
    chunks = list(_chunks(data))
    picture = [(kind, body) for kind, body in chunks if kind in PICTURE_CHUNKS and (colours or kind != b"ICCP")]
    if not picture:
        raise NotWebP
    head = next((body for kind, body in chunks if kind == b"VP8X" and len(body) >= 10), None) or _head(data, picture)
    dropped = EXIF_FLAG | XMP_FLAG | (0 if colours else ICC_FLAG)
    flags = head[0] & ~dropped | (EXIF_FLAG if exif else 0) | (XMP_FLAG if xmp else 0)
    if profile and not colours:
        flags |= ICC_FLAG
        picture.insert(0, (b"ICCP", profile))
    parts = [(b"VP8X", bytes([flags]) + head[1:]), *picture]
    if exif:
        parts.append((b"EXIF", exif.removeprefix(b"Exif\x00\x00")))
    if xmp:
        parts.append((b"XMP ", xmp))
    body = b"WEBP" + b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\x00" * (len(content) % 2) for kind, content in parts
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not is_webp(data[:12]):
        raise NotWebP
    position = 12
    while position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        if position + 8 + size > len(data):
            raise NotWebP
        yield data[position : position + 4], data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def _head(data: bytes, picture: list[tuple[bytes, bytes]]) -> bytes:
    """The extended header that a simple file does without: flags and the size of the canvas, each side less one."""
    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
    except OSError as error:
        raise NotWebP from error
    kind, body = picture[0]
    flags = ALPHA_FLAG if kind == b"VP8L" and len(body) > 4 and body[4] & 0x10 else 0
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
