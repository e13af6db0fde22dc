"""The archive's words that go out with a photo, a video or a document, as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.turkish import format_moment
from media_library.models import DigitalSource, VideoKind

KIND_LABELS = {"photo": gettext_lazy("Fotoğraf"), "video": gettext_lazy("Video"), "file": gettext_lazy("Belge")}
# In the order in which a journalist meets them.
LABELS = {
    "headline": gettext_lazy("Başlık (basın için)"),
    "caption": gettext_lazy("Fotoğraf altı"),
    "credit": gettext_lazy("Kaynak"),
    "byline": gettext_lazy("Çeken"),
    "copyright": gettext_lazy("Telif bildirimi"),
    "usage_terms": gettext_lazy("Kullanım koşulları"),
    "alt_text": gettext_lazy("Alternatif metin"),
    "keywords": gettext_lazy("Etiketler"),
    "event": gettext_lazy("Etkinlik"),
    "city": gettext_lazy("Şehir"),
    "taken_at": gettext_lazy("Çekim zamanı"),
    "kind": gettext_lazy("Tür"),
    "digital_source_type": gettext_lazy("Dijital kaynak türü"),
    "ai_system": gettext_lazy("Yapay zekâ sistemi"),
    "ai_system_version": gettext_lazy("Yapay zekâ sisteminin sürümü"),
    "filename": gettext_lazy("Dosya adı"),
    "title": gettext_lazy("Arşivdeki adı"),
}
CHOICES: dict[str, Any] = {"kind": VideoKind, "digital_source_type": DigitalSource}


@dataclass(frozen=True, slots=True)
class WordLine:
    """One word of ``outgoing_words``: its ``name`` there, its Turkish ``label``, its ``text``."""

    name: str
    label: str
    text: str


def label_of(name: str) -> str:
    """What people call the word ``name``."""
    return str(LABELS.get(name, name))


def file_label(kind: str, pk: int) -> str:
    """A file without its words: "Fotoğraf no 12"."""
    return _("%(kind)s no %(pk)s") % {"kind": KIND_LABELS[kind], "pk": pk}


def lines_of(said: Mapping[str, Any]) -> list[WordLine]:
    """Every word of ``said``, in a fixed order."""
    order = {name: place for place, name in enumerate(LABELS)}
    return [
        WordLine(name, label_of(name), text_of(name, said[name]))
        for name in sorted(said, key=lambda name: (order.get(name, len(order)), name))
    ]


def text_of(name: str, value: Any) -> str:
    """``value`` of the word ``name``, as one reads it."""
    if isinstance(value, list):
        return ", ".join(value)
    if name == "taken_at":
        return format_moment(dt.datetime.fromisoformat(value))
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    return str(value)


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file with everything that goes out beside it. ``hint`` is what tells it from the others at a glance."""

    kind: str
    id: int
    label: str
    hint: str
    lines: list[WordLine]


def file_cards(files: Iterable[Mapping[str, Any]]) -> list[FileCard]:
    """The files of a snapshot or certificate, photos first."""
    order = list(KIND_LABELS)
    return [file_card(entry) for entry in sorted(files, key=lambda entry: (order.index(entry["kind"]), entry["id"]))]


def file_card(entry: Mapping[str, Any]) -> FileCard:
    """One file of a snapshot or certificate."""
    said: Mapping[str, Any] = entry.get("words", {})
    hint = said.get("filename") or said.get("headline") or said.get("title") or ""
    credit = said.get("credit") or said.get("byline") or ""
    return FileCard(
        kind=entry["kind"],
        id=entry["id"],
        label=file_label(entry["kind"], entry["id"]),
        hint=" · ".join(part for part in (hint, credit) if part),
        lines=lines_of(said),
    )
