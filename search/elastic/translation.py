"""A question in the words of Elasticsearch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never

from elasticsearch_dsl import Q
from elasticsearch_dsl.query import Query

from search import terms
from search.elastic.fields import narrowing, token
from search.questions import Asked, Narrowed, exact_number
from search.terms import NEARBY, All, Expression, Near, Row, Without, Word


def translated(expression: Expression | None) -> Query:
    """``expression`` as a query; ``None`` is anything."""
    match expression:
        case None:
            return Q("match_all")
        case Word(stream, text, prefix, fields):
            kind = "prefix" if prefix else "term"
            return _either([Q(kind, **{f"{field}_{stream}": token(text)}) for field in fields])
        case Row(stream, words, fields):
            row = " ".join(map(token, words))
            return _either([Q("match_phrase", **{f"{field}_{stream}": row}) for field in fields])
        case Near(stream, one, other, fields):
            return _either([_near(f"{field}_{stream}", one, other) for field in fields])
        case All(parts):
            return Q("bool", filter=[translated(part) for part in parts])
        case terms.Any(parts):
            return _either([translated(part) for part in parts])
        case Without(wanted, unwanted):
            return Q("bool", filter=[translated(wanted)], must_not=[translated(unwanted)])
        case _:
            assert_never(expression)


def _near(field: str, *words: str) -> Query:
    ends = [Q("span_term", **{field: token(word)}) for word in words]
    return Q("span_near", clauses=ends, slop=NEARBY, in_order=False)


def _either(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Q("bool", should=list(queries), minimum_should_match=1)


def ranked(asked: Asked) -> Query:
    """Every hit, with the number of ranks less that of its own as its score."""
    ranks = asked.ranks
    scored = [
        Q("constant_score", filter=translated(rank), boost=len(ranks) - number) for number, rank in enumerate(ranks)
    ]
    return scored[0] if len(scored) == 1 else Q("dis_max", queries=scored)


def between(first: int, end: int | None = None) -> Query | None:
    """From the place ``first`` on, up to ``end``, which is not included; ``None``: anywhere."""
    limits = {name: place for name, place in (("gte", first), ("lt", end)) if place}
    return Q("range", place=limits) if limits else None


def within(query: Query, narrowed: Narrowed, left_out: Collection[int], places: Query | None = None) -> Query:
    """``query`` within what was chosen, and within ``places``, without the documents at those that are left out."""
    filters: list[Query] = [
        Q("terms", narrowing=[narrowing(facet, key) for key in keys]) for facet, keys in narrowed.keys.items()
    ]
    if places is not None:
        filters.append(places)
    if narrowed.period:
        first, last = narrowed.period.first.isoformat(), narrowed.period.last.isoformat()
        filters.append(Q("range", day={"gte": first, "lte": last}))
    if narrowed.number:
        number, whole = exact_number(narrowed.number)
        filters.append(Q("term", **{"number" if whole else "number_in_year": number}))
    refused = [Q("terms", place=sorted(left_out))] if left_out else []
    return Q("bool", must=[query], filter=filters, must_not=refused)
