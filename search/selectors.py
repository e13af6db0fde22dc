"""What is asked of the index: hits a page at a time, how many there are, what they can be narrowed by.

Only what strangers may find is in it, and what was hidden a moment ago is left out by the same question that counts.
Which engine answers is :func:`search.answers.answered`.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db.models import Min
from django.utils import timezone

from cms.core import turkish
from search import synonyms, vocabulary, wordlist
from search.analysis import analyse
from search.answers import answered
from search.documents import DEPARTMENT, KIND, PLACE, TAG
from search.models import Change, Label
from search.plans import plan
from search.queries import Filter, Query, parse
from search.questions import Asked, Cursor, LabelCount, Narrowed, Value

# Silence of the worker after which the health page says that the index stays behind.
LATE = dt.timedelta(minutes=10)
FACET_OF = {
    Filter.DEPARTMENT: DEPARTMENT, Filter.TAG: TAG, Filter.PLACE: PLACE, Filter.KIND: KIND,
}  # fmt: skip
MOST_VALUES = 40


def understood(query: Query, chosen: Narrowed, *, relaxed: bool = False, newest_first: bool = False) -> Asked | None:
    """``query`` and what was ``chosen`` beside it as a question; ``None`` where nothing can be a hit."""
    if wordlist.refresh():  # it was read by a list that does not hold any more
        query = parse(query.text, typing=any(part.prefix for part in query.parts))
    wanted = {token.lemma for part in query.parts for token in part.tokens}
    known = vocabulary.known(wanted)
    found = plan(query, known=known.__getitem__, synonyms=synonyms.names(), relaxed=relaxed)
    keys = {facet: list(values) for facet, values in chosen.keys.items()}
    number = chosen.number
    for name, said in query.filters:
        if name is Filter.NUMBER:
            number = said
            continue
        matching = keys_called(FACET_OF[name], said)
        facet = FACET_OF[name]
        keys[facet] = [key for key in matching if facet not in keys or key in keys[facet]]
    if any(not values for values in keys.values()):
        return None
    period = query.period or chosen.period
    if found is None and not (keys or period or number) and query.unwanted:
        return None  # everything but: nobody looks for that
    return Asked(found, Narrowed(keys, period, number), newest_first)


def keys_called(facet: str, words: str) -> list[str]:
    """The values of ``facet`` whose names hold all of ``words``, in any form."""
    wanted = [(token.lemma_fold, token.fold) for token in analyse(words)]
    values = Label.objects.filter(facet=facet).values_list("key", "name")
    found = []
    for key, name in values:
        said = {form for token in analyse(f"{name} {key}") for form in (token.lemma_fold, token.fold)}
        if all(any(form.startswith(meant) for form in said) for meant in wanted):
            found.append(key)
    return sorted(set(found))


def hits(asked: Asked, *, limit: int, after: Cursor | None = None) -> tuple[list[int], Cursor | None]:
    """The primary keys of the next ``limit`` documents, and where the page after them begins, if there is one."""
    found = answered(lambda engine: engine.hits(asked, limit + 1, after))
    more, found = len(found) > limit, found[:limit]
    last = found[-1] if more else None
    return [hit.pk for hit in found], Cursor(last.step, last.place, last.oldest) if last else None


def count(asked: Asked) -> int:
    """How many hits there are; ``MOST_COUNTED`` + 1 where there are more."""
    return answered(lambda engine: engine.matching(asked))


def facets(asked: Asked) -> dict[str, list[Value]]:
    """What the hits can be narrowed by: values by facet, those of most hits first."""
    rows = answered(lambda engine: engine.labels(asked))
    found: dict[str, list[Value]] = {}
    for facet, key, name, number in sorted(rows, key=_most_first):
        values = found.setdefault(facet, [])
        if len(values) < MOST_VALUES:
            values.append(Value(key, name, number))
    return found


def _most_first(row: LabelCount) -> tuple[int, tuple[tuple[int, ...], str], str]:
    return -row.hits, _in_order(row.name), row.key


# The same few hundred names in every answer.
_in_order = lru_cache(maxsize=4_000)(turkish.collation_key)


# --- How it is --------------------------------------------------------------------------------------------------------


def waiting() -> int:
    """How many changes are not carried yet."""
    return Change.objects.count()


def lag() -> dt.timedelta:
    """How long the oldest change has waited."""
    oldest = Change.objects.aggregate(oldest=Min("noted_at"))["oldest"]
    return timezone.now() - oldest if oldest else dt.timedelta()


def trouble() -> str:
    """For the health page: a sentence when the index stays behind."""
    behind = lag()
    return f"search: {waiting()} changes wait, the oldest since {behind}" if behind > LATE else ""
