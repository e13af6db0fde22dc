"""The kit that content will have, for those who sign it: the plan that the worker builds by. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.message import Message
from media_library.kits import names, texts
from media_library.kits.certified import Part, parts_of_certificate
from media_library.kits.models import FileRole
from media_library.kits.plan import Planned, planned_files

# What is written into a file beside what stands under it on the page, by the names of ``outgoing_words``.
WRITTEN = {
    "headline": gettext_lazy("Başlık"),
    "byline": gettext_lazy("Fotoğrafçı"),
    "copyright": gettext_lazy("Telif"),
    "keywords": gettext_lazy("Etiketler"),
    "city": gettext_lazy("Şehir"),
    "event": gettext_lazy("Etkinlik"),
    "digital_source_type": gettext_lazy("Dijital kaynak türü"),
    "ai_system": gettext_lazy("Yapay zekâ sistemi"),
    "ai_system_version": gettext_lazy("Yapay zekâ sisteminin sürümü"),
}


@dataclass(frozen=True, slots=True)
class KitPreview:
    """What the kit will hold: its files in their order, ``captions.txt`` and the bulletin's text as text."""

    files: tuple[Planned, ...]
    captions: str
    text: str

    def things(self) -> Iterator[tuple[Part, list[Planned]]]:
        """Every photo, video and document once, with the files that are made of it."""
        found: dict[int, tuple[Part, list[Planned]]] = {}
        for plan in self.files:
            if plan.part is not None:
                found.setdefault(id(plan.part), (plan.part, []))[1].append(plan)
        yield from found.values()


def preview_of(
    message: Message, files: Iterable[Mapping[str, Any]], letterhead: dict[str, str], *, version: int = 1
) -> KitPreview:
    """The kit of ``message`` with a certificate's ``files`` (or what a certificate would say of them).

    A bulletin gets its number when it is published; until then the files' names begin with a word in its place.
    """
    parts = parts_of_certificate(message, files)
    stem = names.stem(message.number or _("numara"), message.headline[:255])
    planned = planned_files(parts, stem=stem, with_texts=True)
    pictures = [plan for plan in planned if plan.role not in (FileRole.TEXT, FileRole.DOCUMENT)]
    return KitPreview(
        files=tuple(planned),
        captions=texts.captions(pictures).decode("utf-8-sig"),
        text=texts.as_text(message, letterhead, version).decode("utf-8-sig"),
    )


def preview_page(message: Message, files: Iterable[Mapping[str, Any]], letterhead: dict[str, str], version: int) -> str:
    """:func:`preview_of` as a whole HTML document."""
    preview = preview_of(message, files, letterhead, version=version)
    pictures = {picture.image_id: picture for picture in reversed(message.pictures)}
    rows = [
        {
            "part": part,
            "plans": plans,
            "picture": pictures.get(part.item.pk) if plans[0].role in (FileRole.WEB, FileRole.ORIGINAL) else None,
            "written": [(label, _said(part.words[name])) for name, label in WRITTEN.items() if part.words.get(name)],
        }
        for part, plans in preview.things()
    ]
    context = {
        "message": message, "preview": preview, "rows": rows, "texts": [p for p in preview.files if p.part is None],
        "correction": texts.correction_of(message, version), "contact": texts.contact_lines(message),
        "letterhead": letterhead, "captions_name": names.CAPTIONS,
    }  # fmt: skip
    return render_to_string("kits/preview.html", context)


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
