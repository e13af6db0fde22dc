"""What both database engines do: words of documents in two tables, one of which answers while the other may be built.

The newest hits are read once for a question, a thousand at most (:class:`Sample`): they are counted, and sorted by how
well they fit. A word that stands everywhere costs no more than a rare one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from search.models import Document, IndexState, Label
from search.places import MONTH, YEAR, places_of
from search.queries import Period, period_in
from search.questions import MOST_COUNTED, Asked, Cursor, Hit, LabelCount, exact_number
from search.terms import All, Expression, Without, Words

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
    rows = rows_of(f"SELECT live FROM {IndexState._meta.db_table} WHERE id = 1")  # noqa: S608
    return rows[0][0] if rows else 0


def rows_of(statement: str, parameters: Sequence[Parameter] = ()) -> list[Any]:
    """What a statement gives. Each search asks some small ones: there a query set costs more than its answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def older_facet(asked: Asked) -> str:
    """What of hits older than those that are counted is named: their years; their months where a year was chosen."""
    return MONTH if asked.narrowed.keys.get(YEAR) else YEAR


def uncounted(asked: Asked, names: Iterable[str], counted: Collection[str]) -> dict[str, Period]:
    """Those of ``names``, keys of years or months, that are still to be asked for."""
    years = tuple(asked.narrowed.keys.get(YEAR, ()))
    missing = sorted(key for key in names if key not in counted and (not years or key.startswith(years)))
    return {key: period for key in missing[-MOST_PERIODS:] if (period := period_in(key))}


def _bare(step: Expression | None, wanted: Expression | None) -> Expression | None:
    """``step`` without what every hit has anyway: the sample knows the hits."""
    match step:
        case All((part, hit)) if hit == wanted:
            return part
        case Without(All((part, hit)), unwanted) if Without(hit, unwanted) == wanted:
            return Without(part, unwanted)
        case _:
            return step


