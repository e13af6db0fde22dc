"""What answers a question (:class:`Engine`), and the two of the databases: FTS5 on SQLite, ``tsvector`` on PostgreSQL.

All get ready words (``search.terms``). A database keeps those of its documents in two tables, one of which answers
while the other may be built anew. The steps of a plan (``search.plans``) are asked one after the other, each for its
newest hits, until a page is full: a common word costs no more than a rare one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection

from search import terms
from search.models import Document, DocumentLabel, IndexState
from search.questions import Asked, Cursor, Hit, LabelCount, Narrowed, exact_number
from search.terms import (
    BODY,
    FIELDS,
    FOLD,
    LEMMA,
    NEARBY,
    SPOT,
    STREAMS,
    TAGS,
    TITLE,
    All,
    Expression,
    Near,
    Row,
    Without,
    Word,
    Words,
)

SLOTS = (0, 1)
# What a document is searched by ends there; tsvector counts no further than 16,383.
MOST_WORDS = 15_000
Rows = Sequence[tuple[int, Mapping[str, Words]]]
Parameter = str | int | dt.date


class Engine(Protocol):
    """Answers a question from documents that it knows the words of. All give the same hits, in the same order, and the
    same counts; none gives what the truth has hidden."""

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first."""

    def matching(self, asked: Asked) -> int:
        """How many hits there are."""

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, in any order."""


def table(slot: int) -> str:
    """The table of words ``slot``."""
    return f"search_text_{slot}"


def engine() -> Tables:
    """The one of the configured database."""
    return TSVector() if connection.vendor == "postgresql" else FTS5()


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

    def write(self, slot: int, rows: Rows) -> None:
        """Puts words in, in place of those that the same documents had."""
        raise NotImplementedError

    def asked(self, slot: int, expression: Expression) -> tuple[str, str, list[str]]:
        """``expression`` as what is joined to the documents ``d``, the condition, and its parameters."""
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

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first."""
        steps, slot = asked.steps, live()
        found: list[Hit] = []
        for number in range(after.step if after else 0, len(steps)):
            below = after.place if after and after.step == number else None
            rows = self._newest(slot, steps[number], asked.narrowed, limit - len(found), below)
            found += [Hit(number, place, pk) for pk, place in rows]
            if len(found) >= limit:
                break
        return found

    def _newest(
        self, slot: int, step: Expression | None, narrowed: Narrowed, limit: int, below: int | None
    ) -> list[tuple[int, int]]:
        source, conditions, parameters = self._source(slot, step, narrowed)
        order = "d.place_in_order"
        if below is not None:
            conditions.append(f"{order} < %s")
            parameters.append(below)
        where = " AND ".join(conditions)
        statement = f"SELECT d.id, d.place_in_order FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT %s"  # noqa: S608
        return _execute(statement, [*parameters, limit])

    def matching(self, asked: Asked) -> int:
        """How many hits there are."""
        source, conditions, parameters = self._source(live(), asked.wanted, asked.narrowed)
        return int(_execute(f"SELECT count(*) FROM {source} WHERE {' AND '.join(conditions)}", parameters)[0][0])  # noqa: S608

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, in any order."""
        source, conditions, parameters = self._source(live(), asked.wanted, asked.narrowed)
        labels = DocumentLabel._meta.db_table
        statement = (
            f"SELECT l.facet, l.key, max(l.name), count(*) FROM {source} JOIN {labels} l ON l.document_id = d.id"  # noqa: S608
            f" WHERE {' AND '.join(conditions)} GROUP BY l.facet, l.key"
        )
        return [LabelCount(*row) for row in _execute(statement, parameters)]

    def _source(
        self, slot: int, expression: Expression | None, narrowed: Narrowed
    ) -> tuple[str, list[str], list[Parameter]]:
        """Tables, conditions and parameters of what ``expression`` finds within ``narrowed``."""
        source = f"{Document._meta.db_table} d"
        conditions, parameters = ["NOT d.hidden"], list[Parameter]()
        if expression is not None:
            join, condition, own = self.asked(slot, expression)
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
            number, whole = exact_number(narrowed.number)
            conditions.append("d.number = %s" if whole else "d.number LIKE %s")
            parameters.append(number if whole else f"%{number}")
        return source, conditions, parameters


# --- SQLite -----------------------------------------------------------------------------------------------------------


class FTS5(Tables):
    """A column for each field and stream; every word is written so that the tokenizer finds nothing to divide."""

    key = "rowid"
    columns = tuple(f"{field}_{stream}" for field in FIELDS for stream in STREAMS)

    def write(self, slot: int, rows: Rows) -> None:
        self.remove(slot, [place for place, _words in rows])
        names, signs = ", ".join(("rowid", *self.columns)), ", ".join(["%s"] * (len(self.columns) + 1))
        values: list[list[int | str]] = [
            [place, *(" ".join(map(_plain, words[field].of(stream))) for field in FIELDS for stream in STREAMS)]
            for place, words in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table(slot)} ({names}) VALUES ({signs})", values)  # noqa: S608

    def asked(self, slot: int, expression: Expression) -> tuple[str, str, list[str]]:
        name = table(slot)
        return f"JOIN {name} t ON t.rowid = d.place_in_order", f"{name} MATCH %s", [_fts5(expression)]


UNUSUAL = re.compile("[^0-9a-zçğıöşü]")


def _plain(word: str) -> str:
    """``word`` in letters and digits that FTS5's tokenizer leaves together, others by their number."""
    return UNUSUAL.sub(lambda found: f"q{ord(found.group()):x}q", word)


