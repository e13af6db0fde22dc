"""What a test costs and where it need not run: CPU seconds in the report, the second engine's share of the suite.

The second engine runs what asks the database: constraints, triggers, locks, races, searches, ordering, JSON, dates, odd
characters and numbers, and every rule that ends in one of them. It leaves out tests without a database, and those with
the mark ``once``: what they look at is the same whatever keeps the rows (words and markup of a screen, bytes of a
picture, of a kit, of a letter or of a feed, ranges and headers of a file, a bucket, who may open which address). A test
of such a module that does ask the database says ``both``. Where many people try the same, the second engine sees those
who come furthest (:func:`people`): what stops the others is the permission, which is the same code.

What is made once for many tests (:mod:`tests.worlds`, the database itself) is counted for none of them.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

# Any of these among a test's fixtures means that it works with the database.
DATABASE = frozenset({"db", "transactional_db", "live_server", "django_db_setup", "_django_db_helper"})
STARTED = pytest.StashKey[float]()
SHARED = {"seconds": 0.0}


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def shared() -> Iterator[None]:
    """Around what is made once for all tests of a process, and belongs to no single one."""
    before = cpu()
    yield
    SHARED["seconds"] += cpu() - before


def start(item: pytest.Item) -> None:
    item.stash[STARTED] = cpu() - SHARED["seconds"]


def finish(item: pytest.Item) -> None:
    """Writes the cost, the test's id, and whether it is known to be dear, where the runner finds them."""
    spent = cpu() - SHARED["seconds"] - item.stash.get(STARTED, 0.0)
    item.user_properties += [("cpu", f"{spent:.2f}"), ("id", item.nodeid)]
    if any(item.get_closest_marker(mark) for mark in ("slow", "browser")):
        item.user_properties.append(("dear", "yes"))


def touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def said_once(item: pytest.Item) -> bool:
    """Whether one engine is enough: what a browser shows does not depend on it."""
    if item.get_closest_marker("both"):
        return False
    return any(item.get_closest_marker(mark) for mark in ("once", "browser"))


def people(names: Iterable[Any], *, again: Iterable[Any]) -> list[Any]:
    """``names`` (of people, or of other things that try the same) for ``parametrize``; the second engine sees only
    those in ``again``."""
    kept = set(again)
    return [pytest.param(name, marks=[] if name in kept else [pytest.mark.once]) for name in names]


def dear_first(items: list[pytest.Item]) -> None:
    """Where processes share the tests: the dear ones begin, so that all end at the same time."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not any(item.get_closest_marker(mark) for mark in ("slow", "browser")))


def share(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what the first engine's run has shown already: tests without a database, and those marked ``once``."""
    if os.environ.get("SECOND_ENGINE") != "1":
        return
    again = [item for item in items if touches_database(item) and not said_once(item)]
    kept = set(again)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = again
