"""An object as a document of the index: its row, what it can be narrowed by, and its words by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import turkish
from cms.core.text import clean
from cms.website.findable import FINDABLES, Text
from search import tokens
from search.analysis import analyse
from search.models import Document, Label
from search.places import MONTH, YEAR, place_in_order
from search.tables import MOST_WORDS
from search.terms import BODY, LABELS, SPOT, TAGS, TITLE, Words, words_of

KIND, DEPARTMENT, PLACE, TAG, MEDIA = "tur", "mudurluk", "yer", "etiket", "gorsel"
FACETS = (KIND, YEAR, MONTH, DEPARTMENT, PLACE, TAG, MEDIA)
LONGEST_BODY = 200_000
LONGEST_LABEL, MOST_LABELS = 200, 100


def document_of(kind: str, object_id: int, text: Text) -> Document:
    """The row, not saved. Its digest says everything that it is made of."""
    said = {
        "title": clean(text.title, lines=False),
        "spot": clean(text.spot),
        "body": clean(text.body)[:LONGEST_BODY],
        "tags": "\n".join(clean(label.name, lines=False) for label in text.tags),
        "department": clean(text.department.name if text.department else "", lines=False)[:LONGEST_LABEL],
        "place": clean(text.place, lines=False)[:LONGEST_LABEL],
        "number": text.number,
    }
    place = place_in_order(kind, object_id, text.moment)
    rest = [kind, object_id, place, text.department, text.tags, text.with_photo, text.with_video]
    digest = hashlib.sha256(json.dumps([said, rest], ensure_ascii=False).encode()).hexdigest()
    return Document(
        kind=kind, object_id=object_id, place_in_order=place, day=timezone.localtime(text.moment).date(),
        digest=digest, **said,
    )  # fmt: skip


def labels_of(document: Document, text: Text) -> list[Label]:
    """What ``document`` can be narrowed by; none of them saved."""
    day = document.day
    found: dict[tuple[str, str], str] = {
        (KIND, document.kind): str(FINDABLES[document.kind].title),
        (YEAR, f"{day.year:04d}"): str(day.year),
        (MONTH, f"{day:%Y-%m}"): f"{turkish.MONTHS[day.month - 1]} {day.year}",
    }
    if text.department:
        found[DEPARTMENT, text.department.key] = text.department.name
    if document.place:
        found[PLACE, turkish.slugify(document.place)] = document.place
    for label in text.tags:
        found[TAG, label.key] = label.name
    if text.with_photo:
        found[MEDIA, "foto"] = _("fotoğraflı")
    if text.with_video:
        found[MEDIA, "film"] = _("videolu")
    return [
        Label(facet=facet, key=key[:LONGEST_LABEL], name=name[:LONGEST_LABEL])
        for (facet, key), name in list(found.items())[:MOST_LABELS]
        if key
    ]


def words_in(document: Document) -> Mapping[str, Words]:
    """The words of ``document`` by field, as they are indexed."""
    named = "\n".join(part for part in (document.tags, document.place, document.department, document.number) if part)
    return {
        TITLE: words_of(document.title, MOST_WORDS // 50),
        SPOT: words_of(document.spot, MOST_WORDS // 50),
        TAGS: words_of(named, MOST_WORDS // 50),
        BODY: words_of(document.body, MOST_WORDS),
        LABELS: Words(tuple(document.label_ids.split()), ()),
    }


def tokens_in(document: Document) -> bytes:
    """Where the words of ``document`` stand, for what marks them in a result."""
    texts = {TITLE: document.title, SPOT: document.spot, BODY: document.body}
    return tokens.packed({field: analyse(text[: tokens.LONGEST]) for field, text in texts.items()})
