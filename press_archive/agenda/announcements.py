"""What an announcement says: plain values taken of the signed row once, kept with the version, shown to strangers.

``values_of`` takes them, ``Announcement`` reads them. Page, calendar, invitation and letters are made of these alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.core.turkish import capitalize, format_date, format_moment, slugify
from press_archive.agenda.words import Change, Kind

WORDS = (
    "title", "kind", "place", "address", "entrance_note", "host", "organiser", "contact_name", "contact_phone", "text",
    "topics", "notes", "stream_url", "zones", "capacity", "needs_accreditation", "is_listed",
)  # fmt: skip
MOMENTS = ("starts_at", "ends_at", "doors_at", "answer_until", "accreditation_until")


def values_of(event: Any) -> dict[str, Any]:
    """The words of ``event`` as JSON values."""
    said: dict[str, Any] = {name: getattr(event, name) for name in WORDS}
    for name in MOMENTS:
        at = getattr(event, name)
        said[name] = at.astimezone(dt.UTC).isoformat() if at else None
    said["map_photo"] = event.map_photo_id
    return said


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


@dataclass(frozen=True, slots=True)
class Announcement:
    """One version of an event, as it was signed. ``pk``: the event's; ``change``: what this version did."""

    pk: int
    said: dict[str, Any]
    sequence: int = 0
    change: str = Change.ANNOUNCED
    uid: str = ""
    at: dt.datetime | None = None
    is_full: bool = False
    is_moved: bool = False

    def __getattr__(self, name: str) -> Any:
        if name in WORDS:
            return self.said.get(name)
        raise AttributeError(name)

    def moment(self, name: str) -> dt.datetime | None:
        """One of ``MOMENTS``."""
        value = self.said.get(name)
        return parse_datetime(value) if value else None

    @property
    def starts_at(self) -> dt.datetime:
        return self.moment("starts_at") or timezone.now()

    @property
    def ends_at(self) -> dt.datetime:
        return self.moment("ends_at") or self.starts_at

    @property
    def doors_at(self) -> dt.datetime | None:
        return self.moment("doors_at")

    @property
    def answer_until(self) -> dt.datetime:
        """Until when an answer is taken: the day that was signed, else the beginning."""
        return self.moment("answer_until") or self.starts_at

    @property
    def accreditation_until(self) -> dt.datetime | None:
        return self.moment("accreditation_until")

    @property
    def map_photo_id(self) -> int | None:
        """The photo of the way in, by number."""
        return self.said.get("map_photo")

    @property
    def kind_name(self) -> str:
        """Its kind with a capital."""
        kind = self.said.get("kind", "")
        return capitalize(str(Kind(kind).label)) if kind in Kind.values else ""

    @property
    def topic_list(self) -> list[str]:
        return _lines(self.said.get("topics") or "")

    @property
    def zone_list(self) -> list[str]:
        return _lines(self.said.get("zones") or "")

    @property
    def is_cancelled(self) -> bool:
        return self.change == Change.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_past(self) -> bool:
        """Whether its last day is over: what a page says that is kept for a day."""
        return timezone.localdate(self.ends_at) < timezone.localdate()

    @property
    def where(self) -> str:
        """Place and address on one line."""
        return ", ".join(part for part in (self.said.get("place"), self.said.get("address")) if part)

    @property
    def when(self) -> str:
        """``4 Aralık 2026 10.00–11.30``; both days where it is longer."""
        begin, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        if begin.date() == end.date():
            return f"{format_date(begin)} {begin:%H.%M}–{end:%H.%M}"
        return f"{format_moment(begin)} – {format_moment(end)}"

    @property
    def public_path(self) -> str:
        """Where its page stands."""
        return path_of(self.pk, str(self.said.get("title") or ""))


def path_of(pk: int, title: str) -> str:
    """The address of an event's page."""
    return reverse("agenda_event", args=[pk, slugify(title)[:60].strip("-") or "etkinlik"])


def draft(event: Any) -> Announcement:
    """What ``event``, which nobody has signed yet, would say."""
    return Announcement(event.pk or 0, values_of(event))
