"""Where a file keeps what it says about itself: the EXIF, XMP and IPTC-IIM blocks of the formats we take."""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image
from pillow_heif import register_heif_opener

LARGEST = 16 * 1024 * 1024
IIM_RESOURCE, IIM_DIGEST_RESOURCE = 0x0404, 0x0425
NO_DIGEST = bytes(16)
# Pictures that their decoder already turns upright; their EXIF orientation is no longer to be obeyed.
TURNED_BY_DECODER = frozenset({"HEIF"})

register_heif_opener()


@dataclass(frozen=True)
class Blocks:
    """The raw blocks of one file; empty bytes where there is none.

    ``iim_is_newer``: a program that knows no XMP has changed the IIM since both were written together.
    """

    format: str = ""
    exif: bytes = b""
    xmp: bytes = b""
    iim: bytes = b""
    iim_is_newer: bool = False
    turned: bool = False


def blocks_of(file: BinaryIO) -> Blocks:
    """The blocks of ``file``, read without decoding the picture; none for a file that is no picture. Never raises."""
    file.seek(0)
    head = file.read(12)
    try:
        # Decoders meet broken files with nearly every exception there is; a file that cannot be read says nothing.
        with suppress(Exception):
            if head.startswith(b"\x89PNG\r\n\x1a\n"):
                return _of_png(file)
            if head.startswith(b"GIF8"):
                return _of_gif(file)
            return _of_picture(file)
    finally:
        file.seek(0)
    return Blocks()


def _of_picture(file: BinaryIO) -> Blocks:
    file.seek(0)
    with Image.open(file) as image:
        info, kind = dict(image.info), image.format or ""
    photoshop = info.get("photoshop") or {}
    iim = _as_bytes(photoshop.get(IIM_RESOURCE))
    digest = _as_bytes(photoshop.get(IIM_DIGEST_RESOURCE))
    newer = bool(iim) and len(digest) == 16 and digest != NO_DIGEST and digest != _digest(iim)
    return Blocks(
        format=kind,
        exif=_as_bytes(info.get("exif")),
        xmp=_as_bytes(info.get("xmp")),
        iim=iim,
        iim_is_newer=newer,
        turned=kind in TURNED_BY_DECODER,
    )


def _of_png(file: BinaryIO) -> Blocks:
    """By chunks, because these blocks may stand behind the picture, where Pillow reads only after decoding it."""
    exif = xmp = b""
    file.seek(8)
    while len(header := file.read(8)) == 8:
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        if kind == b"IEND":
            break
        if kind not in {b"eXIf", b"iTXt"} or size > LARGEST:
            file.seek(size + 4, 1)
            continue
        data = file.read(size)
        file.seek(4, 1)
        if kind == b"eXIf":
            exif = data
        elif data.startswith(b"XML:com.adobe.xmp\x00"):
            compressed = data[18:19] == b"\x01"
            body = data[20:].split(b"\x00", 2)[2]
            xmp = zlib.decompressobj().decompress(body, LARGEST) if compressed else body
    return Blocks(format="PNG", exif=exif, xmp=xmp)


def _of_gif(file: BinaryIO) -> Blocks:
    file.seek(0)
    _, mark, rest = file.read(LARGEST).partition(b"XMP DataXMP")
    end = rest.find(b"<?xpacket end")
    return Blocks(format="GIF", xmp=rest[:end] if mark and end > 0 else b"")


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _digest(iim: bytes) -> bytes:
    return hashlib.md5(iim, usedforsecurity=False).digest()
