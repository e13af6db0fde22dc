"""A document as Elasticsearch keeps it: our words, ready, and what it can be narrowed by and sorted with.

Elasticsearch analyses nothing; it splits at blanks. The texts themselves are not kept there: results are shown from the
database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch_dsl import Date as Day
from elasticsearch_dsl import Document as ElasticDocument
from elasticsearch_dsl import Index, Keyword, Long, MetaField, Object, Text

from cms.core import turkish
from search.models import Document, Label
from search.terms import FIELDS, STREAMS, Words

# Any change of the mapping, or of what a document is made of, is another index.
MAPPING_VERSION = 2
# Between the parts of a label; no clean text has it.
SEPARATOR = "\x1f"
# The analyzer would split what is longer.
LONGEST_TOKEN = 250

SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",  # with a second node, a second copy
    "refresh_interval": "-1",  # whoever writes a batch says when it may be seen
    "gc_deletes": "2h",  # a worker that slept for an hour brings nothing back
    "max_result_window": 10_000,
    # The newest lie first: whoever asks for the newest hits is ready after those.
    "sort.field": "place",
    "sort.order": "desc",
}


def _words() -> Text:
    return Text(analyzer="whitespace", norms=False, index_prefixes={"min_chars": 2, "max_chars": 4})


class FoundDocument(ElasticDocument):
    """What is indexed of a :class:`search.models.Document`; its ``_id`` is the place in the order."""

    place = Long()
    day = Day(format="strict_date")
    number = Keyword()
    number_in_year = Keyword()
    digest = Keyword(index=False)
    narrowing = Keyword(doc_values=False)
    labels = Object(dynamic=True)
    title_lemma, title_fold = _words(), _words()
    spot_lemma, spot_fold = _words(), _words()
    body_lemma, body_fold = _words(), _words()
    tags_lemma, tags_fold = _words(), _words()

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(enabled=False)
        # One field a facet, whatever facets there are.
        dynamic_templates = MetaField(
            [{"labels": {"path_match": "labels.*", "mapping": {"type": "keyword", "index": False}}}]
        )


def index_called(name: str) -> Index:
    """A new index, not yet made."""
    made = Index(name)
    made.settings(**SETTINGS)
    made.document(FoundDocument)
    return made


def mapping() -> dict[str, Any]:
    """The mapping of this code."""
    said: dict[str, Any] = FoundDocument._doc_type.mapping.to_dict()
    return said


def body_of(document: Document, labels: Iterable[Label], words: Mapping[str, Words]) -> dict[str, Any]:
    """``document`` as it is sent."""
    by_facet: dict[str, list[str]] = {}
    labels = list(labels)
    for label in labels:
        by_facet.setdefault(label.facet, []).append(written(label.facet, label.key, label.name))
    sent: dict[str, Any] = {
        "place": document.place_in_order, "day": document.day.isoformat(), "digest": document.digest,
        "narrowing": [narrowing(label.facet, label.key) for label in labels], "labels": by_facet,
    }  # fmt: skip
    if document.number:
        sent["number"] = document.number
        sent["number_in_year"] = "/" + document.number.rpartition("/")[2]
    for field in FIELDS:
        for stream in STREAMS:
            sent[f"{field}_{stream}"] = " ".join(token(word) for word in words[field].of(stream))
    return sent


def token(word: str) -> str:
    """``word`` as it is indexed and asked for."""
    return word[:LONGEST_TOKEN]


def narrowing(facet: str, key: str) -> str:
    """A label to narrow by."""
    return f"{facet}{SEPARATOR}{key}"


def written(facet: str, key: str, name: str) -> str:
    """A label to count; sorts as people sort its name."""
    weights, lowered = turkish.collation_key(name)
    return SEPARATOR.join(["".join(f"{weight:06x}" for weight in weights), lowered, key, name])


def read(label: str) -> tuple[str, str]:
    """Key and name of a label that was ``written``."""
    _weights, _lowered, key, name = label.split(SEPARATOR)
    return key, name
