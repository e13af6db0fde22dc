"""States of the database that many tests start from, each made once.

``@worlds.on(make)`` on a test (or in the ``pytestmark`` of a module) says what has to be there; the fixture ``world``
hands out what ``make()`` gave. The rows are made in a transaction that stays open below the tests which name the same
world; each test works in a savepoint of its own above it, so that nothing it does is seen by the next. Such tests are
run one after the other. ``@worlds.on(make, "stage")`` calls ``make`` with the test's parameter ``stage``: one world for
each value. Tests that really commit cannot stand on a world.

``make`` runs outside of every fixture: it sees the settings of the test run, and its files lie in the run's own store.
What shall happen after a commit happens while it runs, as it would in the house.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection, models, transaction
from django.test import TestCase

from tests import economy

Key = tuple[Callable[..., Any], tuple[Hashable, ...]]


def on(make: Callable[..., Any] | None, *parameters: str) -> pytest.MarkDecorator:
    """The mark of tests that start from what ``make`` makes; ``None`` takes a module's mark off a test."""
    return pytest.mark.world.with_args(make, *parameters)


def wanted(item: pytest.Item) -> Key | None:
    """The world that ``item`` names: its maker, and the values of the parameters that the maker takes."""
    mark = item.get_closest_marker("world")
    if mark is None or mark.args[0] is None:
        return None
    given = getattr(item, "callspec", None)
    return mark.args[0], tuple(given.params[name] for name in mark.args[1:])


def commits(item: pytest.Item) -> bool:
    """Whether the test really commits; it stands on the empty house, and its fixture ``world`` fails."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or not {"transactional_db", "live_server"}.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def together(items: list[pytest.Item]) -> None:
    """Puts tests of one world where the first of them is; the order of the others stays."""
    first: dict[Key, int] = {}
    places = [first.setdefault(key, place) if (key := wanted(item)) else place for place, item in enumerate(items)]
    items[:] = [item for _place, item in sorted(zip(places, items, strict=True), key=lambda pair: pair[0])]


@dataclasses.dataclass
class World:
    """The one that is open, with the transaction that holds it."""

    key: Key
    atomic: transaction.Atomic
    made: Any = None
    mails: list[Any] = dataclasses.field(default_factory=list)


opened: list[World] = []  # one at most


def arrange(item: pytest.Item) -> None:
    """Opens what ``item`` stands on, before its own transaction begins, and closes what it does not."""
    key = None if commits(item) else wanted(item)
    if opened and opened[0].key == key:
        return
    close()
    if key is not None:
        with economy.shared():
            _open(key)


def _open(key: Key) -> None:
    make, values = key
    atomic = transaction.atomic()
    atomic._from_testcase = True  # as those of Django's TestCase: durable blocks may stand on it
    atomic.__enter__()
    opened.append(found := World(key, atomic))
    try:
        _forget()
        mail.outbox = []
        with TestCase.captureOnCommitCallbacks(execute=True):
            found.made = make(*values)
        found.mails = list(mail.outbox)
    except BaseException:
        close()
        raise


def close() -> None:
    """Undoes the open world."""
    while opened:
        found = opened.pop()
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        found.atomic.__exit__(None, None, None)
        _forget()


def _forget() -> None:
    """Numbers of rows that are gone come again; what a cache remembers of them does not."""
    for alias in settings.CACHES:
        caches[alias].clear()


def fresh(value: Any) -> Any:
    """``value`` with every row in it read anew: what one test does to a row in memory is not seen by the next."""
    if isinstance(value, models.Model):
        return type(value)._base_manager.get(pk=value.pk)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: fresh(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    if isinstance(value, dict):
        return {name: fresh(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(fresh(one) for one in value)
    return value


def own_copy() -> Any:
    """What the open world's maker gave, for one test; the mails it sent are in the outbox."""
    assert opened, "no world is open: the test names none, or it commits"
    mail.outbox[:] = opened[0].mails
    return fresh(opened[0].made)
