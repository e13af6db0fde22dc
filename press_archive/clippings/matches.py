"""Whether a story is made of one of our bulletins, and how much of it: pure functions over two texts.

Both are read by the house's one analysis (``search.analysis``): base forms without Turkish letters, so that "ilçemizde"
and "ilçede" are one. What an agency or paper puts around a text is taken off first: datelines before it, signatures
behind.

- ``share``: how much of the story stands in the bulletin, by rows of four words; ``cover``: how much of the bulletin
  stands in the story.
- *verbatim*: nearly all of the story is ours, and it has nearly all that we said. *shortened*: it is ours, with parts
  left out. *independent*: its own words about the same thing: the rare words of the bulletin, names first, come again.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from press_archive.clippings.words import Likeness
from search.analysis import analyse

ROW = 4
VERBATIM_SHARE, VERBATIM_COVER = 0.6, 0.7
SHORTENED_SHARE, SHORTENED_ROWS = 0.35, 6
LIKE_ENOUGH = 0.24
LONGEST_READ = 30_000  # characters; a story is shorter, and a page that is longer is no story

CAPITALS = r"[A-ZÇĞİÖŞÜÂÎÛ]"
# "(BALIKESİR) - …", "BALIKESİR (İGFA) – …", "Ad SOYAD / EDİRNE (İGFA) - …", "AYVALIK - …"
DATELINE = re.compile(
    rf"^\s*(?:[^\n.:;!?]{{0,60}}?/\s*)?(?:\({CAPITALS}[^\n()]{{1,40}}\)|{CAPITALS}{{3,}}[^\n.()a-zçğıöşü]{{0,30}}"
    rf"(?:\([^\n()]{{1,20}}\))?|[^\n.()]{{2,40}}\([^\n()a-zçğıöşü]{{2,20}}\))\s*[-–—:]\s+"
)
# A line of its own at the end: "Kaynak: ANKA", "Haber: Ad Soyad", "- BALIKESİR", "İHA", "– SON –".
SIGNATURE = re.compile(
    rf"(?:\n|(?<=[.!?”\"’'])\s)\s*(?:(?:kaynak|haber|muhabir|foto(?:ğraf)?|editör|kamera|haber merkezi)\b[^\n]{{0,80}}"
    rf"|[-–—(]?\s*(?:{CAPITALS}{{2,}}[ /]?){{1,3}}\)?|[-–—]\s*son\s*[-–—])\s*$",
    re.IGNORECASE,
)
STRICT_SIGNATURE = re.compile(rf"\s[-–—(]\s*(?:{CAPITALS}{{2,}}[ /]?){{1,3}}\)?\s*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A text that was read: its words in their row, the rows of four, and which words were written as names."""

    key: int
    words: tuple[str, ...]
    rows: frozenset[tuple[str, ...]]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vector:
    """The words of a text with how much each tells, and the length of it all."""

    values: dict[str, float]
    length: float


@dataclass(frozen=True, slots=True)
class Match:
    """Which bulletin (its ``key``), what the story is to it, and how sure: ``share`` and ``cover`` from 0 to 1."""

    key: int
    likeness: Likeness
    share: float
    cover: float
    score: float


def core(text: str) -> str:
    """``text`` without what an agency or paper puts before and behind it."""
    text = text.strip()[:LONGEST_READ]
    text = DATELINE.sub("", text, count=1)
    for _line in range(4):
        shorter = STRICT_SIGNATURE.sub("", _without_signature(text)).strip()
        if shorter == text:
            break
        text = shorter
    return text


def _without_signature(text: str) -> str:
    found = SIGNATURE.search(text[-160:])
    if found is None:
        return text
    said = found.group().strip()
    # Without regard to case "ilan edildi" looks like a signature in capitals; only a line that is one goes.
    plain = said.strip("-–—() ")
    if plain.isupper() or re.match(r"(?i)(kaynak|haber|muhabir|foto|editör|kamera|son\b)", plain):
        return text[: len(text) - len(text[-160:]) + found.start()]
    return text


@lru_cache(maxsize=512)
def read(text: str, key: int = 0) -> Subject:
    """``text`` as it is compared. The same bulletins are asked about again and again: they are read once a process."""
    tokens = [token for token in analyse(core(text)) if not token.extra]
    words = tuple(token.lemma_fold for token in tokens)
    bare = core(text)
    names = frozenset(
        token.lemma_fold
        for before, token in zip([None, *tokens], tokens, strict=False)
        if bare[token.start : token.start + 1].isupper()
        and before is not None
        and not re.search(r"[.!?:\n“\"]\s*$", bare[before.end : token.start])
        and len(token.lemma_fold) > 2
    )
    return Subject(key, words, frozenset(zip(*(words[at:] for at in range(ROW)), strict=False)), names)


def fingerprint(text: str) -> str:
    """One key for one story, whatever dateline, case and signature it came with; empty for what is too short to
    tell."""
    words = read(text).words
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= 20 else ""


class Bulletins:
    """The bulletins that a story may come from, weighed once for many stories: the rarer a word is among them, the more
    it tells, and a name twice as much."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.subjects = list(subjects)
        counts = Counter(word for one in self.subjects for word in set(one.words))
        # Among a handful of texts no word is rare; the bulletins of an ordinary month are some forty.
        self.total = max(len(self.subjects), 40)
        self.weights = {word: math.log(1 + self.total / count) for word, count in counts.items()}
        self.unknown = math.log(1 + self.total)
        self.vectors = [self._vector(one) for one in self.subjects]

    def best(self, story: Subject) -> Match | None:
        """The bulletin that ``story`` is most like, or ``None`` where none is like enough."""
        vector = self._vector(story)
        found = (
            self._compare(story, vector, one, other) for one, other in zip(self.subjects, self.vectors, strict=True)
        )
        return max((one for one in found if one is not None), key=lambda one: one.score, default=None)

    def _compare(self, story: Subject, vector: Vector, bulletin: Subject, other: Vector) -> Match | None:
        shared = len(story.rows & bulletin.rows)
        share = shared / len(story.rows) if story.rows else 0.0
        cover = shared / len(bulletin.rows) if bulletin.rows else 0.0
        if shared >= SHORTENED_ROWS and share >= VERBATIM_SHARE and cover >= VERBATIM_COVER:
            return Match(bulletin.key, Likeness.VERBATIM, share, cover, 2 + share + cover)
        if shared >= SHORTENED_ROWS and share >= SHORTENED_SHARE:
            return Match(bulletin.key, Likeness.SHORTENED, share, cover, 1 + share + cover)
        like = _cosine(vector, other)
        return Match(bulletin.key, Likeness.INDEPENDENT, share, cover, like) if like >= LIKE_ENOUGH else None

    def _vector(self, subject: Subject) -> Vector:
        counted = Counter(word for word in subject.words if len(word) > 2)
        values = {
            word: (1 + math.log(count)) * self.weights.get(word, self.unknown) * (2 if word in subject.names else 1)
            for word, count in counted.items()
        }
        return Vector(values, math.sqrt(sum(value * value for value in values.values())))


def _cosine(one: Vector, other: Vector) -> float:
    less, more = sorted((one.values, other.values), key=len)
    length = one.length * other.length
    return sum(value * more[word] for word, value in less.items() if word in more) / length if length else 0.0
