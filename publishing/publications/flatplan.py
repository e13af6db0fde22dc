"""The flat plan of an issue as screens show it: printed pages with their pictures, their words, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing.publications import designs
from publishing.publications.layouts.catalogue import LAYOUTS
from publishing.publications.models import Issue, Making, RenderedFile, Rendering


@dataclass(frozen=True, slots=True)
class Tile:
    """One page (or several, where its text runs on) of the plan. ``place`` counts tiles from 0, ``first`` and ``last``
    printed pages from 1."""

    place: int
    first: int
    last: int
    layout: str
    section: str
    headlines: list[str]
    picture: RenderedFile | None = None
    zoom: RenderedFile | None = None
    told: list[str] = field(default_factory=list)
    is_over: bool = False


def digest_or_none(draft: Issue) -> str | None:
    """The digest of the design of ``draft``; ``None`` where nothing can be drawn yet."""
    try:
        return designs.digest_of(draft)
    except designs.NotDrawable:
        return None


def plan_of(draft: Issue, rendering: Rendering | None) -> list[Tile]:
    """The tiles of ``draft``, with the pictures of ``rendering``, which need not be of the same words."""
    made = rendering is not None and rendering.state == Making.DONE
    stored = {row.name: row for row in rendering.files.all()} if rendering is not None and made else {}
    fits: dict[int, list[Any]] = {}
    for fit in rendering.fits if rendering is not None and made else []:
        fits.setdefault(fit["page"], []).append(fit)
    tiles: list[Tile] = []
    first = 1
    for place, block in enumerate(draft.plan):
        span = block.value["span"] or 1
        layout = LAYOUTS.get(block.value["layout"])
        here = [fit for number in range(first, first + span) for fit in fits.get(number, [])]
        tiles.append(
            Tile(
                place, first, first + span - 1, str(layout.label) if layout else block.value["layout"],
                block.value["section"] or "",
                [story["headline"] for story in block.value["stories"] if story["headline"]][:4],
                stored.get(f"page-{first:03d}.jpg"), stored.get(f"zoom-{first:03d}.jpg"),
                [words_of(fit) for fit in here if fit["over"] or fit["empty"]], any(fit["over"] for fit in here),
            )
        )  # fmt: skip
        first += span
    return tiles


def words_of(fit: dict[str, Any]) -> str:
    """``38 karakter fazla``, ``4 satır boş``."""
    if fit["over"]:
        return _("%(count)d karakter fazla") % {"count": fit["over"]}
    return _("%(count)d satır boş") % {"count": fit["empty"]}


def warnings(draft: Issue) -> list[str]:
    """What the plan itself lacks, before anything is drawn."""
    found: list[str] = []
    if draft.format is None:
        return [_("Ölçü seçilmemiş.")]
    pages = sum(block.value["span"] or 1 for block in draft.plan)
    multiple = draft.format.pages_multiple
    if pages % multiple:
        found.append(
            _("%(pages)d sayfa var; bu ölçüde sayfa sayısı %(multiple)d’in katı olmalı: %(lack)d sayfa daha ekleyin.")
            % {"pages": pages, "multiple": multiple, "lack": multiple - pages % multiple}
        )
    return found
