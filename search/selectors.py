"""What is asked of the index: hits a page at a time, how many there are, what they can be narrowed by.

Only what strangers may find is in it, and what was hidden a moment ago is left out by the same question that counts.
Steps of a plan (``search.plans``) are asked one after the other, each for its newest hits, until a page is full: a
common word costs no more than a rare one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from cms.core import turkish
from search import synonyms, vocabulary
from search.analysis import analyse
from search.documents import DEPARTMENT, KIND, PLACE, TAG
from search.engines import engine
from search.models import Change, Document, DocumentLabel, IndexState
from search.plans import Plan, plan
from search.queries import Filter, Period, Query
from search.terms import Expression, Without, either

# Silence of the worker after which the health page says that the index stays behind.
LATE = dt.timedelta(minutes=10)
FACET_OF = {
    Filter.DEPARTMENT: DEPARTMENT, Filter.TAG: TAG, Filter.PLACE: PLACE, Filter.KIND: KIND,
}  # fmt: skip
MOST_VALUES = 40
Parameter = str | int | dt.date


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What hits are narrowed to: keys by facet, days, a number."""

    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    period: Period | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready for an engine. ``plan`` is ``None`` where only narrowing was asked for."""

    plan: Plan | None
    narrowed: Narrowed
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of hits ends: the step, and the place in the order of the last hit."""

    step: int
    place: int

    def __str__(self) -> str:
        return f"{self.step}-{self.place}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From an address; ``None`` for what is none."""
        step, bar, place = text.partition("-")
        digits = step.isascii() and step.isdigit() and place.isascii() and place.isdigit()
        if not (bar and digits and len(step) < 3 and len(place) < 20 and int(place) < 1 << 63):
            return None
        return cls(int(step), int(place))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, and how many hits have it."""

    key: str
    name: str
    count: int


def understood(query: Query, chosen: Narrowed, *, relaxed: bool = False, newest_first: bool = False) -> Asked | None:
    """``query`` and what was ``chosen`` beside it as a question; ``None`` where nothing can be a hit."""
    wanted = {token.lemma for part in query.parts for token in part.tokens}
    known = vocabulary.known(wanted)
    found = plan(query, known=known.__contains__, synonyms=synonyms.names(), relaxed=relaxed)
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
    wanted = [token.lemma_fold for token in analyse(words)]
    values = DocumentLabel.objects.filter(facet=facet).values_list("key", "name").distinct()
    found = []
    for key, name in values:
        said = {form for token in analyse(f"{name} {key}") for form in (token.lemma_fold, token.fold)}
        if all(any(form.startswith(word) for form in said) for word in wanted):
            found.append(key)
    return sorted(found)


def hits(asked: Asked, *, limit: int, after: Cursor | None = None) -> tuple[list[int], Cursor | None]:
    """The primary keys of the next ``limit`` documents, and where the page after them begins, if there is one."""
    steps, slot = _steps(asked), live()
    found: list[tuple[int, int, int]] = []
    for number in range(after.step if after else 0, len(steps)):
        below = after.place if after and after.step == number else None
        rows = _newest(slot, steps[number], asked.narrowed, limit + 1 - len(found), below)
        found += [(number, place, pk) for pk, place in rows]
        if len(found) > limit:
            break
    more = len(found) > limit
    found = found[:limit]
    return [pk for _step, _place, pk in found], Cursor(found[-1][0], found[-1][1]) if more else None


def _steps(asked: Asked) -> list[Expression | None]:
    """Each step without the hits of those before it."""
    if asked.plan is None:
        return [None]
    if asked.newest_first:
        return [asked.plan.wanted]
    steps = asked.plan.steps
    return [Without(step, either(steps[:number])) if number else step for number, step in enumerate(steps)]


def _newest(
    slot: int, step: Expression | None, narrowed: Narrowed, limit: int, below: int | None
) -> list[tuple[int, int]]:
    source, conditions, parameters = _source(slot, step, narrowed)
    order = "d.place_in_order"
    if below is not None:
        conditions.append(f"{order} < %s")
        parameters.append(below)
    where = " AND ".join(conditions)
    statement = f"SELECT d.id, d.place_in_order FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, limit])
        return list(cursor.fetchall())


def count(asked: Asked) -> int:
    """How many hits there are."""
    source, conditions, parameters = _source(live(), asked.plan.wanted if asked.plan else None, asked.narrowed)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {source} WHERE {' AND '.join(conditions)}", parameters)  # noqa: S608
        return int(cursor.fetchone()[0])


def facets(asked: Asked) -> dict[str, list[Value]]:
    """What the hits can be narrowed by: values by facet, those of most hits first."""
    source, conditions, parameters = _source(live(), asked.plan.wanted if asked.plan else None, asked.narrowed)
    labels = DocumentLabel._meta.db_table
    statement = (
        f"SELECT l.facet, l.key, max(l.name), count(*) FROM {source} JOIN {labels} l ON l.document_id = d.id"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} GROUP BY l.facet, l.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    found: dict[str, list[Value]] = {}
    for facet, key, name, number in sorted(rows, key=lambda row: (-row[3], turkish.collation_key(row[2]))):
        values = found.setdefault(facet, [])
        if len(values) < MOST_VALUES:
            values.append(Value(key, name, number))
    return found


def _source(slot: int, expression: Expression | None, narrowed: Narrowed) -> tuple[str, list[str], list[Parameter]]:
    """Tables, conditions and parameters of what ``expression`` finds within ``narrowed``."""
    source = f"{Document._meta.db_table} d"
    conditions, parameters = ["NOT d.hidden"], list[Parameter]()
    if expression is not None:
        join, condition, own = engine().asked(slot, expression)
        source = f"{source} {join}"
        conditions.append(condition)
        parameters += own
    labels = DocumentLabel._meta.db_table
    for facet, keys in narrowed.keys.items():
        signs = ", ".join(["%s"] * len(keys))
        conditions.append(
            f"EXISTS (SELECT 1 FROM {labels} f WHERE f.document_id = d.id AND f.facet = %s AND f.key IN ({signs}))"  # noqa: S608
        )
        parameters += [facet, *keys]
    if narrowed.period:
        conditions.append("d.day BETWEEN %s AND %s")
        parameters += [narrowed.period.first, narrowed.period.last]
    if narrowed.number:
        year, slash, sequence = narrowed.number.partition("/")
        plain = (sequence if slash else year).lstrip("0")
        ends = plain.isascii() and plain.isdigit() and len(plain) < 6
        conditions.append("d.number = %s" if slash else "d.number LIKE %s")
        number = f"{int(plain):04d}" if ends else "?"
        parameters.append(f"{year}/{number}" if slash else f"%/{number}")
    return source, conditions, parameters


def live() -> int:
    """The table of words that answers."""
    return IndexState.objects.filter(pk=1).values_list("live", flat=True).first() or 0


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
