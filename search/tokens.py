"""Where the words of a document stand, packed beside it, so that marking them in a result reads no text anew."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.analysis import Token, analyse
from search.terms import Expression, apart, asked_among, marks

# Only so much of a text is looked through for what can be marked in it.
LONGEST = 20_000
LINES = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """The words of one text as lines of words and numbers with blanks between: base forms, folded words, where each
    begins and ends."""

    lemmas: str
    folds: str
    starts: str
    ends: str

    def marks(self, expression: Expression, field: str) -> list[tuple[int, int]]:
        """Where the words of ``expression`` stand."""
        found = asked_among(expression, _words(self.lemmas), _words(self.folds), field)
        if not found:
            return []
        starts, ends = self.starts.split(" "), self.ends.split(" ")
        return apart((int(starts[one]), int(ends[one])) for one in found)


def packed(texts: Mapping[str, Sequence[Token]]) -> bytes:
    """The words of ``texts``, by field, for :func:`placed`."""
    lines: list[str] = []
    for field, tokens in texts.items():
        kept = [token for token in tokens if token.end <= LONGEST]
        lines += [
            field, " ".join(token.lemma for token in kept), " ".join(token.fold for token in kept),
            " ".join(str(token.start) for token in kept), " ".join(str(token.end) for token in kept),
        ]  # fmt: skip
    return compressed(lines)


def compressed(lines: Sequence[str]) -> bytes:
    """:data:`LINES` lines for each field, as a document keeps them."""
    return zlib.compress("\n".join(lines).encode())


def placed(tokens: bytes | memoryview) -> dict[str, Placed]:
    """What :func:`packed` has packed; nothing from what it has not."""
    if not tokens:
        return {}
    lines = zlib.decompress(bytes(tokens)).decode().split("\n")
    return {lines[at]: Placed(*lines[at + 1 : at + LINES]) for at in range(0, len(lines), LINES)}


def places(expression: Expression, text: str, field: str, kept: Mapping[str, Placed] | None) -> list[tuple[int, int]]:
    """Where words of ``expression`` stand in ``text``, which is ``field`` of a document that ``kept`` is of."""
    if kept and field in kept:
        return kept[field].marks(expression, field)
    return marks(expression, analyse(text[:LONGEST]), field)


def _words(line: str) -> list[str]:
    return line.split(" ") if line else []
