"""What a collection asks for, and the public lines that answer it.

Whatever it says, only lines of the registers that are public now are found: a collection opens nothing. Directorate,
tag and dates are asked of indexes; words and place are compared as people look things up (``turkish.fold``), which no
database does, among the newest lines that the rest leaves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from cms.core.turkish import WORD, has_words
from cms.website.entries import KINDS, Kind
from press_archive.bulletins.models import BulletinTag
from press_archive.collections.kinds import names_in

# Among how many of the newest lines words and places are looked for: a collection costs the same in a long register.
LOOKED_THROUGH = 5_000


@dataclass(frozen=True, slots=True)
class Criteria:
    """The query of a collection. ``kind`` is one name, or several as ``kinds`` keeps them. ``None`` and empty: all."""

    kind: str
    department: int | None = None
    tag: int | None = None
    place: str = ""
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    last_days: int | None = None
    oldest_first: bool = False
    most: int | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it gathers."""
        return names_in(self.kind)

    @property
    def is_mixed(self) -> bool:
        """Whether it gathers more than the entries of one register."""
        return self.kind not in KINDS

    @property
    def listed(self) -> Kind:
        """The one kind of entry that it gathers; raises ``KeyError`` where it is mixed."""
        return KINDS[self.kind]

    @property
    def looks_through(self) -> bool:
        """Whether lines are read to be compared."""
        return bool(WORD.search(self.words) or WORD.search(self.place))


def lines(asked: Criteria, today: dt.date) -> QuerySet[Any]:
    """The public lines that ``asked`` leaves, in its order; without its words and place, and however many they are."""
    kind = asked.listed
    found: QuerySet[Any] = kind.public()
    if asked.department is not None:
        found = found.filter(department=asked.department)
    if asked.tag is not None:
        found = found.filter(page__in=BulletinTag.objects.filter(tag=asked.tag).values("content_object"))
    newest_first = kind.entry.newest_first
    found = dated(found, newest_first[0].removeprefix("-"), asked, today)
    return found.order_by(*(one.removeprefix("-") for one in newest_first)) if asked.oldest_first else found


def dated(found: QuerySet[Any], column: str, asked: Criteria, today: dt.date) -> QuerySet[Any]:
    """Those of ``found`` that are of the days which ``asked`` names, by ``column``."""
    since = today - dt.timedelta(days=asked.last_days - 1) if asked.last_days else asked.since
    until = None if asked.last_days else asked.until
    if since is not None:
        found = found.filter(**{f"{column}__gte": _beginning(found.model, column, since)})
    if until is not None:
        found = found.filter(**{f"{column}__lt": _beginning(found.model, column, until + dt.timedelta(days=1))})
    return found


def _beginning(table: type[models.Model], column: str, day: dt.date) -> dt.date | dt.datetime:
    """Where ``day`` begins, as ``column`` says it."""
    if not isinstance(table._meta.get_field(column), models.DateTimeField):
        return day
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def looked_through(asked: Criteria, today: dt.date) -> list[int]:
    """The lines that have all words of ``asked`` in title or summary, and all of its place in theirs, by primary key
    and in its order. Two queries, the second for nothing but words."""
    newest = lines(asked, today).order_by(*asked.listed.entry.newest_first)
    pages = dict(newest.values_list("page_id", "pk")[:LOOKED_THROUGH])
    page: Any = asked.listed.page
    told = page._base_manager.filter(pk__in=pages).order_by().values_list("pk", "title", "summary", "place")
    fitting = {
        pk
        for pk, title, summary, where in told
        if has_words(asked.words, f"{title} {summary}") and has_words(asked.place, where)
    }
    found = [line for pk, line in pages.items() if pk in fitting]
    return found[::-1] if asked.oldest_first else found
