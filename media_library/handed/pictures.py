"""An original photo reduced to the one picture that was shown of it.

JPEG, PNG and WebP that show all they have keep their picture as it is stored, byte for byte; everything else (several
frames, transparency, a colour profile that we do not know) is drawn anew as the office and the signers saw it. HEIC and
AVIF are always drawn: their boxes have room for any number of pictures, maps and layers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from PIL import Image, ImageChops

from media_library.handed import colours
from media_library.metadata import webp
from media_library.metadata.opening import PNG_HEAD, PNG_PICTURE, chunks_of, decoded, header, kind_of
from media_library.metadata.read import turn_of
from media_library.renditions.drawing import WEBP_METHOD, Original

SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "gif": ".gif", "avif": ".jpg", "heic": ".jpg"}
DRAWN_SUFFIXES = {".avif": ".jpg", ".heic": ".jpg", ".heif": ".jpg", ".hif": ".jpg"}
QUALITY = 95
# Of a JPEG: tables, frame, passes and lines. Adobe's own segment says what the numbers mean and has a fixed length.
JPEG_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START, END, PASS, ADOBE = 0xD8, 0xD9, 0xDA, 0xEE
ADOBE_LENGTH = 16
PROFILE_HEAD = b"ICC_PROFILE\0\x01\x01"
COLOURED = frozenset({"RGB", "RGBA", "P"})


@dataclass(frozen=True)
class Bare:
    """A picture alone: its bytes, their suffix, and the turn (1 to 8) that it still needs to stand upright."""

    data: bytes
    suffix: str
    turn: int = 1


def suffix_for(stored_name: str, default: str = ".jpg") -> str:
    """Under which suffix the copy of the original ``stored_name`` goes out."""
    suffix = PurePath(stored_name).suffix.lower() or default
    return DRAWN_SUFFIXES.get(suffix, suffix)


def bare(path: Path) -> Bare:
    """The picture that is shown of ``path``. Raises whatever decoders raise."""
    with path.open("rb") as file:
        kind = kind_of(file)
        return _kept(file, kind) or _drawn(file, kind)


def shown(file: BinaryIO, *, longest: int, most_pixels: int) -> Image.Image:
    """The first picture in ``file``, upright, in sRGB, at most ``longest`` pixels wide and high. Raises whatever
    decoders raise, and ``ValueError`` for one of no kind that we know, or with more than ``most_pixels``."""
    if not kind_of(file):
        raise ValueError("no picture")
    original = Original.opened(file)
    if original.width * original.height > most_pixels:
        raise ValueError("too many pixels")
    share = min(1.0, longest / max(original.width, original.height))
    size = (max(1, round(original.width * share)), max(1, round(original.height * share)))
    return original.draw((0, 0, original.width, original.height), size)


def _kept(file: BinaryIO, kind: str) -> Bare | None:
    """The picture as it is stored, where that is all there is to see; else ``None``."""
    if kind not in ("jpeg", "png", "webp"):
        return None
    picture = header(file)
    if (kind == "webp" and getattr(picture, "n_frames", 1) > 1) or _is_transparent(file, picture):
        return None
    profile = picture.info.get("icc_profile") or b""
    name = colours.known(profile) if profile and picture.mode in COLOURED else ""
    if profile and not name and not colours.calls_itself_srgb(profile):
        return None
    profile = colours.profile(name) if name else b""
    file.seek(0)
    data = file.read()
    made = {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind](data, profile)
    if made is None or (kind == "jpeg" and not _same(file, BytesIO(made))):
        return None
    return Bare(made, SUFFIXES[kind], turn_of(file))


def _is_transparent(file: BinaryIO, picture: Image.Image) -> bool:
    """Whether something lies under the picture that another background, or a program, brings to light."""
    if "transparency" not in picture.info and picture.mode not in ("RGBA", "LA", "PA"):
        return False
    whole, _nothing = decoded(file, lambda opened: None)
    return _alpha(whole) is not None


def _alpha(picture: Image.Image) -> Image.Image | None:
    """The transparency of ``picture``, if any of it is."""
    if "transparency" not in picture.info and picture.mode not in ("RGBA", "LA", "PA"):
        return None
    alpha = picture.convert("RGBA").getchannel("A")
    return alpha if alpha.getextrema() != (255, 255) else None


def _drawn(file: BinaryIO, kind: str) -> Bare:
    """The first picture, upright, in sRGB and on white, as the pages for signers and public show it."""
    original = Original.opened(file)
    size = (original.width, original.height)
    picture = original.draw((0, 0, *size), size)
    if (alpha := _alpha(picture)) is not None:
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=alpha)
        picture = ground
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    picture.info.clear()
    output, suffix = BytesIO(), SUFFIXES.get(kind, ".jpg")
    if suffix == ".png":
        picture.save(output, "PNG")
    elif suffix == ".webp":
        picture.save(output, "WEBP", lossless=True, method=WEBP_METHOD)
    elif suffix == ".gif":
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(output, "GIF")
    else:
        picture.save(output, "JPEG", quality=QUALITY, subsampling=0)
    return Bare(output.getvalue(), suffix)


def _same(original: BinaryIO, made: BinaryIO) -> bool:
    """Whether decoders see the same in both JPEGs, at an eighth of their size: they go by segments that are gone."""
    pictures = []
    for file in (original, made):
        picture, _draft = decoded(file, lambda opened: opened.draft(None, (opened.width // 8, opened.height // 8)))
        pictures.append(picture)
    one, other = pictures
    if (one.mode, one.size) != (other.mode, other.size):
        return False
    return ImageChops.difference(one, other).getbbox() is None


def _jpeg(data: bytes, profile: bytes) -> bytes | None:
    """The tables, frame and passes of a JPEG up to its end, with ``profile``.

    A JFIF segment decides over Adobe's what the three numbers of a colour mean, and goes; so Adobe's goes with it.
    """
    found = list(_marks(data))
    jfif = any(kind == 0xE0 and data[start + 4 : start + 9] == b"JFIF\0" for kind, start, _end in found)
    channels = next((data[start + 9] for kind, start, _end in found if kind in JPEG_FRAMES), 0)
    parts = [b"\xff\xd8"]
    if profile:
        body = PROFILE_HEAD + profile
        parts.append(b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body)
    for kind, start, end in found:
        is_adobe = kind == ADOBE and data[start + 4 : start + 9] == b"Adobe" and end - start >= ADOBE_LENGTH
        if is_adobe and not (jfif and channels == 3):
            parts.append(b"\xff\xee" + struct.pack(">H", ADOBE_LENGTH - 2) + data[start + 4 : start + ADOBE_LENGTH])
        elif kind in JPEG_TABLES or kind in JPEG_FRAMES or kind == PASS:
            parts.append(data[start:end])
    return b"".join((*parts, b"\xff\xd9")) if channels else None


def _marks(data: bytes) -> Iterator[tuple[int, int, int]]:
    """``(kind, start, end)`` of the segments of a JPEG until its end, a pass with the numbers that follow it.

    Source: ITU-T T.81, B.1.1.
    """
    at = 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        kind = data[at + 1]
        if kind == END:
            return
        if kind == 0xFF:
            at += 1
            continue
        if kind in (0x00, 0x01, START) or 0xD0 <= kind <= 0xD7:
            at += 2
            continue
        end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        if kind == PASS:
            end = _end_of_pass(data, end)
        yield kind, at, end
        at = end


def _end_of_pass(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _png(data: bytes, profile: bytes) -> bytes:
    """What a PNG's picture consists of, with ``profile``; its own gamma and primaries, which our sizes do not follow,
    would show another picture elsewhere."""
    parts = [PNG_HEAD]
    for kind, start, size in chunks_of(BytesIO(data)):
        if kind in PNG_PICTURE:
            parts.append(data[start - 8 : start + size + 4])
        if kind == b"IHDR" and profile:
            body = b"ICC\0\0" + zlib.compress(profile)
            parts.append(struct.pack(">I", len(body)) + b"iCCP" + body + struct.pack(">I", zlib.crc32(b"iCCP" + body)))
    return b"".join(parts)


def _webp(data: bytes, profile: bytes) -> bytes | None:
    try:
        return webp.rewritten(data, colours=False, profile=profile)
    except webp.NotWebP:  # something hangs behind the picture
        return None
