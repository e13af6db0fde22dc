"""Whether a HEIC file tells its decoder to turn the picture; some phones only say so in their Exif.

Source: ISO/IEC 23008-12 (HEIF): ``pitm`` names the picture, ``ipma`` its properties in ``ipco``; ``irot`` and ``imir``
turn and mirror. ISO/IEC 14496-12 for the boxes themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MOST_META = 4 * 1024 * 1024
TURNING = frozenset({b"irot", b"imir"})
# Brands of the file type box: still pictures and bursts in HEVC, with and without an alpha channel, in 8 and 10 bits.
BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})


def is_turned(file: BinaryIO) -> bool:
    """Whether the picture has a property that its decoder obeys by turning it; leaves ``file`` at its beginning."""
    try:
        return _is_turned(_meta(file))
    except (IndexError, ValueError):
        return False
    finally:
        file.seek(0)


def brands(head: bytes) -> set[bytes]:
    """The brands of a file that begins with ``head``: the major one and the compatible ones; none without such a box"""
    if head[4:8] != b"ftyp":
        return set()
    size = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}


def _meta(file: BinaryIO) -> bytes:
    file.seek(0)
    for _ in range(64):
        header = file.read(8)
        if len(header) < 8:
            break
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        if kind == b"meta":
            return file.read(min(size - 8, MOST_META))[4:]
        if size == 1:
            size = int.from_bytes(file.read(8), "big") - 8
        if size < 8:
            break
        file.seek(size - 8, 1)
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def _is_turned(meta: bytes) -> bool:
    boxes = dict(_boxes(meta))
    wide = boxes[b"pitm"][0] if b"pitm" in boxes else 0
    primary = int.from_bytes(boxes.get(b"pitm", b"")[4 : 8 if wide else 6], "big")
    properties = dict(_boxes(boxes.get(b"iprp", b"")))
    kinds = [kind for kind, _body in _boxes(properties.get(b"ipco", b""))]
    wanted = {number for number, kind in enumerate(kinds, start=1) if kind in TURNING}
    return bool(wanted & _properties_of(primary, properties.get(b"ipma", b"")))


def _properties_of(item: int, ipma: bytes) -> set[int]:
    if len(ipma) < 8:
        return set()
    version, long = ipma[0], ipma[3] & 1
    at, width = 8, 2 if version < 1 else 4
    for _ in range(int.from_bytes(ipma[4:8], "big")):
        number, count = int.from_bytes(ipma[at : at + width], "big"), ipma[at + width]
        at += width + 1
        size = 2 if long else 1
        found = {
            int.from_bytes(ipma[at + n * size : at + (n + 1) * size], "big") & (0x7FFF if long else 0x7F)
            for n in range(count)
        }
        at += count * size
        if number == item:
            return found
    return set()
