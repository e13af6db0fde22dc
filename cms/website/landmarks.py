"""Where a long list is entered, so that its later pages cost what its first ones do.

Page numbers are addresses and stay; but the database counts through every line before the one that it begins with. A
process remembers where each stretch of a list begins, for as long as nothing public has changed, and begins there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import EmptyPage
from django.db.models import Q, QuerySet

STRETCH = 25  # pages
Place = tuple[Any, int]


def page_of(
    lines: QuerySet[Any], number: int, per_page: int, known: Callable[[int, Callable[[], Place]], Place]
) -> QuerySet[Any]:
    """Page ``number`` of ``lines``, first 1, which are sorted by one column and the primary key, both in one direction.

    ``known`` remembers what it is given for a number. Raises ``EmptyPage`` when the list has become shorter meanwhile.
    """
    stretch, within = divmod(number - 1, STRETCH)
    if stretch:
        before = stretch * STRETCH * per_page
        lines = _from(lines, known(stretch, lambda: _place(lines, before)))
    return lines[within * per_page : (within + 1) * per_page]


def _place(lines: QuerySet[Any], before: int) -> Place:
    """What stands first after ``before`` lines."""
    found: Place | None = next(iter(lines.values_list(_column(lines), "pk")[before : before + 1]), None)
    if found is None:
        raise EmptyPage
    return found


def _from(lines: QuerySet[Any], place: Place) -> QuerySet[Any]:
    """``lines`` from this one on. The first condition alone is what an index is entered with."""
    column, (at, pk) = _column(lines), place
    after = "lt" if str(lines.query.order_by[0]).startswith("-") else "gt"
    return lines.filter(Q(**{f"{column}__{after}": at}) | Q(**{f"pk__{after}e": pk}), **{f"{column}__{after}e": at})


def _column(lines: QuerySet[Any]) -> str:
    first, _key = lines.query.order_by
    return str(first).removeprefix("-")
