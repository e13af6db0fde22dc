"""Where a file keeps what it says about itself: the EXIF, XMP and IPTC-IIM blocks of the formats we take."""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from media_library.metadata import heif, photoshop
from media_library.metadata.opening import PNG_HEAD, chunks_of, header

LARGEST = 16 * 1024 * 1024
NO_DIGEST = bytes(16)


@dataclass(frozen=True)
class Blocks:
    """The raw blocks of one file; empty bytes where there is none.

    ``iim_is_newer``: a program that knows no XMP has changed the IIM since both were written together. ``turn``: the
    turn (1 to 8) that the decoded picture still needs where the decoder knows better than the blocks.
    """

    format: str = ""
    exif: bytes = b""
    xmp: bytes = b""
    iim: bytes = b""
    iim_is_newer: bool = False
    turn: int | None = None


def blocks_of(file: BinaryIO) -> Blocks:
    """The blocks of ``file``, read without decoding the picture; none for a file that is no picture. Never raises."""
    file.seek(0)
    head = file.read(12)
    try:
        # Decoders meet broken files with nearly every exception there is; a file that cannot be read says nothing.
        with suppress(Exception):
            if head.startswith(PNG_HEAD):
                return _of_png(file)
            if head.startswith(b"GIF8"):
                return _of_gif(file)
            return _of_picture(file)
    finally:
        file.seek(0)
    return Blocks()


def _of_picture(file: BinaryIO) -> Blocks:
    with header(file) as image:
        info, kind = dict(image.info), image.format or ""
    resources = photoshop.of_jpeg(file) if kind in ("JPEG", "MPO") else {}
    turn = None
    if kind == "HEIF":
        # The decoder obeys the file's own instruction, and takes the Exif one away, obeyed or not.
        turn = 1 if heif.is_turned(file) else info.get("original_orientation") or 1
    return _with_iim(
        resources, format=kind, exif=_as_bytes(info.get("exif")), xmp=_as_bytes(info.get("xmp")), turn=turn
    )


def _with_iim(resources: dict[int, bytes], **blocks: Any) -> Blocks:
    iim, digest = resources.get(photoshop.IIM, b""), resources.get(photoshop.IIM_DIGEST, b"")
    newer = bool(iim) and len(digest) == 16 and digest != NO_DIGEST and digest != _digest(iim)
    return Blocks(iim=iim, iim_is_newer=newer, **blocks)


def _of_png(file: BinaryIO) -> Blocks:
    """By chunks, because these blocks may stand behind the picture, where Pillow reads only after decoding it."""
    found: dict[str, bytes] = {}
    for kind, start, size in chunks_of(file):
        if kind not in {b"eXIf", b"iTXt", b"zTXt", b"tEXt"} or size > LARGEST:
            continue
        file.seek(start)
        data = file.read(size)
        # One broken block says nothing; the others are read.
        with suppress(Exception):
            if kind == b"eXIf":
                found["exif"] = data
            else:
                name, said = text_of(kind, data, LARGEST)
                if name == "XML:com.adobe.xmp":
                    found["xmp"] = said
                elif profile := photoshop.RAW_PROFILE.fullmatch(name):
                    name, block = photoshop.unwrapped(profile[1].lower(), photoshop.from_hex(said))
                    found.setdefault(name, block)
    resources = photoshop.resources(found["8bim"]) if "8bim" in found else {}
    if not resources and "iptc" in found:
        resources = {photoshop.IIM: found["iptc"]}
    return _with_iim(resources, format="PNG", exif=found.get("exif", b""), xmp=found.get("xmp", b""))


def text_of(kind: bytes, data: bytes, most: int) -> tuple[str, bytes]:
    """Name and text of one of PNG's text chunks, unpacked to at most ``most`` bytes and one. Source: PNG, 11.3.3."""
    name, _, rest = data.partition(b"\x00")
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\x01"
        rest = rest[2:].split(b"\x00", 2)[2]
    return name.decode("latin-1"), zlib.decompressobj().decompress(rest, most + 1) if packed else rest


def _of_gif(file: BinaryIO) -> Blocks:
    file.seek(0)
    _, mark, rest = file.read(LARGEST).partition(b"XMP DataXMP")
    end = rest.find(b"<?xpacket end")
    return Blocks(format="GIF", xmp=rest[:end] if mark and end > 0 else b"")


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _digest(iim: bytes) -> bytes:
    return hashlib.md5(iim, usedforsecurity=False).digest()
