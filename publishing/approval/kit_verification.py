"""Whether press kits hold what was certified: their rows, their words and their bytes, for ``verify_evidence``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from media_library.kits.certified import KINDS, Part, Parts, parts_of, parts_of_certificate
from media_library.kits.models import FileRole, Kit, KitFile, KitState
from media_library.kits.plan import recipes_of
from publishing.approval import selectors, words

# What the kit's texts say of the bulletin; addresses follow the sizes of the day and are no words.
SAID = ("headline", "summary", "body_text", "number", "department", "place", "date", "contact", "note")
LABELS = {"caption": "caption", "credit": "credit", "terms": "usage_terms", "alt_text": "alt_text"}
SLICE = 1 << 20


def kit_faults() -> Iterator[tuple[str, str]]:
    """Kits that strangers can open and that hold, say or hand out anything else than what was signed."""
    for kit in Kit.objects.exclude(state=KitState.CLOSED).order_by("pk").iterator(chunk_size=100):
        for reason in _of_content(kit) if not kit.is_by_hand else _of_files(kit, parts_of(kit)):
            yield _("basın kiti: %(title)s") % {"title": kit.title or kit.pk}, reason


def _of_content(kit: Kit) -> Iterator[str]:
    model = kit.content_type.model_class() if kit.content_type else None
    content = model._base_manager.filter(pk=kit.object_id, live=True).first() if model else None
    certificate = selectors.certificate_of(content) if content is not None else None
    if content is None or certificate is None:
        yield _("imzalı ve yayında olan bir içeriği yok")
        return
    message = content.to_message()
    said, kept = message.as_payload(), kit.message
    if kit.title != message.headline[:255] or any(kept.get(name) != said[name] for name in SAID):
        yield _("kitin metni imzalanan değil")
    parts = parts_of_certificate(message, certificate.files)
    yield from _of_rows(kit, parts, worded=all("words" in entry for entry in certificate.files))
    yield from _of_files(kit, parts)


def _of_rows(kit: Kit, parts: Parts, *, worded: bool) -> Iterator[str]:
    for kind, (model, name) in KINDS.items():
        rows = {getattr(row, f"{name}_id"): row for row in model._default_manager.filter(kit=kit)}
        signed = {part.item.pk: part for part in parts.of(kind)}
        if stray := rows.keys() - signed.keys():
            yield _("kitte imzalanmamış dosya var: %(files)s") % {"files": _named(kind, stray)}
        if other := {pk for pk in rows.keys() & signed.keys() if worded and rows[pk].words != signed[pk].words}:
            yield _("kitteki sözler imzalananlar değil: %(files)s") % {"files": _named(kind, other)}
        if other := {pk for pk in rows.keys() & signed.keys() if rows[pk].digests != signed[pk].digests}:
            yield _("kitteki dosya özetleri imzalananlar değil: %(files)s") % {"files": _named(kind, other)}


def _of_files(kit: Kit, parts: Parts) -> Iterator[str]:
    """The files that were made, as far as they are handed out. Those that an earlier release made have another recipe
    and fewer words beside them; of a kit made by hand they are not handed out."""
    if kit.state != KitState.READY:
        return
    signed: dict[tuple[str, int], Part] = {(kind, part.item.pk): part for kind in KINDS for part in parts.of(kind)}
    wanted = recipes_of(kit, parts)
    for row in KitFile.objects.filter(kit=kit).order_by("position", "pk"):
        key = next(((kind, pk) for kind, pk in _items(row) if pk is not None), None)
        part = signed.get(key) if key else None
        earlier = row.recipe not in wanted
        if kit.is_by_hand and (earlier or (key and part is None)):
            continue
        if key and part is None:
            yield _("%(file)s: imzalanandan başka bir şeyden yapılmış") % {"file": row.name}
            continue
        shown: dict[str, Any] = part.shown if part else dict.fromkeys(LABELS, "")
        said = {name: getattr(row, name) for name in shown}
        if other := [
            words.label_of(LABELS[name])
            for name, text in shown.items()
            if said[name] != text and not (earlier and not said[name])
        ]:
            yield _("%(file)s: yanında duran sözler imzalananlar değil (%(words)s)") % {
                "file": row.name,
                "words": ", ".join(sorted(map(str, other))),
            }
        if part and row.role == FileRole.DOCUMENT and row.sha256 != part.digests.get("sha256"):
            yield _("%(file)s: dosya imzalanan değil") % {"file": row.name}
        elif (actual := _digest(row.stored_name)) and actual != row.sha256:
            yield _("%(file)s: depodaki dosya yapıldığı gibi değil") % {"file": row.name}


def _items(row: KitFile) -> tuple[tuple[str, int | None], ...]:
    return ("photo", row.photo_id), ("video", row.video_id), ("file", row.document_id)


def _digest(name: str) -> str:
    """The SHA-256 of a stored file; empty when the store does not have it: then nobody gets it either."""
    found = hashlib.sha256()
    try:
        with default_storage.open(name, "rb") as stream:
            while data := stream.read(SLICE):
                found.update(data)
    except OSError:
        return ""
    return found.hexdigest()


def _named(kind: str, pks: Any) -> str:
    return ", ".join(words.file_label(kind, pk) for pk in sorted(pks))
