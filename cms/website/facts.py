"""What a process remembers of what is public, for as long as nothing public has changed: the frame of every page, how
much a list holds, what it can be narrowed to.

It belongs to one generation (:mod:`cms.website.generation`), which every page asks for before it is made, so that a
change in any process is seen on the next page of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")

MOST = 2000


class _Memory:
    """The generation that this process met last, and what was made in it; always of one another."""

    held: tuple[int, dict[Hashable, Any]] = (-1, {})


def remembered(generation: int, key: Hashable, make: Callable[[], Value]) -> Value:
    """What ``make`` gave in ``generation``, which was read before. Threads share it: nobody changes it."""
    held, values = _Memory.held
    if held != generation or len(values) >= MOST:
        values = {}
        _Memory.held = (generation, values)
    if key not in values:
        values[key] = make()
    found: Value = values[key]
    return found


def forget() -> None:
    """As in a process that has just begun."""
    _Memory.held = (-1, {})
