"""EXIF, what the camera itself wrote: texts in right Turkish, the moment, the place, the turn of the picture.

Source: CIPA DC-008 (Exif 3.0); Windows' own XP… fields are UTF-16.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from media_library.metadata.turkish_text import decode_bytes, repair

ISTANBUL = ZoneInfo("Europe/Istanbul")
FURTHEST = dt.timedelta(hours=14)
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
UTF16_TAGS = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
# Blocks of bytes that mean something to one maker only, and what names the owner's place; never part of the record.
LEFT_OUT = frozenset({"MakerNote", "PrintImageMatching", "GPSInfo", "ExifOffset", "ExifInteroperabilityOffset"})
MOMENT = re.compile(
    r"(\d{4})[-:/.](\d{1,2})[-:/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?"
)


def parse(block: bytes) -> dict[str, Any]:
    """The tags of ``block`` by name: texts as ``str``, numbers as numbers, the GPS tags as a dict under ``"GPS"``.

    A block broken in the middle gives what stands before the break.
    """
    found: dict[str, Any] = {}
    if not block:
        return found
    exif = Image.Exif()
    # Pillow meets malformed TIFF structures with nearly every exception there is.
    with suppress(Exception):
        exif.load(block)
    for directory in (None, EXIF_IFD):
        tags: Mapping[int, Any] = {}
        with suppress(Exception):
            tags = dict(exif) if directory is None else exif.get_ifd(directory)
        for tag, value in tags.items():
            name = ExifTags.TAGS.get(tag, "")
            if name and name not in LEFT_OUT:
                found[name] = _readable(tag, value)
    with suppress(Exception):
        found["GPS"] = {ExifTags.GPSTAGS.get(tag, str(tag)): value for tag, value in exif.get_ifd(GPS_IFD).items()}
    return found


def build(tags: Mapping[str, str], orientation: int = 1) -> bytes:
    """An EXIF block with ``tags`` (names of its first directory) in UTF-8 and, unless it is 1, the orientation."""
    exif = Image.Exif()
    if orientation != 1:
        exif[ExifTags.Base.Orientation] = orientation
    for name, value in tags.items():
        # Given as bytes: Pillow would write "?" for every Turkish letter of a str into these ASCII fields.
        exif[ExifTags.Base[name]] = value.encode()
    return exif.tobytes()


def text(tags: Mapping[str, Any], name: str) -> str:
    """A tag as text, or an empty string when it is missing or no text."""
    value = tags.get(name, "")
    return value if isinstance(value, str) else ""


def moment(value: str, offset: str = "") -> dt.datetime | None:
    """A date, with or without time, of EXIF, XMP or IIM as a moment; without an offset it is Istanbul's time.

    ``offset`` ("+03:00") counts when ``value`` has none itself. Impossible dates ("0000:00:00") give None.
    """
    match = MOMENT.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    microsecond = int((match[7] or "0").ljust(6, "0"))
    zone = match[8] or (offset.strip() if re.fullmatch(r"Z|[+-]\d{2}:?\d{2}", offset.strip()) else "")
    try:
        # Photography begins in 1826; what lies before it or beyond this century is a clock that was never set.
        if not 1826 <= year < 2100:
            return None
        return dt.datetime(year, month, day, hour, minute, second, microsecond, tzinfo=_zone(zone))
    except ValueError:
        return None


def place(gps: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude in degrees, north and east positive, six decimals (a hand's breadth); None if not set."""
    found = [
        _degrees(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"), "S"),
        _degrees(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"), "W"),
    ]
    return on_earth(*found)


def on_earth(latitude: float | None, longitude: float | None) -> tuple[Decimal, Decimal] | None:
    """Both as decimals, if they are a place: cameras without a fix write 0/0."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return Decimal(f"{latitude:.6f}"), Decimal(f"{longitude:.6f}")


def _zone(text: str) -> dt.tzinfo:
    if not text:
        return ISTANBUL
    if text == "Z":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    offset = dt.timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    # Nowhere on earth is further from Greenwich, and PostgreSQL takes no more than 16 hours.
    return dt.timezone(sign * offset) if offset <= FURTHEST else ISTANBUL


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    with suppress(TypeError, ValueError, ZeroDivisionError):
        degrees, minutes, seconds = (float(part) for part in (*parts, 0, 0)[:3])
        value = degrees + minutes / 60 + seconds / 3600
        mark = reference.decode("ascii", "ignore") if isinstance(reference, bytes) else str(reference or "")
        return -value if mark.strip("\x00 ").upper() == negative else value
    return None


def _readable(tag: int, value: Any) -> Any:
    if isinstance(value, tuple) and tag in UTF16_TAGS and all(isinstance(one, int) for one in value):
        value = bytes(value)
    if isinstance(value, bytes):
        if tag in UTF16_TAGS:
            return repair(value.decode("utf-16-le", "replace").partition("\x00")[0])
        if tag == ExifTags.Base.UserComment:
            return _comment(value)
        return decode_bytes(value) if tag in BYTES_AS_TEXT else ""
    if isinstance(value, str):
        # Pillow reads these fields as Latin-1, whatever the camera wrote; back to its bytes, then.
        return decode_bytes(value.encode("latin-1", "ignore")) if _is_latin1(value) else repair(value)
    return value


BYTES_AS_TEXT = frozenset(
    {ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.Make}
    | {ExifTags.Base.Model, ExifTags.Base.ExifVersion}
)


def _is_latin1(value: str) -> bool:
    return all(char <= "\xff" for char in value)


def _comment(value: bytes) -> str:
    """UserComment names its encoding in its first eight bytes (Exif 3.0, 4.6.5)."""
    code, body = value[:8].rstrip(b"\x00 "), value[8:]
    if code == b"UNICODE":
        little = body[1:2] == b"\x00" or body.startswith(b"\xff\xfe")
        return repair(body.decode("utf-16-le" if little else "utf-16-be", "replace").strip("\x00\ufeff"))
    return decode_bytes(body if code in {b"ASCII", b""} else value)
