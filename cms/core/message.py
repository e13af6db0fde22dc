"""What content says to the world, in one frozen value that every channel understands.

A page or snippet gives a :class:`Message` with ``to_message()``; ``publishing.dispatch`` stores it as JSON in its
rows (``as_payload`` / ``from_payload``) and the channels carry it. Nothing here knows a model.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from cms.core.text import clean, clean_html

# What stored messages call the videos: kits and deliveries are compared with them for good.
STORED_VIDEOS = "films"


class MessageKind(StrEnum):
    """Why this message goes out."""

    FIRST = "first"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class CleanWords:
    """Takes out of every string what no channel could carry; content that was signed long ago may hold it."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if type(value) is str:
                cleaned = clean_html(value) if field.name.endswith("_html") else clean(value)
                object.__setattr__(self, field.name, cleaned)


@dataclass(frozen=True, slots=True)
class Picture(CleanWords):
    """A photo that goes with the message. ``url`` and ``thumbnail_url`` are absolute."""

    image_id: int
    alt: str
    credit: str
    caption: str = ""
    url: str = ""
    thumbnail_url: str = ""


@dataclass(frozen=True, slots=True)
class MessageVideo(CleanWords):
    """A video of the archive that the message shows, with the words that stand beside it."""

    video_id: int
    title: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class SocialText(CleanWords):
    """The signed text for one network; ``network`` is a key of ``cms.core.networks.NETWORKS``."""

    network: str
    text: str
    image_id: int | None = None
    # What is said of a photo that the message does not show itself.
    image_alt: str = ""


@dataclass(frozen=True, slots=True)
class Contact(CleanWords):
    """Whom a journalist calls about the message."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Message(CleanWords):
    """One item, as it goes out.

    ``body_html`` holds only p, h2, h3, blockquote, ul, ol, li, a, strong, em, br, figure, img, figcaption and tables
    (caption, thead, tbody, tr, th, td) with absolute addresses; ``body_text`` is the same as plain text. ``date`` is
    ISO 8601 (event date), ``url`` absolute.
    ``lists`` are ids of ``contacts.DistributionList``.
    """

    headline: str
    summary: str
    body_html: str
    body_text: str
    url: str
    number: str = ""
    kind: MessageKind = MessageKind.FIRST
    department: str = ""
    place: str = ""
    date: str = ""
    contact: Contact = Contact()
    pictures: tuple[Picture, ...] = ()
    social: tuple[SocialText, ...] = ()
    note: str = ""
    send_email: bool = False
    lists: tuple[int, ...] = ()
    videos: tuple[MessageVideo, ...] = ()

    def as_payload(self) -> dict[str, Any]:
        """The message as JSON-ready dictionaries and lists."""
        payload = dataclasses.asdict(self)
        payload[STORED_VIDEOS] = payload.pop("videos")
        return payload

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Message:
        """The reverse of :meth:`as_payload`; raises ``KeyError``/``TypeError`` on a foreign payload."""
        values = dict(payload)
        values["kind"] = MessageKind(values["kind"])
        values["contact"] = Contact(**values["contact"])
        values["pictures"] = tuple(Picture(**picture) for picture in values["pictures"])
        values["social"] = tuple(SocialText(**text) for text in values["social"])
        values["lists"] = tuple(values["lists"])
        # Messages kept from before videos were named have none.
        values["videos"] = tuple(MessageVideo(**video) for video in values.pop(STORED_VIDEOS, ()))
        return cls(**values)


@runtime_checkable
class Dispatchable(Protocol):
    """Content that can leave the house. ``number`` is empty for kinds that carry none."""

    def to_message(self) -> Message: ...
