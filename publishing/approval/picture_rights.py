"""Whether the photos and videos of content may be used for what the content will be."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from media_library.models import LegalBasis, Photo, Video
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from publishing.approval.acts import Reading, files_kept
from publishing.approval.embargo import embargo_errors
from publishing.approval.files import used_files

KINDS = ("photo", "video")
MODELS: dict[str, Any] = {"photo": Photo, "video": Video}


def rights_errors(content: Any, *, lock: bool = False) -> list[str]:
    """A sentence for each photo and video of ``content`` that may not be used today for what the content says, or that
    other content keeps under embargo.

    With ``lock`` none of them can be taken down before the transaction ends: what is published here is found there.
    """
    by_purposes: dict[tuple[Purpose, ...], dict[str, set[int]]] = defaultdict(lambda: {kind: set() for kind in KINDS})
    for kind, pk in set(used_files(content)):
        if kind in KINDS:
            by_purposes[purposes_of(content, pk if kind == "photo" else None)][kind].add(pk)
    found: dict[Photo | Video, list[str]] = {}
    for purposes, ids in sorted(by_purposes.items()):
        rows = _kept(ids)
        found |= rights.obstacles(photos=ids["photo"], videos=ids["video"], purposes=purposes, lock=lock, rows=rows)
    return rights.sentences(found) + embargo_errors(content)


def _kept(ids: dict[str, set[int]]) -> dict[type, dict[int, Any]] | None:
    """The rows of these pictures that the act has locked and read, or ``None``."""
    kept = files_kept((kind, pk) for kind in KINDS for pk in ids[kind])
    if kept is None:
        return None
    return {MODELS[kind]: {pk: kept[kind, pk] for pk in ids[kind]} for kind in KINDS}


def locked_rights_errors(reading: Reading) -> list[str]:
    """:func:`rights_errors` of what was read, with its pictures locked; asked once, as they stay so until the end."""
    return reading.errors("rights", lambda: rights_errors(reading.content, lock=True))


def purposes_of(content: Any, photo_id: int | None) -> tuple[Purpose, ...]:
    """What ``content`` will use this photo (or its videos) for; the website when it does not say."""
    ask = getattr(content, "media_purposes", None)
    return tuple(Purpose(name) for name in ask(photo_id)) if ask else (Purpose.WEB,)


def unset_basis(content: Any) -> list[str]:
    """A sentence for each photo and video of ``content`` of which nobody has said why it may be shown (KVKK art. 5).

    It is told to whoever submits and to both who sign; with ``PICTURES_NEED_LEGAL_BASIS`` it refuses both.
    """
    used = set(used_files(content))
    found: list[str] = []
    for kind in KINDS:
        if ids := [pk for one, pk in used if one == kind]:
            rows = MODELS[kind]._base_manager.filter(pk__in=ids, legal_basis=LegalBasis.UNSET).order_by("pk")
            found += [
                _("“%(title)s”: hukuki dayanağı belirlenmedi.") % {"title": title}
                for title in rows.values_list("title", flat=True)
            ]
    return found
