"""A question as every engine gets it, and what it gives back: hits, how many, what they can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from search.plans import Plan
from search.queries import Period
from search.terms import Expression

# Of more hits than these nobody counts all, and only the newest of them are sorted by how well they fit: a word that
# stands everywhere costs no more than a rare one.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What hits are narrowed to: keys by facet, days, a number."""

    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    period: Period | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready for an engine. ``plan`` is ``None`` where only narrowing was asked for; ``looked``: how many
    of the newest hits are sorted by how well they fit (0: :data:`MOST_COUNTED`), where only a few are asked for;
    ``memo``: what an engine knows already from another part of its answer."""

    plan: Plan | None
    narrowed: Narrowed
    newest_first: bool = False
    looked: int = 0
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def wanted(self) -> Expression | None:
        """What a hit is; ``None``: anything."""
        return self.plan.wanted if self.plan else None

    @property
    def ranks(self) -> tuple[Expression | None, ...]:
        """What hits are sorted by, the best first; a hit of several stands at the first of them."""
        if self.plan is None or self.newest_first:
            return (self.wanted,)
        return self.plan.steps


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of hits ends: the step, and the place in the order of the last hit. ``oldest``: the last place that
    was sorted by how well it fits, 0 where all are; the next pages keep to it, whatever is published meanwhile."""

    step: int
    place: int
    oldest: int = 0

    def __str__(self) -> str:
        return f"{self.step}-{self.place}" + (f"-{self.oldest}" if self.oldest else "")

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From an address; ``None`` for what is none."""
        parts = text.split("-")
        if not 2 <= len(parts) <= 3 or not all(one.isascii() and one.isdigit() and len(one) < 20 for one in parts):
            return None
        step, *places = (int(one) for one in parts)
        return cls(step, *places) if step < 100 and all(place < 1 << 63 for place in places) else None


class Hit(NamedTuple):
    """A document that was found: at which step, its place in the order, its primary key; ``oldest`` as in a cursor."""

    step: int
    place: int
    pk: int
    oldest: int = 0


class LabelCount(NamedTuple):
    """How many hits have one label; 0 says that some have it and nobody counted."""

    facet: str
    key: str
    name: str
    hits: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, and how many hits have it."""

    key: str
    name: str
    count: int


def exact_number(number: str) -> tuple[str, bool]:
    """A bulletin's number as it stands in the register (``2026/0123``), and whether it is whole: ``/0123`` is that of
    any year. What can be no number gives one that no bulletin has."""
    year, slash, sequence = number.partition("/")
    plain = (sequence if slash else year).lstrip("0")
    fits = plain.isascii() and plain.isdigit() and len(plain) < 6
    padded = f"{int(plain):04d}" if fits else "?"
    return (f"{year}/{padded}", True) if slash else (f"/{padded}", False)
