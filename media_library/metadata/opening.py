"""How pictures are opened in this house: which kinds, how large, and although their metadata are broken.

What a file says of itself never keeps its picture from being seen: where a decoder stumbles over a block of metadata, a
copy without such blocks is decoded instead. Of an animation the first picture is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO, TypeVar

from PIL import Image
from pillow_heif import register_heif_opener

from media_library.metadata import heif, webp

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
MIME = {name: f"image/{name}" for name in ("jpeg", "png", "gif", "webp", "avif", "heic")}
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# The chunks that a picture consists of; then those that say in which colours.
PNG_PICTURE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
PNG_COLOURS = frozenset({b"iCCP", b"sRGB", b"gAMA", b"cHRM"})
# The entry of a metadata item in HEIC and AVIF: its box, version, number and protection, then its type.
ITEM = re.compile(rb"(infe[\x02\x03]\0\0[\0-\xff](?:..|....)..)(?:Exif|mime)", re.DOTALL)
LARGEST_HEAD = 4096

T = TypeVar("T")

register_heif_opener()
# Pillow refuses twice as many by itself. Who may bring how many is said at the door (``media_library.intake.fields``).
Image.MAX_IMAGE_PIXELS = 250_000_000


def kind_of(file: BinaryIO) -> str:
    """What ``file`` is by its first bytes: a name of ``MIME``, or nothing; leaves it at its beginning."""
    file.seek(0)
    head = file.read(LARGEST_HEAD)
    file.seek(0)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(PNG_HEAD):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if webp.is_webp(head):
        return "webp"
    brands = heif.brands(head)
    if brands & heif.AVIF_BRANDS:
        return "avif"
    return "heic" if brands & heif.BRANDS else ""


def header(file: BinaryIO) -> Image.Image:
    """The picture in ``file``, not decoded yet. Raises whatever decoders raise."""
    return _first(file, lambda picture: picture)[0]


def decoded(file: BinaryIO, prepare: Callable[[Image.Image], T]) -> tuple[Image.Image, T]:
    """The picture in ``file``, decoded, and what ``prepare`` (which may call ``draft``) gave before that.

    Raises whatever decoders raise.
    """

    def load(picture: Image.Image) -> T:
        prepared = prepare(picture)
        picture.load()
        return prepared

    return _first(file, load)


def _first(file: BinaryIO, use: Callable[[Image.Image], T]) -> tuple[Image.Image, T]:
    """The picture and what ``use`` makes of it, from the file or from the first barer copy with which that works."""
    trouble: Exception = OSError("no picture")
    for number, source in enumerate(_attempts(file)):
        source.seek(0)
        try:
            picture = Image.open(source, formats=FORMATS)
            return picture, use(picture)
        except MemoryError:
            raise
        except Exception as error:
            # Decoders meet broken files with nearly every exception there is; a number means the disk's trouble.
            if isinstance(error, OSError) and error.errno is not None:
                raise
            trouble = trouble if number else error
    raise trouble


def _attempts(file: BinaryIO) -> Iterator[BinaryIO]:
    yield file
    yield from barer(file)


def barer(file: BinaryIO) -> Iterator[BinaryIO]:
    """Copies of ``file`` with the same picture: without what it says of itself, then without its colours as well."""
    kind = kind_of(file)
    data = file.read() if kind in ("jpeg", "png", "webp", "avif", "heic") else b""
    file.seek(0)
    if kind == "jpeg":
        yield BytesIO(_bare_jpeg(data, colours=True))
        yield BytesIO(_bare_jpeg(data, colours=False))
    elif kind == "png":
        yield BytesIO(_bare_png(data, PNG_PICTURE | PNG_COLOURS))
        yield BytesIO(_bare_png(data, PNG_PICTURE))
    elif kind == "webp":
        try:
            yield BytesIO(webp.rewritten(data))
            yield BytesIO(webp.rewritten(data, colours=False))
        except webp.NotWebP:
            return
    elif data:
        yield BytesIO(ITEM.sub(rb"\1none", data))


def segments_of(data: bytes) -> Iterator[tuple[int, int, int]]:
    """``(kind, start, end)`` of the segments of a JPEG before its first pass, with marker and length."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xDA or end < at + 4:
            return
        yield kind, at, end
        at = end


def chunks_of(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """``(kind, start, size)`` of the chunks of a PNG, ``start`` being that of its body; moves in ``file``."""
    at = len(PNG_HEAD)
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        yield kind, at + 8, size
        if kind == b"IEND":
            return
        at += 12 + size


def _bare_jpeg(data: bytes, *, colours: bool) -> bytes:
    """Adobe's own segment (14) stays: it says what the numbers mean."""
    parts, last = [data[:2]], 2
    for kind, start, end in segments_of(data):
        last = end
        is_profile = kind == 0xE2 and data[start + 4 : start + 16] == b"ICC_PROFILE\0" and colours
        if (0xE1 <= kind <= 0xEF and kind != 0xEE and not is_profile) or kind == 0xFE:
            continue
        parts.append(data[start:end])
    return b"".join((*parts, data[last:]))


def _bare_png(data: bytes, kept: frozenset[bytes]) -> bytes:
    chunks = chunks_of(BytesIO(data))
    return PNG_HEAD + b"".join(data[start - 8 : start + size + 4] for kind, start, size in chunks if kind in kept)


def upright(picture: Image.Image, turn: int) -> Image.Image:
    """``picture`` turned as Exif's orientation ``turn`` (1 to 8) says."""
    how: Any = TURNS.get(turn)
    return picture if how is None else picture.transpose(how)


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