def _signs(values: Collection[Any]) -> str:
    """Room for ``values`` in a list of SQL's."""
    return ", ".join(["%s"] * len(values)) or "NULL"


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
        rows_of(f"DELETE FROM {table(slot)}")  # noqa: S608

    def count(self, slot: int) -> int:
        """How many documents have words there."""
        return rows_of(f"SELECT count(*) FROM {table(slot)}")[0][0]  # noqa: S608

    def places(self, slot: int) -> set[int]:
        """All that have words there."""
        return {row[0] for row in rows_of(f"SELECT {self.key} FROM {table(slot)}")}  # noqa: S608

    def found(self, slot: int, expression: Expression) -> list[int]:
        """The places of all that ``expression`` finds, in any order."""
        name = table(slot)
        statement = f"SELECT t.{self.key} FROM {name} t WHERE {self.condition.format(name=name)}"  # noqa: S608
        return [row[0] for row in rows_of(statement, [self.query(expression, ())])]

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first. Of more than :data:`MOST_COUNTED` the
        newest are sorted so; all older ones follow by their time."""
        sample = self._sample(asked, after.oldest if after else 0)
        ranks = asked.ranks
        last = len(ranks) - 1
        found: list[Hit] = []
        if not (after and after.step == last and after.place <= sample.oldest):
            found = self._sorted(asked, sample, limit, after)
        if len(found) < limit and sample.oldest:
            below = min(after.place, sample.oldest) if after and after.step == last else sample.oldest
            older = self._below(self._scope(asked), ranks[last], below, limit - len(found))
            found += [Hit(last, place, pk, sample.oldest) for place, pk in older]
        return found

    def _sorted(self, asked: Asked, sample: Sample, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits among ``sample``, or fewer. Step by step, until they are enough."""
        scope, ranks, pks = self._scope(asked), asked.ranks, sample.pks
        last = len(ranks) - 1
        found: list[Hit] = []
        seen: set[int] = set()
        for number in range(last if pks else 0):
            is_shown = after is not None and number < after.step
            place = after.place if after and number == after.step else None
            # What earlier steps have, and what is hidden, takes no place from what is not.
            most = None if is_shown or scope.number else limit - len(found) + len(seen) + sample.hidden
            between = (sample.oldest, place)
            places = self._of_step(scope, _bare(ranks[number], ranks[last]), between, most)
            new = [one for one in places if one in pks and one not in seen]
            if most and len(places) == most and len(found) + len(new) < limit:  # too many of them were no hits
                places = self._of_step(scope, ranks[number], between, None)
                new = [one for one in places if one in pks and one not in seen]
            seen.update(new)
            if not is_shown:
                found += [Hit(number, one, pks[one], sample.oldest) for one in new]
                if len(found) >= limit:
                    return found[:limit]
                if place is not None:  # what was shown of this step before comes in no later one either
                    seen.update(self._of_step(scope, ranks[number], (place, None), None))
        if after and after.step > last:  # the address of another search
            return found
        # Every other one is of the last step, which is every hit.
        end = after.place if after and after.step == last else None
        rest = [one for one in pks if one not in seen and (end is None or one < end)]
        return (found + [Hit(last, one, pks[one], sample.oldest) for one in rest])[:limit]

    def matching(self, asked: Asked) -> int:
        """How many hits there are; :data:`MOST_COUNTED` + 1 where there are more."""
        sample = self._sample(asked)
        return MOST_COUNTED + 1 if sample.oldest else len(sample.pks)

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, in any order. Of more than :data:`MOST_COUNTED` the newest are counted, and
        years (of one year: months) are named that only older ones have."""
        sample = self._sample(asked)
        numbers = Counter("".join(sample.labels).split())
        older = older_facet(asked) if sample.oldest else ""
        named = f"SELECT id, facet, key, name FROM {Label._meta.db_table} WHERE id IN ({_signs(numbers)}) OR facet = %s"  # noqa: S608
        rows = rows_of(named, [*(int(one) for one in numbers), older])
        counts: dict[tuple[str, str], LabelCount] = {}
        names: dict[str, str] = {}
        for pk, facet, key, name in rows:
            counted = numbers.get(str(pk))
            if counted is None:
                names[key] = name
                continue
            before = counts.get((facet, key))
            if before:
                name, counted = max(name, before.name), counted + before.hits
            counts[facet, key] = LabelCount(facet, key, name, counted)
        periods = uncounted(asked, names, {key for facet, key in counts if facet == older})
        return [*counts.values(), *self._older(asked, sample, older, names, periods)]

    def _older(
        self, asked: Asked, sample: Sample, facet: str, names: Mapping[str, str], periods: Mapping[str, Period]
    ) -> list[LabelCount]:
        """Those of ``periods``, years or months by key, that hits older than ``sample`` have."""
        scope, keys = self._scope(asked), list(periods)
        parts, parameters = [], list[Parameter]()
        for number, key in enumerate(keys):
            between = [places_of(periods[key]), (0, sample.oldest)]
            source, conditions, own = self._source(scope, asked.wanted, between)
            where = " AND ".join([*conditions, "NOT d.hidden"])
            inner = f"SELECT {number} FROM {source} WHERE {where} LIMIT 1"  # noqa: S608
            parts.append(f"SELECT * FROM ({inner}) p{number}")  # noqa: S608
            parameters += own
        rows = rows_of(" UNION ALL ".join(parts), parameters) if parts else []
        return [LabelCount(facet, keys[number], names[keys[number]], 0) for (number,) in rows]

    def _sample(self, asked: Asked, oldest: int = 0) -> Sample:
        """The hits that are counted and sorted: the newest, or those down to ``oldest``."""
        known = asked.memo.get("sample")
        if known and (not oldest or known.oldest == oldest):
            return cast("Sample", known)
        scope = self._scope(asked)
        source, conditions, parameters = self._source(scope, asked.wanted, [(oldest, None)] if oldest else [])
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        # What was published since the first page comes on top; nobody asks for more by an address of his own.
        most = (asked.looked or MOST_COUNTED) * (2 if oldest else 1)
        place = self._place(scope, asked.wanted)
        rows = rows_of(
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

    def _of_step(
        self, scope: Scope, step: Expression | None, between: tuple[int, int | None], most: int | None
    ) -> list[int]:
        """The places ``between`` two that ``step`` finds, the newest first; ``most``: no more of them."""
        source, conditions, parameters = self._source(scope, step, [between] if any(between) else [])
        place, limit = self._place(scope, step), f"LIMIT {most}" if most else ""
        where = " AND ".join(conditions)
        statement = f"SELECT {place} FROM {source} WHERE {where} ORDER BY {place} DESC {limit}"  # noqa: S608
        return [row[0] for row in rows_of(statement, parameters)]

    def _below(self, scope: Scope, wanted: Expression | None, place: int, limit: int) -> list[tuple[int, int]]:
        """The newest hits before ``place``."""
        source, conditions, parameters = self._source(scope, wanted, [(0, place)])
        order = self._place(scope, wanted)
        where = " AND ".join([*conditions, "NOT d.hidden"])
        statement = f"SELECT {order}, d.id FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT %s"  # noqa: S608
        return rows_of(statement, [*parameters, limit])

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
                    named = f"SELECT id FROM {Label._meta.db_table} WHERE facet = %s AND key IN ({_signs(keys)})"  # noqa: S608
                    groups.append(sorted(row[0] for row in rows_of(named, [facet, *keys])) or [0])
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
