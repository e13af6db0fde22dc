"""Word lists: whether a story speaks of us. Pure but for the house's one analysis of Turkish (``search.analysis``).

A line is a word or a phrase; every word of it is found in any of its forms ("Çamlıkıyı Belediyesi’nden", "ÇAMLIKIYI
BELEDİYESİNCE"), in a row. ``A + B``: both, anywhere. ``"A B"``: exactly these forms. Turkish letters count (ı is no i),
but where a whole text was typed without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search import lemmas
from search.analysis import Token, analyse

MOST_LINES, LONGEST_LINE = 200, 200
SHORTEST_STEM = 4
LONGEST_READ = 30_000
TURKISH = re.compile("[çğıöşüÇĞİÖŞÜ]")
QUOTED = re.compile(r'^[“"”](.+)[”"“]$')


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand in a row; ``exact``: in no other form."""

    words: tuple[Token, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: all its parts have to stand in the text."""

    said: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line was found: from ``start`` to ``end`` in the text."""

    said: str
    start: int
    end: int


class Text:
    """A text that is looked through, analysed once."""

    def __init__(self, text: str) -> None:
        text = text[:LONGEST_READ]
        self.tokens = [token for token in analyse(text) if not token.extra]
        self.is_plain = TURKISH.search(text) is None

    def places(self, line: Line) -> list[Place]:
        """Where the parts of ``line`` stand, the first place of each; empty unless all do."""
        found = [self._place(part, line.said) for part in line.parts]
        return [place for place in found if place is not None] if all(found) else []

    def _place(self, part: Part, said: str) -> Place | None:
        length = len(part.words)
        for at in range(len(self.tokens) - length + 1):
            here = self.tokens[at : at + length]
            if all(self._same(word, token, part.exact) for word, token in zip(part.words, here, strict=True)):
                return Place(said, here[0].start, here[-1].end)
        return None

    def _same(self, word: Token, token: Token, exact: bool) -> bool:
        if exact:
            return word.surface == token.surface
        if word.surface == token.surface or word.lemma == token.lemma:
            return True
        if self.is_plain and (word.fold == token.fold or word.lemma_fold == token.lemma_fold):
            return True
        # A name that no dictionary knows, with a suffix and without an apostrophe: "Çamlıkıyıdaki", "Çamlıkıyılı".
        name, said = (word.fold, token.fold) if self.is_plain else (word.surface, token.surface)
        if len(name) < SHORTEST_STEM or not said.startswith(name):
            return False
        return lemmas.AFTER_APOSTROPHE.fullmatch(said, len(name)) is not None


@lru_cache(maxsize=64)
def lines(text: str) -> tuple[Line, ...]:
    """The lines of a list as somebody typed them; empty ones and those without a word are left out."""
    found = []
    for raw in text.splitlines()[:MOST_LINES]:
        said = " ".join(raw.split())[:LONGEST_LINE]
        parts = []
        for piece in said.split(" + "):
            quoted = QUOTED.match(piece.strip())
            words = tuple(token for token in analyse(quoted.group(1) if quoted else piece) if not token.extra)
            if words:
                parts.append(Part(words, bool(quoted)))
        if parts:
            found.append(Line(said, tuple(parts)))
    return tuple(found)


lemmas.FORGETS.append(lines.cache_clear)


def hits(text: str | Text, wanted: str, unwanted: str = "") -> list[Place]:
    """Where lines of ``wanted`` stand in ``text``; nothing where one of ``unwanted`` does."""
    read = text if isinstance(text, Text) else Text(text)
    if any(read.places(line) for line in lines(unwanted)):
        return []
    return [place for line in lines(wanted) for place in read.places(line)]


def hits_of_lists(text: str, lists: Iterable[tuple[str, str]]) -> list[Place]:
    """Where lines of any of ``lists`` (wanted, unwanted) stand, in the text's order."""
    read = Text(text)
    found = [place for wanted, unwanted in lists for place in hits(read, wanted, unwanted)]
    return sorted(dict.fromkeys(found), key=lambda place: (place.start, place.end))


def excerpt(text: str, places: Sequence[Place], *, around: int = 110) -> list[tuple[str, bool]]:
    """Pieces of ``text`` around the first place, each with whether it is one that was found."""
    if not places:
        short = text[: around * 2]
        return [(short + ("…" if len(text) > len(short) else ""), False)]
    first = min(place.start for place in places)
    start, end = max(0, first - around), min(len(text), first + around * 2)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for place in sorted(places, key=lambda one: one.start):
        if place.start < at or place.end > end:
            continue
        pieces += [(text[at : place.start], False), (text[place.start : place.end], True)]
        at = place.end
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
