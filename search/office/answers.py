"""What is asked of the office's index. It gives keys only; what is shown or counted has passed the rule of its room.

A search costs the same for a rare word and for one that stands everywhere: of each kind the best and newest
``LOOKED`` are looked at, and a count ends there ("100+").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from cms.users import office_search
from cms.users.models import User
from cms.users.office_search import KINDS, Found, Kind
from search import synonyms, wordlist
from search.engines import engine
from search.office.index import TABLE, is_filled, span_of
from search.office.models import OfficeChange, OfficeEntry
from search.plans import plan
from search.queries import Part, Period, Query, parse
from search.tables import table
from search.terms import TITLE, Expression, Without, either, within

LOOKED = 100
# Of each kind in the view of all kinds.
SHOWN = 5
PAGE = 30
LATE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind. ``count`` is how many somebody may see, ``has_more``: at least so many."""

    kind: Kind
    results: Sequence[Found]
    count: int
    has_more: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, by kind, those first that have the best hit."""

    groups: Sequence[Group] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def has_more(self) -> bool:
        return any(group.has_more for group in self.groups)


def found(user: User | AnonymousUser, text: str, *, only: str = "", shown: int = SHOWN, typing: bool = False) -> Answer:
    """What ``user`` finds by ``text``, of all kinds or ``only`` of one."""
    kinds = office_search.open_to(user)
    query = _read(text, typing=typing)
    places = ranked(_steps(query, typing=typing), kinds, LOOKED + 1, query.period)
    groups: list[tuple[int, Group]] = []
    for kind in kinds:
        steps = places.get(kind.name)
        if not steps:
            continue
        keys = list(steps)[:LOOKED]
        allowed = set(kind.rows(user).filter(pk__in=keys).order_by().values_list("pk", flat=True))
        mine = [key for key in keys if key in allowed]
        if not mine:
            continue
        is_open = kind.name == only
        count = PAGE if is_open else shown
        wanted = [] if only and not is_open else mine[:count]
        results = kind.results(kind.rows(user).filter(pk__in=wanted), user) if wanted else {}
        group = Group(
            kind, [results[key] for key in wanted if key in results], len(mine), len(steps) > LOOKED, is_open=is_open
        )
        groups.append((steps[mine[0]], group))
    return Answer([group for _step, group in sorted(groups, key=lambda pair: (pair[0], pair[1].kind.number))])


def understood(text: str) -> tuple[Query, list[Expression | None]]:
    """``text``, whose last word may not be finished, as a query and as the steps of its hits."""
    query = _read(text, typing=True)
    return query, _steps(query, typing=True)


def _read(text: str, *, typing: bool) -> Query:
    """``text`` as a query for words and days: what the public search narrows by is looked for as words here."""
    wordlist.refresh()
    query = parse(text, typing=typing)
    more = [query.address.replace("/", " "), *(said for _name, said in query.filters)]
    parts = (*query.parts, *(part for one in more if one for part in parse(one).parts))
    return replace(query, parts=parts, filters=(), address="")


def _steps(query: Query, *, typing: bool) -> list[Expression | None]:
    """``query`` as steps, the best first; ``None``, anything, where only days are asked for. While somebody types, each
    word may go on."""
    asked = replace(query, parts=tuple(_begun(query.parts))) if typing else query
    made = plan(asked, known=lambda lemma: 0, synonyms=synonyms.names()) if asked.wanted else None
    if made is None:
        return [None] if query.period else []
    # What the public search has between these changes little where every kind has a place of its own.
    steps = list(dict.fromkeys([made.steps[0], within(made.wanted, (TITLE,)), made.wanted]))
    return [Without(step, either(steps[:number])) if number else step for number, step in enumerate(steps)]


def whole(steps: Sequence[Expression | None]) -> Expression | None:
    """All that ``steps`` find: the last of them, with what those before it have."""
    last = steps[-1]
    return last.wanted if len(steps) > 1 and isinstance(last, Without) else last


def _begun(parts: Sequence[Part]) -> list[Part]:
    return [
        part if part.quoted or part.unwanted else Part(part.tokens, part.quoted, part.unwanted, prefix=True)
        for part in parts
    ]


def ranked(
    steps: Sequence[Expression | None], kinds: Sequence[Kind], limit: int, period: Period | None = None
) -> Mapping[str, Mapping[int, int]]:
    """Of each kind up to ``limit`` keys, the best and newest first, each with the step in which it was found."""
    places: dict[str, dict[int, int]] = {kind.name: {} for kind in kinds}
    for number, step in enumerate(steps):
        for name, place in _newest(step, [kind for kind in kinds if len(places[kind.name]) < limit], limit, period):
            if len(places[name]) < limit:
                places[name][place] = number
    every = [place for of_kind in places.values() for place in of_kind]
    keys = dict(OfficeEntry.objects.filter(place_in_order__in=every).values_list("place_in_order", "object_id"))
    return {
        name: {keys[place]: step for place, step in of_kind.items() if place in keys}
        for name, of_kind in places.items()
        if of_kind
    }


def _newest(step: Expression | None, kinds: Sequence[Kind], limit: int, period: Period | None) -> list[tuple[str, int]]:
    """Of each of ``kinds`` the newest ``limit`` places; one query for all of them."""
    if not kinds:
        return []
    parts, parameters = [], list[Any]()
    for kind in kinds:
        statement, own = newest_of(step, span_of(kind.number, period), limit)
        parts.append(f"SELECT '{kind.name}' AS kind, place FROM ({statement}) AS of_{kind.number}")  # noqa: S608
        parameters += own
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        rows: list[tuple[str, int]] = cursor.fetchall()
    return sorted(rows, key=lambda row: -row[1])


def newest_of(step: Expression | None, span: tuple[int, int], limit: int | None) -> tuple[str, list[Any]]:
    """A statement for the newest places within ``span``, or for all (``None``), and its parameters."""
    if step is None:
        key, source, condition, parameters = "place_in_order", OfficeEntry._meta.db_table, "TRUE", list[Any]()
    else:
        of_engine, name = engine(), table(TABLE)
        key, source, condition = f"t.{of_engine.key}", f"{name} t", of_engine.condition.format(name=name)
        parameters = [of_engine.query(step, ())]
    statement = f"SELECT {key} AS place FROM {source} WHERE {condition} AND {key} BETWEEN %s AND %s"  # noqa: S608
    newest = "" if limit is None else f" ORDER BY {key} DESC LIMIT {limit:d}"
    return statement + newest, [*parameters, *span]


# --- For the floors below ---------------------------------------------------------------------------------------------


# More notes than that: a whole archive is on its way in, and the index knows too little to be asked.
MOST_CHANGED = 2_000
MOST_AMONG = 20_000


class OfficeIndex:
    """What ``cms.users.office_search.Index`` says of keys."""

    def hits(self, kind: str, text: str, limit: int) -> office_search.Hits | None:
        noted = changed(kind)
        if noted is None:
            return None
        query, steps = understood(text)
        # Words that stand everywhere are told by one question.
        if steps and len(_newest(whole(steps), [KINDS[kind]], limit + 1, query.period)) > limit:
            return None
        found = ranked(steps, [KINDS[kind]], limit, query.period).get(kind, {})
        return office_search.Hits({key: step for key, step in found.items() if key not in noted}, noted)

    def among(self, kind: str, text: str, keys: Collection[int]) -> office_search.Hits | None:
        noted = changed(kind)
        if noted is None or not keys:
            return None
        entries = OfficeEntry.objects.filter(kind=kind, object_id__in=keys)
        places = dict(entries.values_list("place_in_order", "object_id"))
        query, steps = understood(text)
        if not places or not steps:
            return office_search.Hits({}, noted)
        first, last = span_of(KINDS[kind].number, query.period)
        span = max(first, min(places)), min(last, max(places))
        statement, parameters = newest_of(whole(steps), span, MOST_AMONG + 1)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            found = [row[0] for row in cursor.fetchall()]
        if len(found) > MOST_AMONG:
            return None
        return office_search.Hits(
            {places[one]: 0 for one in found if one in places and places[one] not in noted}, noted
        )


def changed(kind: str) -> set[int] | None:
    """What changed of ``kind`` and is not carried; ``None`` while the index cannot be asked."""
    if not is_filled():
        return None
    notes = OfficeChange.objects.filter(kind=kind).values_list("object_id", flat=True)[: MOST_CHANGED + 1]
    keys = list(notes)
    return set(keys) if len(keys) <= MOST_CHANGED else None


def changed_last(kind: str) -> set[int]:
    """Of very many that changed, those that did last; nothing while nobody has filled the index."""
    notes = OfficeChange.objects.filter(kind=kind).order_by("-pk").values_list("object_id", flat=True)
    return set(notes[:MOST_CHANGED]) if is_filled() else set()


# --- How it is --------------------------------------------------------------------------------------------------------


def waiting() -> int:
    """How many changes are not carried yet."""
    return OfficeChange.objects.count()


def lag() -> dt.timedelta:
    """How long the oldest change has waited."""
    oldest = OfficeChange.objects.aggregate(oldest=Min("noted_at"))["oldest"]
    return timezone.now() - oldest if oldest else dt.timedelta()


def trouble() -> str:
    """For the health page: a sentence when the index stays behind."""
    behind = lag()
    return f"office search: {waiting()} changes wait, the oldest since {behind}" if behind > LATE else ""
