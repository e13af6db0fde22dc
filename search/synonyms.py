"""Other names of the same, from ``words/names.txt``: whoever asks for one finds the others too.

They are never shown; they only widen what is found, and need no rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from search.analysis import analyse

LIST = Path(__file__).parent / "words" / "names.txt"


@cache
def names() -> Mapping[str, Sequence[str]]:
    """Base forms of a name, joined by a blank, to those of its other names."""
    return read(LIST.read_text(encoding="utf-8").splitlines())


def read(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """From lines as ``words/names.txt`` has them: names of one thing with ``=`` between them."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        group = [_key(name) for name in line.partition("#")[0].split("=")]
        group = list(dict.fromkeys(name for name in group if name))
        for name in group:
            others = (one for one in group if one != name)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))
    return {name: others for name, others in found.items() if others}


def _key(name: str) -> str:
    return " ".join(token.lemma for token in analyse(name) if not token.extra)
