"""Photoshop's image resources, in which JPEG files carry IPTC-IIM, and the profiles that ImageMagick puts into PNG.

Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks".
"""

from __future__ import annotations

import re
from typing import BinaryIO

from media_library.metadata.opening import segments_of

IIM, IIM_DIGEST = 0x0404, 0x0425
HEAD = b"Photoshop 3.0\x00"
XMP_HEAD, EXIF_HEAD = b"http://ns.adobe.com/xap/1.0/\x00", b"Exif\x00\x00"
RAW_PROFILE = re.compile(r"Raw profile type (iptc|8bim|exif|app1|xmp)", re.IGNORECASE)
MOST_RESOURCES = 1000


def resources(data: bytes) -> dict[int, bytes]:
    """The resources in ``data`` by number, the first of each, until the end or the first thing that is none."""
    found: dict[int, bytes] = {}
    at = len(HEAD) if data.startswith(HEAD) else 0
    for _ in range(MOST_RESOURCES):
        if data[at : at + 4] != b"8BIM" or at + 12 > len(data):
            break
        number, name = int.from_bytes(data[at + 4 : at + 6], "big"), data[at + 6]
        at += 6 + (name + 2 & ~1)
        size = int.from_bytes(data[at : at + 4], "big")
        at += 4
        if at + size > len(data):
            break
        found.setdefault(number, data[at : at + size])
        at += size + (size & 1)
    return found


def of_jpeg(file: BinaryIO) -> dict[int, bytes]:
    """The resources of a JPEG, whose blocks may be spread over several segments (13), each of 64 kB at most."""
    file.seek(0)
    data = file.read()
    parts = [
        data[start + 4 + len(HEAD) : end]
        for kind, start, end in segments_of(data)
        if kind == 0xED and data[start + 4 : start + 4 + len(HEAD)] == HEAD
    ]
    found: dict[int, bytes] = {}
    for part in (b"".join(parts), *parts):
        for number, body in resources(part).items():
            found.setdefault(number, body)
    return found


def from_hex(text: bytes) -> bytes:
    """ImageMagick's raw profile: an empty line, a name, a length, then hexadecimal lines. Raises ``ValueError``."""
    _name, _length, rest = text.strip().split(b"\n", 2)
    return bytes.fromhex(b"".join(rest.split()).decode("ascii"))


def unwrapped(name: str, block: bytes) -> tuple[str, bytes]:
    """What a raw profile called ``name`` really holds: ``"exif"``, ``"xmp"``, ``"8bim"`` or ``"iptc"``, and it bare."""
    if block.startswith(XMP_HEAD):
        return "xmp", block.removeprefix(XMP_HEAD)
    if block.startswith(EXIF_HEAD) or name in ("exif", "app1"):
        return "exif", block
    if block.startswith((HEAD, b"8BIM")):
        return "8bim", block
    return ("xmp" if name == "xmp" else "iptc"), block
