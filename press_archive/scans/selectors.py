"""What is asked about scanned papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from press_archive.scans import measures
from press_archive.scans.models import Cut, PageState, Paper, PaperPage


def papers() -> QuerySet[Paper]:
    """Every paper, the newest first, with how many pages it has, how many are read, and what was cut."""
    rows = Paper.objects.select_related("outlet", "created_by").annotate(
        page_count=Count("pages", distinct=True),
        read_count=Count("pages", distinct=True, filter=Q(pages__state__in=(PageState.READ, PageState.FAILED))),
        cut_count=Count("pages__cuts__clipping", distinct=True),
    )
    return rows.order_by("-published_on", "-pk")


def pages_of(paper: Paper) -> list[PaperPage]:
    """The pages in their order, without their words."""
    rows = list(paper.pages.defer("words").order_by("number", "pk"))
    for row in rows:
        row.paper = paper
    return rows


def cuts_on(page: PaperPage) -> list[Cut]:
    """What was cut out of a page."""
    return list(page.cuts.select_related("clipping").defer("clipping__text"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a paper has come. ``files``: how many are still to be opened."""

    files: int
    total: int
    drawn: int
    done: int

    @property
    def is_over(self) -> bool:
        return not self.files and self.done == self.total


def progress_of(paper: Paper, pages: list[PaperPage]) -> Progress:
    """As the screen shows it."""
    waiting = paper.files.filter(pages=None, fault="").count()
    drawn = sum(page.state in (PageState.DRAWN, PageState.READ, PageState.FAILED) for page in pages)
    done = sum(page.state in (PageState.READ, PageState.FAILED) for page in pages)
    return Progress(waiting, len(pages), drawn, done)


def told(page: PaperPage) -> dict[str, Any]:
    """What the scissors have to know of a page; ``pixel``: centimetres of one of its pixels, 0 when unknown."""
    width = measures.page_width(page)
    return {
        "id": page.pk, "width": page.width or 0, "height": page.height or 0,
        "pixel": float(width / page.width) if width and page.width else 0, "read": page.state == PageState.READ,
    }  # fmt: skip
