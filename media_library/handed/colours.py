"""The colour profiles that may leave the house: three of our own making, put in the place of those that act like them.

A profile is a file of its own with room for any text. Whether it is one of the three is not read from its name but
found by converting colours with it. Source: ICC.1:2001-04 (profile format 2.4) for the layout; IEC 61966-2-1 (sRGB),
SMPTE EG 432-1 (Display P3) and Adobe RGB (1998) for the numbers, adapted to D50.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

Colorant = tuple[float, float, float]
COLORANTS: dict[str, tuple[Colorant, Colorant, Colorant]] = {
    "sRGB": ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)),
    "Display P3": ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
    "Adobe RGB": ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
}
D50 = (0.9642, 1.0, 0.8249)
ADOBE_GAMMA = 563 / 256
CURVE_POINTS = 1024
# A profile with tables instead of three curves and a matrix may do anything between the colours that are tried.
TABLES = frozenset({b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"D2B3"})
# How far (of 255) a colour may come out beside the known profile's: rounding, and curves given in fewer points.
TOLERANCE = 3
GRID = (0, 36, 73, 109, 146, 182, 219, 255)


@cache
def profile(name: str) -> bytes:
    """The profile ``name`` of :data:`COLORANTS`, always the same bytes."""
    curve = _curve(_srgb) if name != "Adobe RGB" else _gamma(ADOBE_GAMMA)
    tags = {
        b"desc": _description(name), b"cprt": _text("CC0"), b"wtpt": _xyz(D50),
        **{tag: _xyz(value) for tag, value in zip((b"rXYZ", b"gXYZ", b"bXYZ"), COLORANTS[name], strict=True)},
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    at = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    table, bodies = struct.pack(">I", len(tags)), b""
    for tag, body in tags.items():
        if body not in placed:
            placed[body] = at + len(bodies)
            bodies += body + bytes(-len(body) % 4)
        table += struct.pack(">4sII", tag, placed[body], len(body))
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI3i4s44s", at + len(bodies), b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ",
        2026, 1, 1, 0, 0, 0, b"acsp", b"", 0, b"", b"", 0, 0, *map(_fixed, D50), b"", b"",
    )  # fmt: skip
    return head + table + bodies


def known(data: bytes) -> str:
    """The name of the known profile that ``data`` acts like; empty for another one, a broken one, or none."""
    if not data or _tags(data) & TABLES:
        return ""
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(data))
        if theirs.profile.xcolor_space.strip() != "RGB":
            return ""
        return next((name for name in COLORANTS if _alike(theirs, name)), "")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return ""


def calls_itself_srgb(data: bytes) -> bool:
    """Whether the profile is one that the sizes we draw leave alone because of its name."""
    try:
        return "srgb" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))).lower()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False


@cache
def _samples() -> Image.Image:
    """Every step of each channel and a grid between them: three curves and a matrix have no more to them."""
    colours = [tuple(step if at == channel else 0 for at in range(3)) for channel in range(3) for step in range(256)]
    colours += [(step, step, step) for step in range(256)]
    colours += [(red, green, blue) for red in GRID for green in GRID for blue in GRID]
    picture = Image.new("RGB", (len(colours), 1))
    picture.putdata(colours)
    return picture


def _alike(theirs: ImageCms.ImageCmsProfile, name: str) -> bool:
    ours = ImageCms.ImageCmsProfile(BytesIO(profile(name)))
    samples = _samples()
    for source, target in ((theirs, ours), (ours, theirs)):
        found = ImageCms.profileToProfile(
            samples, source, target, renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB"
        )
        if found is None:
            return False
        pairs = zip(found.tobytes(), samples.tobytes(), strict=True)
        if any(abs(one - other) > TOLERANCE for one, other in pairs):
            return False
    return True


def _tags(data: bytes) -> set[bytes]:
    count = min(int.from_bytes(data[128:132], "big"), 100)
    return {data[132 + 12 * number : 136 + 12 * number] for number in range(count)}


def _fixed(value: float) -> int:
    return round(value * 65536)


def _xyz(value: Colorant) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *map(_fixed, value))


def _text(text: str) -> bytes:
    return b"text\0\0\0\0" + text.encode() + b"\0"


def _description(text: str) -> bytes:
    said = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(said)) + said + bytes(4 + 4 + 2 + 1 + 67)


def _srgb(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _curve(function: Callable[[float], float]) -> bytes:
    points = (round(65535 * function(step / (CURVE_POINTS - 1))) for step in range(CURVE_POINTS))
    return b"curv\0\0\0\0" + struct.pack(f">I{CURVE_POINTS}H", CURVE_POINTS, *points)


def _gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
