"""What the files of a kit will be: names, order, words. Pure: the worker makes them of it, signers read it before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from media_library.kits import copies, names, texts
from media_library.kits.certified import Part, Parts
from media_library.kits.models import FileRole, Kit

TEXTS = {".docx": texts.as_docx, ".txt": texts.as_text, ".pdf": texts.as_pdf}


@dataclass(frozen=True, slots=True)
class Planned:
    """One file to come under ``name``, its path in the zip. ``recipe`` says how a copy is made; without one it is a
    text (``suffix`` tells which) or a document, which goes out as it is."""

    role: FileRole
    name: str
    suffix: str
    part: Part | None = None
    recipe: copies.Recipe | None = None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def last_name(self) -> str:
        """The name without the zip's folder."""
        return self.name.rpartition("/")[2]

    @property
    def caption(self) -> str:
        return self.words.get("caption", "")

    @property
    def credit(self) -> str:
        return self.words.get("credit", "")

    @property
    def terms(self) -> str:
        return self.words.get("terms", "")

    @property
    def alt_text(self) -> str:
        return self.words.get("alt_text", "")

    @property
    def item(self) -> Any:
        """The photo, video or document; ``None`` for a text."""
        return self.part.item if self.part else None


def planned_files(parts: Parts, *, stem: str, with_texts: bool) -> list[Planned]:
    """The files of a kit that holds ``parts``, in their order, no two with the same name."""
    taken = {names.CAPTIONS}
    return [
        Planned(role, names.in_folder(role, name, taken), suffix, part, recipe, part.shown if part else {})
        for role, name, suffix, part, recipe in _rows(parts, stem, with_texts)
    ]


def _rows(
    parts: Parts, stem: str, with_texts: bool
) -> Iterator[tuple[FileRole, str, str, Part | None, copies.Recipe | None]]:
    if with_texts:
        for suffix in TEXTS:
            yield FileRole.TEXT, f"{stem}{suffix}", suffix, None, None
    for role, copy_of in ((FileRole.WEB, copies.web_copy), (FileRole.ORIGINAL, copies.original_copy)):
        for part in parts.photos:
            copy = copy_of(part)
            yield role, names.numbered(stem, part.position, parts.put_in["photo"], copy.suffix), copy.suffix, part, copy
    for part in parts.videos:
        for copy in copies.video_copies(part):
            name = names.numbered(stem, part.position, parts.put_in["video"], copy.suffix)
            yield FileRole.VIDEO, name, copy.suffix, part, copy
    for part in parts.documents:
        yield FileRole.DOCUMENT, names.document_name(str(part.words.get("filename", ""))), "", part, None


def recipe_of(kit: Kit, plan: Planned) -> str:
    """The digest of everything that the file is made of."""
    if plan.recipe is not None:
        return plan.recipe.recipe
    if plan.part is not None:
        return digest("document", plan.item.file.name, plan.part.digests, plan.name)
    return digest("text", copies.EDITION, plan.suffix, kit.message, kit.letterhead, kit.version or 1)


def recipes_of(kit: Kit, parts: Parts) -> set[str]:
    """The recipes of all files that ``kit`` should hold now."""
    planned = planned_files(parts, stem=names.stem_of(kit), with_texts=bool(kit.message))
    return {recipe_of(kit, plan) for plan in planned}


def digest(*parts: Any) -> str:
    """SHA-256 (hex) of what a file is made of."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
