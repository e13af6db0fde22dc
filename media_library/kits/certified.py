"""What a kit may hand out of what was put into it: things that two people signed, with the words that they signed.

The kit of a bulletin keeps words and digests of its certificate in its own rows. A kit made by hand keeps none: each
time the leave of the public (``PublicFile``) is asked, so that it loses what is withdrawn and renews what is corrected
in the same moment. Nothing here reads a word of an archive row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.message import Message
from cms.core.turkish import format_date
from media_library.access.selectors import certified
from media_library.kits.models import Kit, KitDocument, KitPart, KitPhoto, KitVideo
from media_library.metadata.fields import Fields
from media_library.metadata.outgoing import fields_of, outgoing_words
from media_library.models import File, Photo, PublicFile, Video
from media_library.rights.rules import Purpose
from media_library.rights.selectors import obstacles

KINDS: dict[str, tuple[type[KitPart], str]] = {
    "photo": (KitPhoto, "photo"),
    "video": (KitVideo, "video"),
    "file": (KitDocument, "document"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that may go out. ``position`` counts from 1 among its kind as it was put in, so that what is left out
    leaves its number free."""

    item: Any
    words: dict[str, Any]
    digests: dict[str, str]
    position: int
    with_original: bool = False

    @property
    def fields(self) -> Fields:
        """The words as they are written into the file."""
        return fields_of(self.words)

    @property
    def shown(self) -> dict[str, str]:
        """The words that stand beside the file, under the names of ``KitFile``."""
        names = {"caption": "caption", "credit": "credit", "terms": "usage_terms", "alt_text": "alt_text"}
        return {name: str(self.words.get(word, "")) for name, word in names.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """Live content that something of a hand-made kit was signed with."""

    headline: str
    number: str
    url: str

    def __str__(self) -> str:
        return f"{self.number} · {self.headline}" if self.number else self.headline


@dataclass(slots=True)
class Parts:
    """What of a kit may go out now; ``put_in`` counts each kind as it was put in, ``left_out`` what may not go."""

    photos: list[Part] = field(default_factory=list)
    videos: list[Part] = field(default_factory=list)
    documents: list[Part] = field(default_factory=list)
    put_in: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    leaves: list[PublicFile] = field(default_factory=list)

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind."""
        return {"photo": self.photos, "video": self.videos, "file": self.documents}[kind]

    def __bool__(self) -> bool:
        return bool(self.photos or self.videos or self.documents)


def parts_of(kit: Kit) -> Parts:
    """What ``kit`` may hand out at this moment: signed, in a hand-made kit still public, and by right usable today."""
    found = Parts()
    for kind, rows in _rows(kit):
        leaves = certified(kind, [row.item.pk for row in rows]) if kit.is_by_hand else {}
        blocked = _blocked(kind, [row.item.pk for row in rows])
        found.put_in[kind] = len(rows)
        for row in rows:
            words, digests = row.words, row.digests
            if kit.is_by_hand:
                leave = leaves.get(row.item.pk)
                words, digests = (leave.words, leave.digests) if leave else ({}, {})
            if not words or row.item.pk in blocked:
                found.left_out += 1
                continue
            found.of(kind).append(Part(row.item, words, digests, row.position, row.with_original))
            if kit.is_by_hand:
                found.leaves.append(leaves[row.item.pk])
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    item: Any
    words: dict[str, Any]
    digests: dict[str, str]
    position: int
    with_original: bool


def _rows(kit: Kit) -> Iterator[tuple[str, list[_Row]]]:
    for kind, (model, name) in KINDS.items():
        rows = model._default_manager.filter(kit=kit).select_related(name).order_by("sort_order", "pk")
        yield (
            kind,
            [
                _Row(getattr(row, name), row.words, row.digests, place, getattr(row, "with_original", False))
                for place, row in enumerate(rows, start=1)
            ],
        )


def _blocked(kind: str, ids: list[int]) -> set[int]:
    if kind == "file" or not ids:
        return set()
    found = obstacles(**{f"{kind}s": ids}, purposes=[Purpose.PRESS])  # type: ignore[arg-type]
    return {item.pk for item in found}


def parts_of_certificate(message: Message, files: Iterable[Mapping[str, Any]]) -> Parts:
    """What goes into the kit of ``message``: of the certificate's ``files`` the photos that the message names, in its
    order, and all videos and documents. Words and digests are the certificate's; what the content itself says of a
    photo or video takes the place of what the archive said.
    """
    entries: dict[str, dict[int, Mapping[str, Any]]] = {kind: {} for kind in KINDS}
    for entry in files:
        entries[entry["kind"]][int(entry["id"])] = entry
    said: dict[str, dict[int, dict[str, str]]] = {kind: {} for kind in KINDS}
    for picture in message.pictures:
        words = {"caption": picture.caption or picture.alt, "credit": picture.credit, "alt_text": picture.alt}
        said["photo"].setdefault(picture.image_id, words)
    for video in message.videos:
        words = {"caption": video.caption or video.title, "credit": video.credit}
        said["video"].setdefault(video.video_id, words)
    order = {
        "photo": [pk for pk in said["photo"] if pk in entries["photo"]],
        "video": sorted(entries["video"], key=lambda pk: (list(said["video"]) + [pk]).index(pk)),
        "file": sorted(entries["file"]),
    }
    found = Parts()
    for model, kind in ((Photo, "photo"), (Video, "video"), (File, "file")):
        items = model._default_manager.in_bulk(order[kind])
        there = [pk for pk in order[kind] if pk in items]
        found.put_in[kind] = len(there)
        for position, pk in enumerate(there, start=1):
            entry, own = entries[kind][pk], {name: text for name, text in said[kind].get(pk, {}).items() if text}
            digests = {name: value for name, value in entry.items() if name.endswith("sha256")}
            found.of(kind).append(Part(items[pk], signed_words(entry, items[pk]) | own, digests, position))
    return found


def signed_words(entry: Mapping[str, Any], item: Any) -> dict[str, Any]:
    """The words that a certificate froze of ``item``. One of the first format froze none: those of the archive at this
    moment, the publication, are kept."""
    return entry["words"] if "words" in entry else outgoing_words(item)


def sources_of(parts: Parts) -> list[Source]:
    """The live content that a hand-made kit's parts were signed with, each once, in the order of the parts."""
    found: dict[tuple[int, str], Source] = {}
    for leave in parts.leaves:
        key = (leave.content_type_id, leave.object_id)
        if key not in found and (content := _content(leave)) is not None:
            url = getattr(content, "full_url", None) or ""
            number = str(getattr(content, "number", "") or "")
            found[key] = Source(headline=str(getattr(content, "title", "")), number=number, url=url)
    return list(found.values())


def _content(leave: PublicFile) -> Any:
    model = leave.content_type.model_class()
    return model._base_manager.filter(pk=leave.object_id, live=True).first() if model else None


def title_of(kit: Kit, parts: Parts) -> str:
    """What the press reads as the title: a bulletin's headline; for a kit made by hand the one of the content that all
    of it was signed with, else the day on which the kit was made and what is in it."""
    if not kit.is_by_hand:
        return kit.title
    sources = sources_of(parts)
    if len(sources) == 1 and sources[0].headline:
        return str(sources[0])
    photos, videos, documents = (len(parts.of(kind)) for kind in KINDS)
    counted = [
        ngettext("%(count)d fotoğraf", "%(count)d fotoğraf", photos) % {"count": photos} if photos else "",
        ngettext("%(count)d video", "%(count)d video", videos) % {"count": videos} if videos else "",
        ngettext("%(count)d belge", "%(count)d belge", documents) % {"count": documents} if documents else "",
    ]
    words = {"day": format_date(kit.created_at), "things": ", ".join(filter(None, counted))}
    return _("Basın kiti · %(day)s, %(things)s") % words if words["things"] else _("Basın kiti")


def objections(*, photos: set[int], videos: set[int], files: set[int]) -> list[str]:
    """Why some of these may not be put into a kit made by hand because nobody signed them, a sentence each."""
    unsigned: list[Any] = []
    for model, kind, ids in ((Photo, "photo", photos), (Video, "video", videos), (File, "file", files)):
        unsigned += model._default_manager.filter(pk__in=ids - certified(kind, ids).keys()).order_by("pk")
    sentence = _(
        "“%(title)s” kite konamaz: yayındaki imzalı bir içerikte kullanılmıyor. Basına vermek için önce bir bültenle "
        "ya da galeriyle imzaya sunun."
    )
    return [sentence % {"title": item.title} for item in unsigned]
