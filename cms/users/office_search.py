"""What the office finds in its own search: a room declares its kinds, `search` carries them into the index.

A :class:`Kind` says who may look for it, which rows somebody may see *now* (:meth:`Kind.rows`, the room's own rule),
and what a result looks like. The index gives only numbers of rows; whatever is shown or counted has passed that rule,
so that nothing that changed a moment ago, and nothing that is closed to this person, comes out of it. Nothing of this
is known to the public search, its words neither.

A :class:`Door` is something to do ("Yeni bülten"), offered to whoever may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from cms.users.models import User

EVERY = ("INSERT", "UPDATE", "DELETE")
# "{differs}" in a condition is each engine's own way of saying that two values are not the same, empty ones included.
DIFFERS = "{differs}"


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows objects are made of. ``keys``: SQL with ``{row}`` for NEW or OLD that gives the objects' keys;
    ``when``: SQL that says whether the row counts; ``gone``: SQL on NEW that says that nobody may find it any more."""

    table: str
    keys: str
    when: str = "TRUE"
    gone: str = ""
    events: Collection[str] = EVERY


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one object. ``moment`` sorts, the newest first; ``tags`` are what it is called and filed by."""

    title: str
    moment: dt.datetime | dt.date | None
    spot: str = ""
    body: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One result. ``line`` stands below its title; ``state`` beside it, coloured by ``tone`` (good, doubt, bad)."""

    title: str
    url: str
    line: str = ""
    state: str = ""
    tone: str = ""
    thumb: str = ""


class Kind:
    """One kind of object. ``name`` stands in addresses, ``number`` (1 to 31) in the index, both for good;
    ``title`` is what people call many of them. ``listed``: models of which it holds every row; their lists and choosers
    in the admin are answered by it."""

    name: str
    number: int
    title: Any
    icon: str = "doc-full"
    listed: Sequence[type[Any]] = ()

    def may_look(self, user: User | AnonymousUser) -> bool:
        """Whether ``user`` may look for these at all."""
        raise NotImplementedError

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Those that ``user``, who may look, may see now."""
        raise NotImplementedError

    def sources(self) -> Sequence[Source]:
        """The rows that its objects are made of."""
        raise NotImplementedError

    def ids(self) -> Iterator[int]:
        """The keys of all that there are."""
        raise NotImplementedError

    def words(self, ids: Collection[int]) -> Mapping[int, Words]:
        """The words of those of ``ids`` that there are."""
        raise NotImplementedError

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        """A result for each of ``rows``, which ``user`` may see; in a number of queries that does not grow."""
        raise NotImplementedError


class ModelKind(Kind):
    """A kind whose objects are the rows of one model. ``columns`` are those that its words are made of."""

    model: type[Any]
    columns: Sequence[str] = ()

    def sources(self) -> Sequence[Source]:
        table, key = self.model._meta.db_table, self.model._meta.pk.column
        changed = " OR ".join(f"OLD.{name} {DIFFERS} NEW.{name}" for name in self.columns) or "FALSE"
        return [
            Source(table, f"SELECT {{row}}.{key}", events=("INSERT", "DELETE")),
            Source(table, f"SELECT {{row}}.{key}", when=changed, events=("UPDATE",)),
        ]

    def ids(self) -> Iterator[int]:
        return iter(self.model._default_manager.order_by("pk").values_list("pk", flat=True).iterator())

    def every(self) -> QuerySet[Any]:
        """All rows with what their words are made of."""
        return self.model._default_manager.all()

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def words(self, ids: Collection[int]) -> Mapping[int, Words]:
        return {row.pk: self.words_of(row) for row in self.every().filter(pk__in=list(ids))}

    def words_of(self, row: Any) -> Words:
        """The words of ``row``."""
        raise NotImplementedError

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        return {row.pk: self.result(row, user) for row in rows}

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        """``row`` as a result."""
        raise NotImplementedError


KINDS: dict[str, Kind] = {}
Declared = TypeVar("Declared", bound=Kind)


def declare(kind: Declared) -> Declared:
    """From here on the office finds these."""
    KINDS[kind.name] = kind
    return kind


def open_to(user: User | AnonymousUser) -> list[Kind]:
    """The kinds that ``user`` may look for, in their order."""
    return [kind for kind in sorted(KINDS.values(), key=lambda kind: kind.number) if kind.may_look(user)]


# --- Doors ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Door:
    """Something to do. ``address`` gives where, to whoever may do it, and nothing to everybody else."""

    name: str
    label: Any
    icon: str
    address: Callable[[Any], str | None]
    order: int = 100


DOORS: dict[str, Door] = {}


def offer(door: Door) -> None:
    """From here on the search offers this."""
    DOORS[door.name] = door


def doors_for(user: User | AnonymousUser) -> list[tuple[Door, str]]:
    """What ``user`` may do, each with its address."""
    doors = sorted(DOORS.values(), key=lambda door: (door.order, door.name))
    return [(door, address) for door in doors if (address := door.address(user))]


# --- The index, for the floors below it -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hits:
    """What the index says of words: of each key the step in which it was found (0 is the best), the newest first in
    each; and the keys that changed since, of which it says nothing."""

    steps: Mapping[int, int]
    changed: AbstractSet[int]


class Index(Protocol):
    """What the search can say to the floors below it. ``None`` where it has no answer: the index is not filled, too
    much has changed, or there are more hits than ``limit``."""

    def hits(self, kind: str, text: str, limit: int) -> Hits | None:
        """The hits of ``text`` among all of a kind."""

    def among(self, kind: str, text: str, keys: Collection[int]) -> Hits | None:
        """The hits of ``text`` among ``keys``, which stand together in the order of time."""

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Those of ``rows``, of a model that a kind lists, that ``text`` finds; in the order that they had."""


_index: list[Index] = []


def serve(index: Index) -> None:
    """Said by the search, which stands above."""
    _index[:] = [index]


def hits(kind: str, text: str, limit: int) -> Hits | None:
    """The hits of ``text`` among all of ``kind``, if the index can name them."""
    return _index[0].hits(kind, text, limit) if _index else None


def among(kind: str, text: str, keys: Collection[int]) -> Hits | None:
    """The hits of ``text`` among ``keys`` of ``kind``, if the index can name them."""
    return _index[0].among(kind, text, keys) if _index else None


def narrowed(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those of ``rows``, of a model that a kind lists (:attr:`Kind.listed`), that ``text`` finds: for lists of rooms
    whose models Wagtail's search does not know."""
    return _index[0].narrowed(rows, text) if _index else rows.none()


def at(moment: dt.datetime | dt.date | None) -> dt.datetime | None:
    """A day as its noon, a moment as it is."""
    if moment is None or isinstance(moment, dt.datetime):
        return moment
    return timezone.make_aware(dt.datetime.combine(moment, dt.time(12)))


def joined(parts: Iterable[object]) -> str:
    """``parts`` that say something, on one line."""
    return " · ".join(said for part in parts if (said := str(part or "").strip()))
