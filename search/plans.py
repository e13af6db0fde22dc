"""From a query to what an engine is asked: :func:`plan`.

A word finds every form of its base form. Where nothing that is indexed has that base form, it finds what is written
alike without Turkish letters ("isik" finds "ışık"), and the forms of what it may have meant. What is found is put into
steps, the best first (:attr:`Plan.steps`): each step is a question of its own, so that an engine takes ten hits of the
newest without looking at all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.lemmas import lemma, readings
from search.queries import Part, Query
from search.terms import (
    BODY,
    FOLD,
    LEMMA,
    SPOT,
    TITLE,
    Expression,
    Row,
    Without,
    Word,
    either,
    every,
    within,
)

# Whether anything that this reader may find has this base form.
Known = Callable[[str], bool]
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
    asked = [
        _asked_together(run, known, synonyms, relaxed=relaxed)
        if len(run) > 1
        else _asked(run[0], known, synonyms, relaxed=relaxed)
        for run in _runs(parts, synonyms)
    ]
    wanted = either(asked) if relaxed else every(asked)
    steps = [] if relaxed else list(_better(parts, asked))
    if relaxed and len(asked) > 2:
        # What has all but one of the words comes before what has only one.
        steps.append(either([every(asked[:skipped] + asked[skipped + 1 :]) for skipped in range(len(asked))][:8]))
    if relaxed:
        steps.append(within(wanted, (TITLE,)))
    steps.append(wanted)
    for part in query.unwanted:
        refused = _asked(part, known, synonyms, relaxed=False)
        wanted = Without(wanted, refused)
        steps = [Without(step, refused) for step in steps]
    return Plan(wanted, tuple(dict.fromkeys(steps)))


def _better(parts: Sequence[Part], asked: Sequence[Expression]) -> list[Expression]:
    """The steps before the last one."""
    tokens = [token for part in parts for token in part.tokens if not token.extra]
    written = every([Word(FOLD, token.fold, prefix=part.prefix) for part in parts for token in part.tokens[:1]])
    steps = [within(written, (TITLE,)), within(every(asked), (TITLE,))]
    if len(parts) > 1:
        steps.append(Row(LEMMA, tuple(token.lemma for token in tokens)))
    steps += [within(every(asked), (TITLE, SPOT)), within(written, (TITLE, SPOT, BODY))]
    steps.append(within(every(asked), (TITLE, SPOT, BODY)))
    # Each of them also has to be a hit: a word as it is written is one only where its base form is asked for.
    hit = every(asked)
    return [every([step, hit]) for step in steps]


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
