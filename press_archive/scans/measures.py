"""From pixels to st×cm: how wide a page is on paper, and how many columns and centimetres a story fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from press_archive.clippings.models import MOST_CENTIMETRES, MOST_COLUMNS
from press_archive.scans.models import PaperPage
from press_archive.scans.words import Box

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Measure:
    """Columns and centimetres of a story; ``area`` is their product, st×cm."""

    columns: int
    centimetres: Decimal

    @property
    def area(self) -> Decimal:
        return self.columns * self.centimetres


def page_width(page: PaperPage) -> Decimal | None:
    """Centimetres from the left to the right of the page's picture: what somebody said, what the file says, or else
    what the columns of the outlet's künye add up to."""
    outlet = page.paper.outlet
    if page.paper.width_cm:
        return page.paper.width_cm
    if page.width_cm:
        return page.width_cm
    if outlet.page_columns and outlet.column_width:
        return (outlet.page_columns * outlet.column_width).quantize(TENTH)
    return None


def measure(boxes: Iterable[tuple[PaperPage, Box]]) -> Measure | None:
    """What the boxes of one story add up to; ``None`` while the page's or the column's width is not known.

    Each box has the columns that its width comes to, at least one, and the centimetres of its height. Several boxes are
    told as the columns of the widest and the height that gives the same area.
    """
    columns, area = 0, Decimal(0)
    for page, box in boxes:
        width, column = page_width(page), page.paper.outlet.column_width
        if not width or not column or not page.width:
            return None
        pixel = width / page.width
        own = max(1, int((box.width * pixel / column).quantize(Decimal(1), ROUND_HALF_UP)))
        columns, area = max(columns, own), area + own * box.height * pixel
    if not columns:
        return None
    centimetres = (area / columns).quantize(TENTH, ROUND_HALF_UP)
    if columns > MOST_COLUMNS or not TENTH <= centimetres <= MOST_CENTIMETRES:
        return None
    return Measure(columns, centimetres)
