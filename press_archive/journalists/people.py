"""What the house keeps of a member of the press, room by room.

Each room that keeps something of an account says so once, in its ``apps.ready()``: what of it the owner gets to see,
and what goes when the account goes. The rule for both: numbers and evidence stay, the person goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from press_archive.journalists.models import JournalistAccount

Export = Callable[[JournalistAccount], Any]
Forget = Callable[[JournalistAccount], None]


@dataclass(frozen=True, slots=True)
class Room:
    """``export`` gives plain values (dicts, lists, texts, numbers, days, moments) for the owner's page, JSON and PDF;
    an empty answer is left out. ``forget`` blanks or deletes, in the transaction that closes the account; ``label`` is
    the heading that the owner reads, in Turkish through gettext."""

    name: str
    export: Export
    forget: Forget
    label: Any = ""


ROOMS: dict[str, Room] = {}


def register(name: str, *, export: Export, forget: Forget, label: Any = "") -> None:
    """``name`` is the room's key in the JSON; one room, one name."""
    ROOMS[name] = Room(name, export, forget, label or name)


def exported(account: JournalistAccount) -> dict[str, Any]:
    """What every room keeps of ``account``, by its name."""
    return {room.name: kept for room in ROOMS.values() if (kept := room.export(account))}


def forget(account: JournalistAccount) -> None:
    """Every room lets go of ``account``; for the caller's transaction."""
    for room in ROOMS.values():
        room.forget(account)
