"""The two database engines: FTS5 on SQLite, ``tsvector`` on PostgreSQL. Both get ready words (``search.terms``).

Each keeps the words of documents in two tables, one of which answers while the other may be built anew. What a
question says is translated here and nowhere else; everything that engines have in common is ``search.selectors``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.db import connection

from search.terms import (
    BODY,
    FIELDS,
    FOLD,
    LEMMA,
    SPOT,
    STREAMS,
    TAGS,
    TITLE,
    All,
    Any,
    Expression,
    Row,
    Without,
    Word,
    Words,
)

SLOTS = (0, 1)
# What a document is searched by ends there; tsvector counts no further than 16,383.
MOST_WORDS = 15_000
Rows = Sequence[tuple[int, Mapping[str, Words]]]


class Engine(Protocol):
    """What a database engine can do. Documents are named by their place in the order."""

    def write(self, slot: int, rows: Rows) -> None:
        """Puts words in, in place of those that the same documents had."""

    def remove(self, slot: int, places: Iterable[int]) -> None:
        """Takes the words of these documents out."""

    def clear(self, slot: int) -> None:
        """Takes all words out."""

    def count(self, slot: int) -> int:
        """How many documents have words there."""

    def places(self, slot: int) -> set[int]:
        """All that have words there."""

    def asked(self, slot: int, expression: Expression) -> tuple[str, str, list[str]]:
        """``expression`` as what is joined to the documents ``d``, the condition, and its parameters."""


def table(slot: int) -> str:
    """The table of words ``slot``."""
    return f"search_text_{slot}"


def engine() -> Engine:
    """The one of the configured database."""
    return TSVector() if connection.vendor == "postgresql" else FTS5()


def _execute(statement: str, parameters: Sequence[str] = ()) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


class _Tables:
    """What both do alike."""

    key: str

    def remove(self, slot: int, places: Iterable[int]) -> None:
        rows = [(place,) for place in places]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(f"DELETE FROM {table(slot)} WHERE {self.key} = %s", rows)  # noqa: S608

    def clear(self, slot: int) -> None:
        _execute(f"DELETE FROM {table(slot)}")  # noqa: S608

    def count(self, slot: int) -> int:
        return _execute(f"SELECT count(*) FROM {table(slot)}")[0][0]  # noqa: S608

    def places(self, slot: int) -> set[int]:
        return {row[0] for row in _execute(f"SELECT {self.key} FROM {table(slot)}")}  # noqa: S608


# --- SQLite -----------------------------------------------------------------------------------------------------------


class FTS5(_Tables):
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
        case All(parts):
            return "(" + " AND ".join(map(_fts5, parts)) + ")"
        case Any(parts):
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


class TSVector(_Tables):
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
        case All(parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
        case Any(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case Without(wanted, unwanted):
            return f"({_tsquery(wanted)} & !{_tsquery(unwanted)})"


def _weights(fields: tuple[str, ...]) -> str:
    return "".join(WEIGHTS[field] for field in fields)
