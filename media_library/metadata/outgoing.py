"""The archive's words that leave the house with a photo, a video or a document: what a certificate freezes.

A signature covers ``outgoing_words`` as they stood when it was given; kits, pages, mails and the metadata inside files
are made of that copy, never of the row, which the archive may go on editing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from media_library.metadata.fields import Fields

PICTURE_FIELDS = frozenset(field.name for field in dataclass_fields(Fields))


def outgoing_words(item: Any) -> dict[str, Any]:
    """The words of ``item`` (a ``Photo``, ``Video`` or ``File``) as JSON values, the empty ones left out.

    For pictures the names are those of ``Fields`` (``taken_at`` in ISO 8601, ``keywords`` sorted) and, for a video, its
    ``kind``; for every item ``title``, and for a document ``filename``. Names of people who are seen and the exact
    place stay in the archive: the caption says what is to be said.
    """
    words: dict[str, Any] = {"title": item.title}
    if hasattr(item, "usage_terms"):
        words |= {
            "headline": item.headline,
            "caption": item.caption,
            "credit": item.credit,
            "byline": item.photographer.name if item.photographer else "",
            "copyright": item.copyright_notice,
            "usage_terms": item.usage_terms,
            "keywords": sorted(tag.name for tag in item.tags.all()),
            "city": item.city,
            "event": item.shoot.title if item.shoot else "",
            "taken_at": item.taken_at.astimezone(dt.UTC).isoformat() if item.taken_at else "",
            "alt_text": item.description,
            "digital_source_type": item.digital_source,
            "ai_system": item.ai_system,
            "ai_system_version": item.ai_system_version,
            "kind": getattr(item, "kind", ""),
        }
    else:
        words["filename"] = item.filename
    return {name: value for name, value in words.items() if value}


def fields_of(words: Mapping[str, Any]) -> Fields:
    """The :class:`Fields` that frozen ``words`` are written into a file as; keys of other uses are left out."""
    known: dict[str, Any] = {name: value for name, value in words.items() if name in PICTURE_FIELDS}
    if known.get("taken_at"):
        known["taken_at"] = dt.datetime.fromisoformat(known["taken_at"])
    known["keywords"] = tuple(known.get("keywords", ()))
    return Fields(**known)
