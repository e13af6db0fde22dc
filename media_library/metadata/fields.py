"""What the office writes into a file that it hands out, and under which names the standards know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cms.core.text import clean

ISTANBUL = ZoneInfo("Europe/Istanbul")
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass(frozen=True)
class Fields:
    """The words that travel with a file; empty ones are not written. ``taken_at`` must be aware.

    ``byline``: the photographer's name; ``credit``: the line that must stand under the picture;
    ``digital_source_type``: a code of IPTC's NewsCodes, with or without its address. The ``ai_`` fields are those of
    the IPTC Photo Metadata Standard 2025.1.
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
    alt_text: str = ""
    digital_source_type: str = ""
    ai_system: str = ""
    ai_system_version: str = ""
    ai_prompt: str = ""
    ai_prompt_writer: str = ""


def written(text: str) -> str:
    """``text`` as it is written into files: composed, plain line ends, no control characters but newline and tab."""
    return clean(text).strip()


def xmp_properties(fields: Fields) -> dict[str, str | list[str]]:
    """The XMP properties (IPTC Core and Extension) for ``fields``, without the empty ones."""
    source = fields.digital_source_type.rstrip("/").rpartition("/")[2]
    properties: dict[str, str | list[str]] = {
        "photoshop:Headline": fields.headline,
        "dc:title": fields.headline,
        "dc:description": fields.caption,
        "photoshop:Credit": fields.credit,
        "dc:creator": [fields.byline],
        "dc:rights": fields.copyright,
        "xmpRights:Marked": "True" if fields.copyright else "",
        "xmpRights:UsageTerms": fields.usage_terms,
        "photoshop:Instructions": fields.usage_terms,
        "dc:subject": list(fields.keywords),
        "photoshop:City": fields.city,
        "Iptc4xmpCore:Location": fields.sublocation,
        "photoshop:Country": fields.country,
        "Iptc4xmpExt:Event": fields.event,
        "Iptc4xmpExt:PersonInImage": list(fields.persons_shown),
        "photoshop:DateCreated": fields.taken_at.astimezone(ISTANBUL).isoformat(
            "T", "seconds" if fields.taken_at.microsecond < 1000 else "milliseconds"
        )
        if fields.taken_at
        else "",
        "Iptc4xmpCore:AltTextAccessibility": fields.alt_text,
        "Iptc4xmpExt:DigitalSourceType": f"{SOURCE_TYPES}{source}" if source else "",
        "Iptc4xmpExt:AISystemUsed": fields.ai_system,
        "Iptc4xmpExt:AISystemVersionUsed": fields.ai_system_version,
        "Iptc4xmpExt:AIPromptInformation": fields.ai_prompt,
        "Iptc4xmpExt:AIPromptWriterName": fields.ai_prompt_writer,
    }
    return _without_empty(properties)


def iim_datasets(fields: Fields) -> dict[str, str | list[str]]:
    """The IPTC-IIM datasets for ``fields`` by their names, without the empty ones.

    IIM has no place for usage terms; agencies put them into the special instructions. Its limits of length (32 bytes
    for a credit) are not kept: every reader takes more, and rights must not be cut short.
    """
    local = fields.taken_at.astimezone(ISTANBUL) if fields.taken_at else None
    return _without_empty(
        {
            "Headline": fields.headline,
            "ObjectName": fields.headline,
            "Caption-Abstract": fields.caption,
            "Credit": fields.credit,
            "By-line": [fields.byline],
            "CopyrightNotice": fields.copyright,
            "SpecialInstructions": fields.usage_terms,
            "Keywords": list(fields.keywords),
            "City": fields.city,
            "Sub-location": fields.sublocation,
            "Country-PrimaryLocationName": fields.country,
            "DateCreated": f"{local:%Y:%m:%d}" if local else "",
            "TimeCreated": f"{local:%H:%M:%S}{local.isoformat()[-6:]}" if local else "",
        }
    )


def exif_tags(fields: Fields) -> dict[str, str | list[str]]:
    """The EXIF tags for ``fields`` by their names, without the empty ones; texts are to be written in UTF-8."""
    local = fields.taken_at.astimezone(ISTANBUL) if fields.taken_at else None
    offset = local.isoformat()[-6:] if local else ""
    return _without_empty(
        {
            "ImageDescription": fields.caption,
            "Artist": fields.byline or fields.credit,
            "Copyright": fields.copyright or fields.credit,
            "DateTimeOriginal": f"{local:%Y:%m:%d %H:%M:%S}" if local else "",
            "SubSecTimeOriginal": f"{local.microsecond // 1000:03}" if local and local.microsecond else "",
            "OffsetTimeOriginal": offset,
        }
    )


def _without_empty(values: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, value in values.items():
        if isinstance(value, str):
            said: str | list[str] = written(value)
        else:
            said = [text for text in map(written, value) if text]
        if said:
            found[name] = said
    return found
