"""What a search asks for, said without any engine: words, rows of words, and what joins them.

Every engine translates these few forms; :func:`matches` is what all of them mean by them, and :func:`marks` is where
the words stand that a result is shown with.

A text is indexed twice, word by word at the same places: by base forms (``LEMMA``) and by the words as they are written
without Turkish letters (``FOLD``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search.analysis import Token, analyse

LEMMA, FOLD = "lemma", "fold"
STREAMS = (LEMMA, FOLD)
TITLE, SPOT, BODY, TAGS = "title", "spot", "body", "tags"
# From what counts most to what counts least.
FIELDS = (TITLE, SPOT, BODY, TAGS)
NEARBY = 5
# Beside them the keys of what a document can be narrowed by; no words.
LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a stream, in any of ``fields``; with ``prefix`` also what begins with it."""

    stream: str
    text: str
    prefix: bool = False
    fields: tuple[str, ...] = FIELDS


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a stream that follow one another, within one field."""

    stream: str
    words: tuple[str, ...]
    fields: tuple[str, ...] = FIELDS


@dataclass(frozen=True, slots=True)
class Near:
    """Two different words of a stream with at most ``NEARBY`` words between them, in any order, within one field."""

    stream: str
    one: str
    other: str
    fields: tuple[str, ...] = FIELDS


@dataclass(frozen=True, slots=True)
class All:
    """Every part has to be there."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts has to be there."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """``wanted``, where ``unwanted`` is not."""

    wanted: Expression
    unwanted: Expression


Expression = Word | Row | Near | All | Any | Without


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one field at their places, by stream."""

    lemma: tuple[str, ...]
    fold: tuple[str, ...]

    def of(self, stream: str) -> tuple[str, ...]:
        return self.lemma if stream == LEMMA else self.fold


def words_of(text: str, most: int | None = None) -> Words:
    """``text`` as it is indexed; only the first ``most`` words."""
    tokens = analyse(text)[:most]
    return Words(tuple(token.lemma for token in tokens), tuple(token.fold for token in tokens))


def every(parts: Sequence[Expression]) -> Expression:
    """All of ``parts``, of which there is at least one."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def either(parts: Sequence[Expression]) -> Expression:
    """One of ``parts``, of which there is at least one; each is asked once."""
    once = tuple(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else Any(once)


def within(expression: Expression, fields: tuple[str, ...]) -> Expression:
    """``expression`` asked of these fields only."""
    match expression:
        case Word() | Row() | Near():
            return replace(expression, fields=fields)
        case All(parts):
            return All(tuple(within(part, fields) for part in parts))
        case Any(parts):
            return Any(tuple(within(part, fields) for part in parts))
        case Without(wanted, unwanted):
            return Without(within(wanted, fields), unwanted)


def matches(expression: Expression, document: Mapping[str, Words]) -> bool:
    """Whether ``document``, its words by field, is a hit. This is the meaning that engines are tested against."""
    match expression:
        case Word():
            return any(
                one == expression.text or (expression.prefix and one.startswith(expression.text))
                for field in expression.fields
                for one in document[field].of(expression.stream)
            )
        case Row():
            return any(
                next(_rows(expression.words, document[field].of(expression.stream)), None) is not None
                for field in expression.fields
            )
        case Near(stream, one, other, fields):
            return any(_are_near(one, other, document[field].of(stream)) for field in fields)
        case All(parts):
            return all(matches(part, document) for part in parts)
        case Any(parts):
            return any(matches(part, document) for part in parts)
        case Without(wanted, unwanted):
            return matches(wanted, document) and not matches(unwanted, document)


def marks(expression: Expression, tokens: Sequence[Token], field: str) -> list[tuple[int, int]]:
    """Where the words stand in a text of ``field`` that ``expression`` asks for, from left to right, none twice."""
    lemma, fold = [token.lemma for token in tokens], [token.fold for token in tokens]
    return apart([(tokens[one].start, tokens[one].end) for one in asked_among(expression, lemma, fold, field)])


def asked_among(expression: Expression, lemma: Sequence[str], fold: Sequence[str], field: str) -> set[int]:
    """Which of the words of ``field`` are asked for: the number of each in its row."""
    found: set[int] = set()
    for leaf in leaves(expression):
        if field not in leaf.fields:
            continue
        stream = lemma if leaf.stream == LEMMA else fold
        if isinstance(leaf, Row):
            for first in _rows(leaf.words, stream):
                found.update(range(first, first + len(leaf.words)))
        elif leaf.prefix:
            found.update(place for place, one in enumerate(stream) if one.startswith(leaf.text))
        elif leaf.text in stream:
            found.update(place for place, one in enumerate(stream) if one == leaf.text)
    return found


def leaves(expression: Expression) -> Iterator[Word | Row]:
    """The words and rows that are wanted."""
    match expression:
        case Word() | Row():
            yield expression
        case Near(stream, one, other, fields):
            yield from (Word(stream, one, fields=fields), Word(stream, other, fields=fields))
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Without(wanted, _):
            yield from leaves(wanted)


def _are_near(one: str, other: str, stream: Sequence[str]) -> bool:
    places = [place for place, word in enumerate(stream) if word == one]
    return any(other in stream[max(0, place - NEARBY - 1) : place + NEARBY + 2] for place in places)


def _rows(wanted: tuple[str, ...], stream: Sequence[str]) -> Iterator[int]:
    """The places at which ``wanted`` begins."""
    for first, one in enumerate(stream):
        if one == wanted[0] and tuple(stream[first : first + len(wanted)]) == wanted:
            yield first


def apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """``places`` from left to right; those that overlap (a hashtag and its parts) as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
