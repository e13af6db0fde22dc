"""What rooms above say of an event or an outlet; they add theirs when they are loaded.

``EVENT_LINKS``: buttons of an event's public page; ``EVENT_CARDS``: cards on its page in the office; ``OUTLET_LINES``:
what is known of an outlet, for whoever prepares a visit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from press_archive.agenda.announcements import Announcement
    from press_archive.agenda.models import PressEvent
    from press_archive.contacts.models import Outlet


@dataclass(frozen=True, slots=True)
class Link:
    """A button: its words, and where it leads."""

    label: str | _StrPromise
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outlet's file: when, what, how it was meant (a word), where it is read."""

    when: str
    text: str
    tone: str = ""
    url: str = ""


EVENT_LINKS: list[Callable[[Announcement], Link | None]] = []
EVENT_CARDS: list[Callable[[HttpRequest, PressEvent], SafeString | None]] = []
# Each gives a heading and the newest lines of it.
OUTLET_LINES: list[Callable[[Outlet], tuple[str, Sequence[Line]]]] = []


def links_of(announcement: Announcement) -> list[Link]:
    """The buttons of an event's public page."""
    return [link for ask in EVENT_LINKS if (link := ask(announcement)) is not None]


def file_of(outlet: Outlet) -> list[tuple[str, Sequence[Line]]]:
    """What rooms above know of ``outlet``, without headings that have nothing."""
    return [(heading, lines) for heading, lines in (ask(outlet) for ask in OUTLET_LINES) if lines]
