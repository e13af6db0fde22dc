"""Everything an archive wants to know that a picture says about itself.

Which source is believed when several speak (IPTC/MWG guidelines for handling image metadata 2.0, made simple):

1. XMP, because today's programs keep it, without limits of length and always in Unicode;
2. IPTC-IIM, which goes first when the digest that its last writer left says that it was changed after the XMP;
3. EXIF for words, which cameras fill with the name set in their menu; for moment and place EXIF goes first.

Each field is filled by the first source that has it. A file that is broken gives what can be read of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from media_library.metadata import exif, iptc_iim, xmp
from media_library.metadata.blocks import Blocks, blocks_of

# Put there by cameras, about no picture in particular.
CAMERA_PHRASES = frozenset(
    {"olympus digital camera", "sony dsc", "digital camera", "minolta digital camera", "samsung", "default", "untitled"}
    | {"dcim", "jpeg", "image description", "picture", "konica minolta digital camera", "ascii", "exif_jpeg_picture"}
    | {"oppo_", "cof", "dav", "kodak digital still camera", "<untitled>", "hdr", "fbmd", "screenshot"}
)
LONGEST_TEXT, LONGEST_CAPTION, MOST_ITEMS = 1000, 10_000, 100
RAW_TEXT, RAW_ITEMS, RAW_SIZE = 500, 200, 32_000


@dataclass(frozen=True)
class Metadata:
    """What one picture says about itself; empty where it is silent. Texts are NFC, at most 1,000 characters each.

    ``caption`` and ``ai_prompt``: at most 10,000. ``digital_source_type``: the code of IPTC's NewsCodes, without the
    address before it ("trainedAlgorithmicMedia"). ``latitude``, ``longitude``: degrees, north and east positive.
    ``orientation``: the EXIF turn (1–8) that the picture, as Pillow decodes it, still needs; 1 for HEIC whose decoder
    has turned it. ``raw``: what was found, by source, for the record: JSON of at most some 32 kB, without the place.
    """

    headline: str = ""
    caption: str = ""
    credit: str = ""
    byline: str = ""
    copyright: str = ""
    usage_terms: str = ""
    keywords: tuple[str, ...] = ()
    city: str = ""
    sublocation: str = ""
    country: str = ""
    event: str = ""
    persons_shown: tuple[str, ...] = ()
    taken_at: dt.datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    digital_source_type: str = ""
    ai_system: str = ""
    ai_system_version: str = ""
    ai_prompt: str = ""
    ai_prompt_writer: str = ""
    alt_text: str = ""
    orientation: int = 1
    make: str = ""
    model: str = ""
    raw: dict[str, Any] = field(default_factory=dict)


def read(file: BinaryIO) -> Metadata:
    """What ``file`` (JPEG, PNG, WebP, AVIF, HEIC, GIF) says about itself; its position is left at 0.

    Reads no pixels and never raises because of what is in the file: broken metadata give what can be read of them.
    """
    blocks = blocks_of(file)
    return Sources(blocks).metadata()


def turn_of(file: BinaryIO) -> int:
    """Only the turn of ``file``, as in :class:`Metadata`; never raises because of what is in the file."""
    return Sources(blocks_of(file)).turn()


class Sources:
    """The three sources of one file, side by side."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.exif = exif.parse(blocks.exif)
        self.xmp = xmp.parse(blocks.xmp) if blocks.xmp else {}
        self.iim = iptc_iim.parse(blocks.iim)

    def metadata(self) -> Metadata:
        """All fields, each from the first source that has it."""
        place = self._place()
        return Metadata(
            headline=self._line("photoshop:Headline", "Headline") or self._line("dc:title", "ObjectName", "XPTitle"),
            caption=self._caption(),
            credit=self._line("photoshop:Credit", "Credit"),
            byline=self._names("dc:creator", "By-line", "Artist", "XPAuthor"),
            copyright=self._line("dc:rights", "CopyrightNotice", "Copyright"),
            usage_terms=self._line("xmpRights:UsageTerms")
            or self._line("photoshop:Instructions", "SpecialInstructions"),
            keywords=self._keywords(),
            city=self._line("photoshop:City", "City") or self._of_place("City"),
            sublocation=self._line("Iptc4xmpCore:Location", "Sub-location") or self._of_place("Sublocation"),
            country=self._line("photoshop:Country", "Country") or self._of_place("CountryName"),
            event=self._line("Iptc4xmpExt:Event"),
            persons_shown=self._persons(),
            taken_at=self._moment(),
            latitude=place[0] if place else None,
            longitude=place[1] if place else None,
            digital_source_type=self._xmp("Iptc4xmpExt:DigitalSourceType").rstrip("/").rpartition("/")[2][:100],
            ai_system=self._line("Iptc4xmpExt:AISystemUsed"),
            ai_system_version=self._line("Iptc4xmpExt:AISystemVersionUsed"),
            ai_prompt=self._xmp("Iptc4xmpExt:AIPromptInformation")[:LONGEST_CAPTION],
            ai_prompt_writer=self._line("Iptc4xmpExt:AIPromptWriterName"),
            alt_text=self._line("Iptc4xmpCore:AltTextAccessibility"),
            orientation=self.turn(),
            make=exif.text(self.exif, "Make")[:100],
            model=exif.text(self.exif, "Model")[:100],
            raw=self._raw(),
        )

    def turn(self) -> int:
        """The turn (1 to 8) that the picture, as its decoder gives it, still needs."""
        if self.blocks.turn is not None:
            return _turn(self.blocks.turn)
        return _turn(self.exif.get("Orientation", self._xmp("tiff:Orientation")))

    def _all(self, xmp_name: str, iim_name: str = "", *exif_names: str) -> list[str]:
        """The texts of the first source that has any."""
        newer, older = xmp.texts(self.xmp.get(xmp_name)), self.iim.get(iim_name, [])
        if self.blocks.iim_is_newer:
            newer, older = older, newer
        camera = ([exif.text(self.exif, name)] for name in exif_names)
        for texts in (newer, older, *camera):
            said = [one for one in texts if one and one.lower() not in CAMERA_PHRASES]
            if said:
                return said[:MOST_ITEMS]
        return []

    def _xmp(self, name: str) -> str:
        return next(iter(xmp.texts(self.xmp.get(name))), "")

    def _line(self, xmp_name: str, iim_name: str = "", *exif_names: str) -> str:
        return " ".join(" ".join(self._all(xmp_name, iim_name, *exif_names)[:1]).split())[:LONGEST_TEXT]

    def _names(self, xmp_name: str, iim_name: str, *exif_names: str) -> str:
        return ", ".join(dict.fromkeys(self._all(xmp_name, iim_name, *exif_names)))[:LONGEST_TEXT]

    def _caption(self) -> str:
        texts = self._all("dc:description", "Caption-Abstract", "ImageDescription", "XPComment", "UserComment")
        return "\n".join(texts)[:LONGEST_CAPTION]

    def _keywords(self) -> tuple[str, ...]:
        words = self._all("dc:subject", "Keywords", "XPKeywords")
        if len(words) == 1:  # some programs write all of them into one
            words = words[0].replace(";", ",").split(",")
        return _distinct(words)

    def _persons(self) -> tuple[str, ...]:
        detailed = self.xmp.get("Iptc4xmpExt:PersonInImageWDetails")
        names = (
            one.get("Iptc4xmpExt:PersonName", "")
            for one in (detailed if isinstance(detailed, list) else [])
            if isinstance(one, dict)
        )
        return _distinct(
            [*xmp.texts(self.xmp.get("Iptc4xmpExt:PersonInImage")), *(n for n in names if isinstance(n, str))]
        )

    def _of_place(self, part: str) -> str:
        for name in ("Iptc4xmpExt:LocationCreated", "Iptc4xmpExt:LocationShown"):
            value = self.xmp.get(name)
            for one in value if isinstance(value, list) else [value]:
                said = one.get(f"Iptc4xmpExt:{part}", "") if isinstance(one, dict) else ""
                if isinstance(said, str) and said:
                    return said[:LONGEST_TEXT]
        return ""

    def _moment(self) -> dt.datetime | None:
        """When the picture was taken: the camera's word first, then the picture desk's."""
        offset = exif.text(self.exif, "OffsetTimeOriginal") or exif.text(self.exif, "OffsetTime")
        fraction = exif.text(self.exif, "SubsecTimeOriginal")
        taken = exif.text(self.exif, "DateTimeOriginal")
        candidates = [
            (f"{taken}.{fraction}" if fraction.isdecimal() else taken, offset),
            (self._xmp("photoshop:DateCreated"), ""),
            (self._iim_moment(), ""),
            (self._xmp("exif:DateTimeOriginal"), ""),
            (exif.text(self.exif, "DateTimeDigitized"), exif.text(self.exif, "OffsetTimeDigitized")),
            (self._xmp("xmp:CreateDate"), ""),
        ]
        moments = (exif.moment(text, zone) for text, zone in candidates if text)
        return next((one for one in moments if one is not None), None)

    def _iim_moment(self) -> str:
        """IIM's 20240519 and 143000+0300 as one text that :func:`exif.moment` reads."""
        day = next(iter(self.iim.get("DateCreated", [])), "")
        time = next(iter(self.iim.get("TimeCreated", [])), "")
        if len(day) != 8 or not day.isdecimal():
            return day
        text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        if len(time) >= 6 and time[:6].isdecimal():
            text += f"T{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}"
        return text

    def _place(self) -> tuple[Decimal, Decimal] | None:
        gps = self.exif.get("GPS")
        found = exif.place(gps) if isinstance(gps, dict) else None
        return found or exif.on_earth(
            _xmp_degrees(self._xmp("exif:GPSLatitude")), _xmp_degrees(self._xmp("exif:GPSLongitude"))
        )

    def _raw(self) -> dict[str, Any]:
        """What was found, by source, in JSON's kinds, until the record is full."""
        record: dict[str, Any] = {"format": self.blocks.format, "iim_is_newer": self.blocks.iim_is_newer}
        left = RAW_SIZE
        for source, found in (("exif", self.exif), ("iptc", self.iim), ("xmp", self.xmp)):
            kept: dict[str, Any] = {}
            for name, value in list(found.items())[:RAW_ITEMS]:
                said = _plain(value)
                size = len(name) + len(str(said))
                if said in ("", [], {}) or "GPS" in name or size > left:
                    continue
                left -= size
                kept[name[:200]] = said
            record[source] = kept
        return record


