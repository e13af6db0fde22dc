"""From a query to what an engine is asked: :func:`plan`.

A word finds every form of its base form. Where nothing that is indexed has that base form, it finds what is written
alike without Turkish letters ("isik" finds "ışık"), and the forms of what it may have meant. In what order it comes
says :mod:`search.order`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search import order
from search.lemmas import lemma, readings
from search.queries import Part, Query
from search.terms import FOLD, LEMMA, Expression, Row, Without, Word, either, every

# How many documents that this reader may find have this base form.
Known = Callable[[str], int]
# Other words for the same, by base forms joined with a blank: "bşb" → ("büyükşehir belediye",).
Synonyms = Mapping[str, Sequence[str]]
LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """``wanted`` is what a hit is; ``steps`` sort them, from the best to the rest; the last step is ``wanted``."""

    wanted: Expression
    steps: tuple[Expression, ...]


def plan(query: Query, *, known: Known, synonyms: Synonyms, relaxed: bool = False) -> Plan | None:
    """What ``query`` asks for; ``None`` when it asks for no word. ``relaxed``: any of the words is enough, and rows of
    words may stand in other forms."""
    parts = query.wanted
    if not parts:
        return None
    runs = _runs(parts, synonyms)
    asked = [
        _asked_together(run, known, synonyms, relaxed=relaxed)
        if len(run) > 1
        else _asked(run[0], known, synonyms, relaxed=relaxed)
        for run in runs
    ]
    if relaxed:
        counts = [known(run[0].tokens[-1].lemma) if len(run) == 1 else 0 for run in runs]
        steps = order.relaxed_steps(list(zip(asked, counts, strict=True)))
    else:
        steps = order.steps(parts, asked)
    wanted = steps[-1]
    for part in query.unwanted:
        refused = _asked(part, known, synonyms, relaxed=False)
        wanted = Without(wanted, refused)
        steps = [Without(step, refused) for step in steps]
    return Plan(wanted, tuple(dict.fromkeys(steps)))


def _runs(parts: Sequence[Part], synonyms: Synonyms) -> list[tuple[Part, ...]]:
    """``parts``, those together that are one name with other names: "sivil toplum kuruluşu"."""
    runs: list[tuple[Part, ...]] = []
    place = 0
    while place < len(parts):
        for length in range(min(LONGEST_NAME, len(parts) - place), 0, -1):
            run = tuple(parts[place : place + length])
            if length == 1 or _name(run) in synonyms:
                break
        runs.append(run)
        place += len(run)
    return runs


def _name(parts: Sequence[Part]) -> str:
    plain = all(len(part.tokens) == 1 and not part.quoted for part in parts)
    return " ".join(part.tokens[0].lemma for part in parts) if plain else ""


def _asked_together(run: tuple[Part, ...], known: Known, synonyms: Synonyms, *, relaxed: bool) -> Expression:
    itself = every([_asked(part, known, {}, relaxed=relaxed) for part in run])
    return either([itself, *(_other(one) for one in synonyms[_name(run)])])


def _asked(part: Part, known: Known, synonyms: Synonyms, *, relaxed: bool) -> Expression:
    row = [token for token in part.tokens if not token.extra]
    if part.quoted and len(row) > 1:
        return Row(LEMMA if relaxed else FOLD, tuple(token.lemma if relaxed else token.fold for token in row))
    first = row[0]
    if part.quoted:
        return Word(FOLD, first.fold)
    choices: list[Expression] = []
    if len(row) > 1:
        choices = [Row(LEMMA, tuple(token.lemma for token in row)), Row(FOLD, tuple(token.fold for token in row))]
        # "e-devlet" is also written "edevlet".
        choices += [Word(FOLD, token.fold) for token in part.tokens if token.extra]
        return either(choices)
    choices.append(Word(LEMMA, first.lemma))
    others = list(synonyms.get(first.lemma, ()))
    if part.prefix:
        choices.append(Word(FOLD, first.fold, prefix=True))
    if not known(first.lemma) and not others:
        meant = [lemma(reading) for reading in readings(first.fold)]
        choices += [Word(FOLD, first.fold), *(Word(LEMMA, one) for one in meant)]
        others = [name for one in meant for name in synonyms.get(one, ())]
    choices += [_other(one) for one in others]
    return either(choices)


def _other(words: str) -> Expression:
    row = tuple(words.split())
    return Row(LEMMA, row) if len(row) > 1 else Word(LEMMA, row[0])
