"""Pairs of a story and the bulletin it comes from, labelled by hand, and how often the machine says the same.

``known``: those that the thresholds were chosen by. ``held_out``: others, told by other people's habits: sentences left
out all over the text, words exchanged, another order, a reporter's own beginning and end.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from demo import texts
from press_archive.clippings import matches, selectors
from press_archive.clippings.words import Likeness

DAY = dt.date(2026, 11, 27)
HERE = Path(__file__).parent
TAG = re.compile(r"<[^>]*>")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÇĞİÖŞÜ“\"])")
EXCHANGED = (("belediye", "yerel yönetim"), ("vatandaş", "yurttaş"), ("günü", "tarihinde"), ("yapıldı", "gerçekleşti"),
             ("başladı", "start aldı"), ("tamamlandı", "bitirildi"))  # fmt: skip
Pair = tuple[str, str | None, Likeness | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of ``count`` pairs; ``wrong`` says which went wrong."""

    count: int
    precision: float
    recall: float
    same_kind: float
    wrong: list[tuple[str, str | None, str | None]]


@cache
def bulletins() -> dict[str, list[str]]:
    """Slug → the lines of a bulletin: headline, spot, and its text."""
    found = {}
    for one in texts.bulletins(DAY):
        body = "\n".join(text for block in one.body for text in selectors._strings(block["value"]) if text)
        found[one.slug] = [one.headline, one.summary, *[line for line in TAG.sub("", body).split("\n") if line.strip()]]
    return found


def _read(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text())


def _retold(lines: list[str], turn: int) -> str:
    """The whole text as another desk prints it: a reporter's sentence before it, some words exchanged, its own end."""
    text = "\n".join(lines[1:])
    for old, new in EXCHANGED[turn % 3 :: 3]:
        text = text.replace(f" {old} ", f" {new} ")
    before = "Bölgemizden sevindiren bir haber geldi. " if turn % 2 else ""
    return f"{before}{text}\n{'Muhabir: Can Deniz' if turn % 3 else '(CD/MK)'}"


def _thinned(lines: list[str], turn: int) -> str:
    """Every other sentence, or the last paragraphs first."""
    sentences = [one for line in lines[1:] for one in SENTENCE.split(line)]
    if turn % 2:
        return " ".join(sentences[turn % 3 % 2 :: 2])
    return "\n".join([*lines[-2:], lines[1]])


def held_out() -> Iterator[Pair]:
    """Pairs that no threshold was chosen by."""
    written = _read("held_out.toml")
    for turn, (slug, lines) in enumerate(bulletins().items()):
        yield _retold(lines, turn), slug, Likeness.VERBATIM
        yield _thinned(lines, turn), slug, Likeness.SHORTENED
    for slug, story in written["independent"].items():
        yield story, slug, Likeness.INDEPENDENT
    for story in written["other"]["stories"]:
        yield story, None, None


def measured(pairs: Iterable[Pair]) -> Figures:
    """How many suggestions are right, and how much of what is ours is found."""
    slugs = list(bulletins())
    known = matches.Bulletins(matches.read("\n".join(lines), key) for key, lines in enumerate(bulletins().values()))
    count = found = right = ours = same = 0
    wrong = []
    for story, slug, likeness in pairs:
        count += 1
        said = known.best(matches.read(story))
        name = slugs[said.key] if said else None
        ours += slug is not None
        found += said is not None
        right += said is not None and name == slug
        same += said is not None and name == slug and said.likeness == likeness
        if name != slug:
            wrong.append((story[:60], slug, name))
    return Figures(count, right / found, right / ours, same / right, wrong)