def _plain(value: Any, depth: int = 0) -> Any:
    """``value`` in JSON's kinds, without what is long or deep."""
    if isinstance(value, str):
        return value[:RAW_TEXT].replace("\x00", "")
    if isinstance(value, bool | int):
        return value if abs(value) < 2**53 else str(value)[:RAW_TEXT]
    if depth > 3:
        return ""
    if isinstance(value, Mapping):
        items = list(value.items())[:MOST_ITEMS]
        return {str(key)[:200]: _plain(one, depth + 1) for key, one in items if "GPS" not in str(key)}
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value[:MOST_ITEMS]]
    if isinstance(value, bytes):
        return ""
    return str(value)[:RAW_TEXT]


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    said = (" ".join(word.split())[:LONGEST_TEXT] for word in words)
    return tuple(dict.fromkeys(word for word in said if word))[:MOST_ITEMS]


def _turn(value: Any) -> int:
    text = str(value)
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7", "8"} else 1


def _xmp_degrees(text: str) -> float | None:
    """XMP's ``39,18.5N`` or ``39,18,30N`` in degrees."""
    try:
        parts = [float(part) for part in text[:-1].split(",")]
    except ValueError:
        return None
    value = sum(part / 60**power for power, part in enumerate(parts))
    return {"N": value, "E": value, "S": -value, "W": -value}.get(text[-1:].upper())
