"""What stands around a public entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The public entry before or after another, or one of the same group; ``at``: when it was published."""

    title: str
    path: str
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together under a ``name``: the newest of them, and where all stand; ``more``: whether there
    are others."""

    title: str
    name: str
    path: str
    entries: Sequence[Neighbour]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around an entry; ``related`` are lines, to be asked for with their cards."""

    earlier: Neighbour | None
    later: Neighbour | None
    related: models.QuerySet[Any]
    group: Group | None = None
