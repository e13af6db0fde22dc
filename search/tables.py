"""What both database engines do: words of documents in two tables, one of which answers while the other may be built.

The newest hits are read once for a question, a thousand at most (:class:`Sample`): they are counted, and sorted by how
well they fit. A word that stands everywhere costs no more than a rare one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from search.models import Document, IndexState, Label
from search.places import MONTH, YEAR, places_of
from search.queries import period_in
from search.questions import MOST_COUNTED, Asked, Cursor, Hit, LabelCount, exact_number
from search.terms import Expression, Words

SLOTS = (0, 1)
MOST_PERIODS = 60
# What a document is searched by ends there; tsvector counts no further than 16,383.
MOST_WORDS = 15_000
Rows = Sequence[tuple[int, Mapping[str, Words]]]
Parameter = str | int


LabelGroups = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question looks: the table of words, between which places (the second one not included), one label of
    each group, a number."""

    slot: int
    between: Sequence[tuple[int, int | None]]
    labels: LabelGroups
    number: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The newest hits, which are counted and sorted: ``pks`` by place, the newest first, and their labels; how many
    are hidden among them; ``oldest``: the last place where there are more, otherwise 0."""

    pks: Mapping[int, int]
    labels: Sequence[str]
    hidden: int
    oldest: int


def table(slot: int) -> str:
    """The table of words ``slot``."""
    return f"search_text_{slot}"


def live() -> int:
    """The table of words that answers."""
    return IndexState.objects.filter(pk=1).values_list("live", flat=True).first() or 0


def _execute(statement: str, parameters: Sequence[Parameter] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


class Tables:
    """An engine of words in tables of the database. Documents are named there by their place in the order."""

    key: str
    # How words are joined to their documents, and what finds those that a query means in the table ``{name}``.
    join: str
    condition: str

    def write(self, slot: int, rows: Rows) -> None:
        """Puts words in, in place of those that the same documents had."""
        raise NotImplementedError

    def query(self, expression: Expression | None, labels: LabelGroups) -> str:
        """The engine's own words for ``expression`` with one label of each group; one of both is there."""
        raise NotImplementedError

    def remove(self, slot: int, places: Iterable[int]) -> None:
        """Takes the words of these documents out."""
        rows = [(place,) for place in places]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(f"DELETE FROM {table(slot)} WHERE {self.key} = %s", rows)  # noqa: S608

    def clear(self, slot: int) -> None:
        """Takes all words out."""
        _execute(f"DELETE FROM {table(slot)}")  # noqa: S608

    def count(self, slot: int) -> int:
        """How many documents have words there."""
        return _execute(f"SELECT count(*) FROM {table(slot)}")[0][0]  # noqa: S608

    def places(self, slot: int) -> set[int]:
        """All that have words there."""
        return {row[0] for row in _execute(f"SELECT {self.key} FROM {table(slot)}")}  # noqa: S608

    def found(self, slot: int, expression: Expression) -> list[int]:
        """The places of all that ``expression`` finds, in any order."""
        name = table(slot)
        statement = f"SELECT t.{self.key} FROM {name} t WHERE {self.condition.format(name=name)}"  # noqa: S608
        return [row[0] for row in _execute(statement, [self.query(expression, ())])]

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first. Of more than :data:`MOST_COUNTED` the
        newest are sorted so; all older ones follow by their time."""
        scope, sample = self._scope(asked), self._sample(asked, after.oldest if after else 0)
        ranks = asked.ranks
        last = len(ranks) - 1
        found: list[Hit] = []
        seen: set[int] = set()
        # On the first page what is found twice takes no place from what is not: as many as it has were found before.
        most = None if after or scope.number else limit + sample.hidden
        for asked_at_once in (range(min(1, last)), range(1, last)):
            steps = [(number, ranks[number]) for number in asked_at_once]
            for number, place in self._of_steps(scope, steps, sample.oldest, most) if steps and sample.pks else ():
                if place in sample.pks and place not in seen:
                    seen.add(place)
                    found.append(Hit(number, place, sample.pks[place], sample.oldest))
            if len(found) >= limit and not after:
                return found[:limit]
        found += [Hit(last, place, pk, sample.oldest) for place, pk in sample.pks.items() if place not in seen]
        if after:
            found = [hit for hit in found if (hit.step, -hit.place) > (after.step, -after.place)]
        if len(found) < limit and sample.oldest:
            below = min(after.place, sample.oldest) if after and after.step == last else sample.oldest
            older = self._below(scope, ranks[last], below, limit - len(found))
            found += [Hit(last, place, pk, sample.oldest) for place, pk in older]
        return found[:limit]

    def matching(self, asked: Asked) -> int:
        """How many hits there are; :data:`MOST_COUNTED` + 1 where there are more."""
        sample = self._sample(asked)
        return MOST_COUNTED + 1 if sample.oldest else len(sample.pks)

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, in any order. Of more than :data:`MOST_COUNTED` the newest are counted, and
        years (of one year: months) are named that only older ones have."""
        sample = self._sample(asked)
        numbers = Counter("".join(sample.labels).split())
        signs = ", ".join(["%s"] * len(numbers))
        labels = f"SELECT id, facet, key, name FROM {Label._meta.db_table} WHERE id IN ({signs})"  # noqa: S608
        rows = _execute(labels, [int(one) for one in numbers]) if numbers else []
        counts: dict[tuple[str, str], LabelCount] = {}
        for pk, facet, key, name in rows:
            before = counts.get((facet, key))
            hits = numbers[str(pk)] + (before.hits if before else 0)
            counts[facet, key] = LabelCount(facet, key, max(name, before.name) if before else name, hits)
        found = list(counts.values())
        return found + self._older_periods(asked, sample, set(counts)) if sample.oldest else found

    def _older_periods(self, asked: Asked, sample: Sample, known: set[tuple[str, str]]) -> list[LabelCount]:
        """Years, or months of the one year, that hits have and none of ``sample``."""
        scope, years = self._scope(asked), asked.narrowed.keys.get(YEAR)
        facet = MONTH if years else YEAR
        names = dict(Label.objects.filter(facet=facet).values_list("key", "name"))
        missing = sorted(
            key for key in names if (facet, key) not in known and (not years or key.startswith(tuple(years)))
        )[-MOST_PERIODS:]
        parts, parameters = [], list[Parameter]()
        for number, key in enumerate(missing):
            if period := period_in(key):
                source, conditions, own = self._source(scope, asked.wanted, [places_of(period), (0, sample.oldest)])
                where = " AND ".join([*conditions, "NOT d.hidden"])
                inner = f"SELECT {number} FROM {source} WHERE {where} LIMIT 1"  # noqa: S608
                parts.append(f"SELECT * FROM ({inner}) p{number}")  # noqa: S608
                parameters += own
        rows = _execute(" UNION ALL ".join(parts), parameters) if parts else []
        return [LabelCount(facet, missing[number], names[missing[number]], 0) for (number,) in rows]

    def _sample(self, asked: Asked, oldest: int = 0) -> Sample:
        """The hits that are counted and sorted: the newest, or those down to ``oldest``."""
        known = asked.memo.get("sample")
        if known and (not oldest or known.oldest == oldest):
            return cast("Sample", known)
        scope = self._scope(asked)
        source, conditions, parameters = self._source(scope, asked.wanted, [(oldest, None)] if oldest else [])
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        # What was published since the first page comes on top; nobody asks for more by an address of his own.
        most = MOST_COUNTED * (2 if oldest else 1)
        place = self._place(scope, asked.wanted)
        rows = _execute(
            f"SELECT {place}, d.id, d.hidden, d.label_ids FROM {source} {where} ORDER BY {place} DESC LIMIT {most + 1}",  # noqa: S608
            parameters,
        )
        if len(rows) > most:
            rows.pop()
            oldest = rows[-1][0]
        shown = [row for row in rows if not row[2]]
        sample = Sample({row[0]: row[1] for row in shown}, [row[3] for row in shown], len(rows) - len(shown), oldest)
        asked.memo["sample"] = sample
        return sample

    def _of_steps(
        self, scope: Scope, steps: Sequence[tuple[int, Expression | None]], oldest: int, most: int | None
    ) -> list[tuple[int, int]]:
        """Numbers of steps and places of what each finds down to ``oldest``, one after the other."""
        parts, parameters = [], list[Parameter]()
        for number, step in steps:
            source, conditions, own = self._source(scope, step, [(oldest, None)] if oldest else [])
            place, limit = self._place(scope, step), f"LIMIT {most}" if most else ""
            where = " AND ".join(conditions)
            inner = f"SELECT {number}, {place} FROM {source} WHERE {where} ORDER BY {place} DESC {limit}"  # noqa: S608
            parts.append(f"SELECT * FROM ({inner}) s{number}")  # noqa: S608
            parameters += own
        return _execute(" UNION ALL ".join(parts), parameters)

    def _below(self, scope: Scope, wanted: Expression | None, place: int, limit: int) -> list[tuple[int, int]]:
        """The newest hits before ``place``."""
        source, conditions, parameters = self._source(scope, wanted, [(0, place)])
        order = self._place(scope, wanted)
        where = " AND ".join([*conditions, "NOT d.hidden"])
        statement = f"SELECT {order}, d.id FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT %s"  # noqa: S608
        return _execute(statement, [*parameters, limit])

    def _scope(self, asked: Asked) -> Scope:
        """Where to look: in the table that answers, within what the question is narrowed to."""
        known = asked.memo.get("scope")
        if known is None:
            between, groups = [], []
            for facet, keys in asked.narrowed.keys.items():
                period = period_in(keys[0]) if facet in (YEAR, MONTH) and len(keys) == 1 else None
                if period:
                    between.append(places_of(period))
                else:
                    found = Label.objects.filter(facet=facet, key__in=list(keys))
                    groups.append(sorted(found.values_list("pk", flat=True)) or [0])
            if asked.narrowed.period:
                between.append(places_of(asked.narrowed.period))
            known = asked.memo["scope"] = Scope(live(), between, groups, asked.narrowed.number)
        return cast("Scope", known)

    def _place(self, scope: Scope, expression: Expression | None) -> str:
        """What documents are sorted by."""
        return f"t.{self.key}" if expression is not None or scope.labels else "d.place_in_order"

    def _source(
        self, scope: Scope, expression: Expression | None, between: Iterable[tuple[int, int | None]]
    ) -> tuple[str, list[str], list[Parameter]]:
        """Tables, conditions and parameters of what ``expression`` finds within ``scope`` and ``between`` places."""
        source, place = f"{Document._meta.db_table} d", self._place(scope, expression)
        conditions, parameters = list[str](), list[Parameter]()
        if place != "d.place_in_order":
            name = table(scope.slot)
            source = f"{name} t {self.join} {source} ON d.place_in_order = t.{self.key}"
            conditions.append(self.condition.format(name=name))
            parameters.append(self.query(expression, scope.labels))
        for first, end in [*scope.between, *between]:
            conditions.append(f"{place} >= %s")
            parameters.append(first)
            if end is not None:
                conditions.append(f"{place} < %s")
                parameters.append(end)
        if scope.number:
            number, whole = exact_number(scope.number)
            conditions.append("d.number = %s" if whole else "d.number LIKE %s")
            parameters.append(number if whole else f"%{number}")
        return source, conditions, parameters
