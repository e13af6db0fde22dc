"""Parts of public pages are made by the house, so that no reader waits for one.

At a publication they are made right after its commit, by the process that published and without its locks; so are those
that a photo's new sizes, a takedown, a right or the identity took away. What is left then (more than a few pages, a
rename, another version of the code, a process that was killed after its commit) is made good by the worker within a
second or two, the newest pages first. Neither draws a photo: a part of which a JPEG is missing waits for the media
worker, or for a reader who does not.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cms.core.worker import DATABASE_TROUBLE
from cms.website import facts, generation, parts, pictures, selectors
from cms.website.entries import KINDS, Kind, kind_of
from cms.website.models import KeptPart

logger = logging.getLogger(__name__)

AT_ONCE = 10  # parts for one look: the worker has mails to carry
# Of these newest lines every part is kept, for home and feeds; of the others what lists and pages show.
NEWEST = 30


class Keeper:
    """The worker's part of it. One query when nothing public has changed since nothing was missing,
    and another on each new day."""

    def __init__(self) -> None:
        self._whole: int | None = None  # the generation in which nothing was missing
        self._seen: int | None = None
        self._day: dt.date | None = None
        self._failed: set[tuple[str, str, int]] = set()

    def look(self) -> int:
        """Tries to make up to :data:`AT_ONCE` missing parts; gives how many it tried."""
        if (today := timezone.localdate()) != self._day:
            self._day = today
            if drop_ended():  # rights have ended, or begun, with the day before
                self._whole = None
        return self.make()

    def make(self) -> int:
        """As :meth:`look`, whatever day it is."""
        now = generation.current()
        if now == self._whole or settings.DEBUG:  # nothing is kept then
            return 0
        if now != self._seen:
            self._seen, self._failed = now, set()
        tried = 0
        for kind, name, newest in _looks():
            failed = {pk for *where, pk in self._failed if where == [kind.name, name]}
            for pk in _missing(kind, name, newest, failed, AT_ONCE - tried):
                tried += 1
                try:
                    with pictures.drawing_nothing():
                        if not parts.keep(kind, name, [pk]):
                            self._failed.add((kind.name, name, pk))
                except DATABASE_TROUBLE:
                    raise
                except pictures.NotDrawn:
                    self._failed.add((kind.name, name, pk))
                except Exception:
                    logger.exception("the part %s of page %s cannot be made", name, pk)
                    self._failed.add((kind.name, name, pk))
            if tried >= AT_ONCE:
                return tried
        if not tried:
            self._whole = now
        return tried


def drop_ended() -> int:
    """Takes away the parts whose time is over, so that they are missed before a reader asks; gives how many. Reads
    every part that a clock ends."""
    bound = KeptPart.objects.filter(more__contains=f'"{parts.UNTIL}": ').order_by().values_list("pk", "more")
    ended = [pk for pk, more in bound.iterator() if parts.has_ended(json.loads(more))]
    for start in range(0, len(ended), 500):
        KeptPart.objects.filter(pk__in=ended[start : start + 500]).delete()
    return len(ended)


def keep_page(page: Any) -> None:
    """Makes every part of ``page``, which has just become public. Whatever goes wrong is left to the worker."""
    kind = kind_of(page)
    try:
        for name in names_of(kind):
            with pictures.drawing_nothing():
                parts.keep(kind, name, [page.pk])
    except pictures.NotDrawn:
        logger.info("parts of page %s wait for sizes of its photos", page.pk)
    except Exception:
        logger.exception("parts of page %s are left to the worker", page.pk)


def make_good() -> None:
    """Makes up to :data:`AT_ONCE` of the parts that a change, just committed, took away. Whatever is left, or goes
    wrong, is left to the worker. Once in each generation: one change of many rows says so many times."""
    try:
        facts.remembered(generation.current(), "parts made good", Keeper().make)
    except Exception:
        logger.exception("parts that a change took away are left to the worker")


def keep_all() -> int:
    """Makes every part that is missing; gives how many."""
    made = 0
    for kind in KINDS.values():
        for name in names_of(kind):
            numbers = list(not_kept(kind, name))
            for start in range(0, len(numbers), kind.per_page):
                made += parts.keep(kind, name, numbers[start : start + kind.per_page])
    return made


def names_of(kind: Kind) -> tuple[str, ...]:
    """What every part of an entry of ``kind`` is called."""
    return (parts.PAGE, parts.FEED, *kind.looks)


def not_kept(kind: Kind, name: str) -> QuerySet[Any, Any]:
    """The pages (primary keys) of public lines of which no part called ``name`` is kept for today's version, code and
    identity, newest first."""
    frame = selectors.frame(None)
    version = Cast(OuterRef("page__live_revision_id"), CharField())
    key = Concat(Value(f"{parts.environment_of(name, frame)}."), version)
    kept = KeptPart.objects.filter(page_id=OuterRef("page_id"), name=name, key=key)
    return kind.public().filter(~Exists(kept)).values_list("page_id", flat=True)


def _looks() -> Iterator[tuple[Kind, str, bool]]:
    """Every kind of part, and whether only the newest lines need it; what lists and pages show comes first."""
    for kind in KINDS.values():
        of_all = {next(iter(kind.looks)), kind.look_around, parts.PAGE}
        yield from sorted(((kind, name, name not in of_all) for name in names_of(kind)), key=lambda one: not one[2])


def _missing(kind: Kind, name: str, newest: bool, failed: set[int], most: int) -> list[int]:
    """At most ``most`` of the missing parts; what failed is left out first, so that it stands in nobody's way."""
    missing = not_kept(kind, name).exclude(page_id__in=failed)
    if newest:
        missing = missing.filter(pk__in=list(kind.public().values_list("pk", flat=True)[:NEWEST]))
    return list(missing[:most])