def _fts5(expression: Expression) -> str:
    match expression:
        case Word(stream, text, prefix, fields):
            return f'{_columns(stream, fields)} : "{_plain(text)}"{" *" if prefix else ""}'
        case Row(stream, words, fields):
            return f'{_columns(stream, fields)} : "{" ".join(map(_plain, words))}"'
        case Near(stream, one, other, fields):
            return f'{_columns(stream, fields)} : NEAR("{_plain(one)}" "{_plain(other)}", {NEARBY})'
        case All(parts):
            return "(" + " AND ".join(map(_fts5, parts)) + ")"
        case terms.Any(parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"
        case Without(wanted, unwanted):
            return f"({_fts5(wanted)} NOT {_fts5(unwanted)})"


def _columns(stream: str, fields: tuple[str, ...]) -> str:
    return "{" + " ".join(f"{field}_{stream}" for field in fields) + "}"


# --- PostgreSQL -------------------------------------------------------------------------------------------------------

WEIGHTS = {TITLE: "A", SPOT: "B", BODY: "C", TAGS: "D"}
MARKS = {LEMMA: "l", FOLD: "f"}
# Between fields, so that no row of words goes from one into the next.
GAP = 10
LAST_POSITION, MOST_POSITIONS = 16_383, 256


class TSVector(Tables):
    """One vector a document: words with a letter for their stream, at their positions, weighted by their field."""

    key = "place_in_order"

    def write(self, slot: int, rows: Rows) -> None:
        name = table(slot)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name} (place_in_order, words) VALUES (%s, %s::tsvector)"  # noqa: S608
                " ON CONFLICT (place_in_order) DO UPDATE SET words = EXCLUDED.words",
                [(place, _vector(words)) for place, words in rows],
            )

    def asked(self, slot: int, expression: Expression) -> tuple[str, str, list[str]]:
        join = f"JOIN {table(slot)} t ON t.place_in_order = d.place_in_order"
        return join, "t.words @@ %s::tsquery", [_tsquery(expression)]


def _vector(words: Mapping[str, Words]) -> str:
    found: dict[str, list[str]] = {}
    position = 1
    # Texts are the longest and come last.
    for field in (TITLE, SPOT, TAGS, BODY):
        of_field = words[field]
        for stream in STREAMS:
            for number, word in enumerate(of_field.of(stream)):
                at = min(position + number, LAST_POSITION)
                found.setdefault(_lexeme(stream, word), []).append(f"{at}{WEIGHTS[field]}")
        position += len(of_field.lemma) + GAP
    return " ".join(f"{lexeme}:{','.join(places[:MOST_POSITIONS])}" for lexeme, places in found.items())


def _lexeme(stream: str, word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{MARKS[stream]}{quoted}'"


def _tsquery(expression: Expression) -> str:
    match expression:
        case Word(stream, text, prefix, fields):
            return f"{_lexeme(stream, text)}:{'*' if prefix else ''}{_weights(fields)}"
        case Row(stream, words, fields):
            return "(" + " <-> ".join(f"{_lexeme(stream, word)}:{_weights(fields)}" for word in words) + ")"
        case Near(stream, one, other, fields):
            ends = [f"{_lexeme(stream, word)}:{_weights(fields)}" for word in (one, other)]
            steps = range(1, NEARBY + 2)
            return "(" + " | ".join(f"{a} <{step}> {b}" for a, b in (ends, ends[::-1]) for step in steps) + ")"
        case All(parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
        case terms.Any(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case Without(wanted, unwanted):
            return f"({_tsquery(wanted)} & !{_tsquery(unwanted)})"


def _weights(fields: tuple[str, ...]) -> str:
    return "".join(WEIGHTS[field] for field in fields)
