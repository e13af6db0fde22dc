"""What answers a question (:class:`Engine`), and the two of the databases: FTS5 on SQLite, ``tsvector`` on PostgreSQL.

All get ready words (``search.terms``); what both databases do alike is ``search.tables``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from django.db import connection

from search import terms
from search.questions import Asked, Cursor, Hit, LabelCount
from search.tables import LabelGroups, Rows, Tables, table
from search.terms import (
    BODY,
    FIELDS,
    FOLD,
    LABELS,
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


class Engine(Protocol):
    """Answers a question from documents that it knows the words of. All give the same hits, in the same order, and the
    same counts; none gives what the truth has hidden."""

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first."""

    def matching(self, asked: Asked) -> int:
        """How many hits there are; :data:`MOST_COUNTED` + 1 where there are more."""

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, in any order; where there are more than :data:`MOST_COUNTED`, of some of
        them."""


def engine() -> Tables:
    """The one of the configured database."""
    return TSVector() if connection.vendor == "postgresql" else FTS5()


# --- SQLite -----------------------------------------------------------------------------------------------------------


class FTS5(Tables):
    """A column for each field and stream; every word is written so that the tokenizer finds nothing to divide."""

    key = "rowid"
    # The words first: their newest come one after the other, whatever SQLite would plan.
    join, condition = "CROSS JOIN", "{name} MATCH %s"
    columns = (*(f"{field}_{stream}" for field in FIELDS for stream in STREAMS), LABELS)

    def write(self, slot: int, rows: Rows) -> None:
        self.remove(slot, [place for place, _words in rows])
        names, signs = ", ".join(("rowid", *self.columns)), ", ".join(["%s"] * (len(self.columns) + 1))
        values: list[list[int | str]] = [
            [
                place, *(" ".join(map(_plain, words[field].of(stream))) for field in FIELDS for stream in STREAMS),
                " ".join(f"l{number}" for number in words[LABELS].lemma),
            ]
            for place, words in rows
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table(slot)} ({names}) VALUES ({signs})", values)  # noqa: S608

    def query(self, expression: Expression | None, labels: LabelGroups) -> str:
        parts = [_fts5(expression)] if expression is not None else []
        parts += [f"{LABELS} : (" + " OR ".join(f'"l{number}"' for number in group) + ")" for group in labels]
        return " AND ".join(f"({part})" for part in parts)


UNUSUAL = re.compile("[^0-9a-zçğıöşü]")


@lru_cache(maxsize=60_000)
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
    join, condition = "JOIN", "t.words @@ %s::tsquery"

    def write(self, slot: int, rows: Rows) -> None:
        name = table(slot)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name} (place_in_order, words) VALUES (%s, %s::tsvector)"  # noqa: S608
                " ON CONFLICT (place_in_order) DO UPDATE SET words = EXCLUDED.words",
                [(place, _vector(words)) for place, words in rows],
            )

    def query(self, expression: Expression | None, labels: LabelGroups) -> str:
        parts = [_tsquery(expression)] if expression is not None else []
        parts += ["(" + " | ".join(f"'k{number}'" for number in group) + ")" for group in labels]
        return " & ".join(parts)


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
    lexemes = [f"{lexeme}:{','.join(places[:MOST_POSITIONS])}" for lexeme, places in found.items()]
    return " ".join([*lexemes, *(f"'k{number}'" for number in words[LABELS].lemma)])


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
    # No letter at all asks for any field, and lets the index answer alone.
    return "" if len(fields) == len(FIELDS) else "".join(WEIGHTS[field] for field in fields)
