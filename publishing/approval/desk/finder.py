"""Finding words in what both offices signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cms.core.turkish import fold
from publishing.approval.models import Certificate

TAGS = re.compile(r"<[^>]*>")
# How far back a search goes, and how much of it is shown.
SCANNED = 5000
SHOWN = 30
# Words of an excerpt before and after the one that was looked for.
BEFORE, AFTER = 6, 10


@dataclass(frozen=True, slots=True)
class Found:
    """The newest signed version of a content that has the words; ``excerpt``: where, unless its title says so."""

    title: str
    version: int
    signed_at: dt.datetime
    content_type_id: int
    object_id: str
    excerpt: str = ""


def found(query: str) -> list[Found]:
    """What was signed and has every word of ``query``, however it is spelled; the newest first. One query: of the last
    ``SCANNED`` signed versions, which are some years."""
    words = fold(query).split()
    if not words:
        return []
    rows = Certificate.objects.order_by("-created_at", "-pk").values_list(
        "content_type_id", "object_id", "version", "created_at", "mayor_record__content_label", "signed_content"
    )
    hits: dict[tuple[int, str], Found] = {}
    for kind, pk, version, moment, title, content in rows[:SCANNED].iterator(chunk_size=200):
        if (kind, pk) in hits:
            continue
        parts = list(texts(content))
        said = fold(" ".join([title, *parts]))
        if all(word in said for word in words):
            missing = next((word for word in words if word not in fold(title)), "")
            hits[kind, pk] = Found(title, version, moment, kind, pk, excerpt(parts, missing) if missing else "")
            if len(hits) == SHOWN:
                break
    return list(hits.values())


def excerpt(parts: Iterable[str], word: str) -> str:
    """The words around the first place of ``word``, which is folded; empty where it spans two words."""
    for part in parts:
        said = part.split()
        for place, one in enumerate(said):
            if word in fold(one):
                first, end = max(0, place - BEFORE), place + AFTER
                return " ".join([*(["…"] if first else []), *said[first:end], *(["…"] if end < len(said) else [])])
    return ""


def texts(value: Any) -> Iterator[str]:
    """Every text in signed content, without the marks of rich text."""
    if isinstance(value, str):
        yield TAGS.sub(" ", value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
