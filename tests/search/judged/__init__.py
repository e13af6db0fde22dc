"""A judged set: what a town's press office published (``corpus.txt``), what people ask for, and how well each document
answers it (``queries.txt``). :func:`fill` puts the documents into an index through the functions that always do it,
:func:`score` asks all queries and says how well the answers are ranked (nDCG@10).
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from cms.core import turkish
from cms.website.findable import Label, Text
from search import selectors, services, spellings
from search.models import Document
from search.queries import Query, parse
from search.questions import Narrowed

HERE = Path(__file__).parent
TEN = 10


@dataclass(frozen=True)
class Judged:
    """A query of a ``sort``, with the grade (0 to 3) of each document that answers it, by slug."""

    sort: str
    query: str
    grades: dict[str, int]


@dataclass
class Score:
    """nDCG@10 of each query, with the slugs that it found in their order."""

    each: list[tuple[Judged, float, list[str]]] = field(default_factory=list)

    def mean(self, sort: str = "") -> float:
        values = [value for judged, value, _found in self.each if not sort or judged.sort == sort]
        return sum(values) / len(values)

    def by_sort(self) -> dict[str, tuple[int, float]]:
        """How many queries of each sort there are, and their mean."""
        sorts = [judged.sort for judged, _value, _found in self.each]
        return {sort: (sorts.count(sort), self.mean(sort)) for sort in dict.fromkeys(sorts)}


def ndcg(found: list[str], grades: dict[str, int], most: int = TEN) -> float:
    """How good the order of the first ``most`` is, 1 being the best that there can be.

    A query that nothing answers is answered best by nothing: each hit counts as one wrong among ten.
    """
    if not any(grades.values()):
        return 1 - min(len(found), most) / most
    return _gain([grades.get(slug, 0) for slug in found[:most]]) / _gain(sorted(grades.values(), reverse=True)[:most])


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def documents() -> dict[str, tuple[str, Text]]:
    """Kind and words of each document, by slug."""
    found = {}
    for block in (HERE / "corpus.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        head, title, spot, *body = block.strip().splitlines()
        slug, kind, day, number, department, place, tags = (part.strip() for part in head.split("|"))
        text = Text(
            title=title, spot=spot, body="\n".join(body), number=number, place="" if place == "Merkez" else place,
            moment=timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10))),
            department=_label(department) if department else None,
            tags=tuple(_label(tag.strip()) for tag in tags.split(",") if tag.strip()),
        )  # fmt: skip
        assert slug not in found, slug
        found[slug] = kind, text
    return found


def _label(name: str) -> Label:
    return Label(turkish.slugify(name), name)


def queries() -> list[Judged]:
    """All that is asked."""
    found, sort = [], ""
    for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sort = line.strip("[]")
        elif line and not line.startswith("#"):
            query, _bar, answers = line.rpartition(" | ")
            grades = {slug: int(grade) for slug, _colon, grade in (one.rpartition(":") for one in answers.split())}
            grades.pop("nothing", None)
            found.append(Judged(sort, query, grades))
    return found


def fill() -> dict[int, str]:
    """Puts all documents into the index; gives the slug of each by the primary key of its row."""
    by_key = {}
    for number, (slug, (kind, text)) in enumerate(documents().items(), start=1):
        services.put(kind, number, text)
        by_key[kind, number] = slug
    rows = Document.objects.values_list("pk", "kind", "object_id")
    return {pk: by_key[kind, object_id] for pk, kind, object_id in rows}


def found_by(query: str, limit: int = TEN) -> list[int]:
    """The first documents that a reader of the public search gets to for ``query``: who is asked whether something
    else was meant takes it."""
    read = parse(query)
    ids = _hits(read, limit)
    meant = "" if ids else spellings.suggestion(read)
    if meant:
        read = parse(meant)
        ids = _hits(read, limit)
    return ids or (_hits(read, limit, relaxed=True) if len(read.wanted) > 1 else [])


def _hits(query: Query, limit: int, *, relaxed: bool = False) -> list[int]:
    asked = selectors.understood(query, Narrowed(), relaxed=relaxed)
    return selectors.hits(asked, limit=limit)[0] if asked else []


def score(slugs: dict[int, str]) -> Score:
    """Asks all queries of what :func:`fill` put in."""
    result = Score()
    for judged in queries():
        found = [slugs[pk] for pk in found_by(judged.query)]
        result.each.append((judged, ndcg(found, judged.grades), found))
    return result
