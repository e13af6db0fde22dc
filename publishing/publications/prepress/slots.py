"""How much too long or too short a text is for its place, asked of pages that WeasyPrint has laid out.

A slot is an element with ``data-slot``: a frame of fixed height, or columns that run to the page's foot. Letters that
lie beyond it are counted, and taken out, so that what is printed is never cut through or laid over something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NEAR = 1.0  # CSS pixels that roundings may be off


@dataclass(frozen=True, slots=True)
class Fit:
    """One slot: ``over`` characters too many, or ``empty`` lines. ``page`` is the printed page, from 1."""

    slot: str
    page: int
    over: int = 0
    empty: int = 0


def measured(document: Any, span: int, number: int) -> list[Fit]:
    """What fits on the ``span`` pages of ``document`` that are printed, and takes out of it what does not.

    A page too many has no place in the file; whoever takes ``document.pages[:span]`` leaves it behind.
    """
    whole: dict[str, str] = {}
    kept: dict[str, int] = {}
    empty: dict[str, float] = {}
    first: dict[str, int] = {}
    for place, page in enumerate(document.pages):
        box = page._page_box
        foot = box.position_y + box.margin_top + box.height
        for slot in _slots(box):
            key = slot.element.get("data-slot")
            first.setdefault(key, number + min(place, span - 1))
            whole.setdefault(key, "".join(slot.element.itertext()))
            if place >= span:
                continue
            columns = int(slot.element.get("data-columns") or 0)
            bottom = foot if columns and not slot.element.get("data-frame") else slot.position_y + slot.height
            _take_out(slot, bottom, slot.position_x + slot.width)
            kept[key] = kept.get(key, 0) + _letters(slot)
            empty[key] = _empty_lines(slot, max(1, columns), bottom)
        if place < span - 1 and place == len(document.pages) - 1:
            for key in empty:  # the pages that nothing reached
                empty[key] += (span - 1 - place) * _lines_of_page(box, document)
    fits = []
    for key, page_number in first.items():
        over = _missing(whole[key], kept.get(key, 0))
        fits.append(Fit(key, page_number, over, 0 if over else int(empty.get(key, 0))))
    return fits


def _missing(text: str, kept: int) -> int:
    """Characters of ``text`` that are not among the ``kept`` letters and digits: hyphens and signs that the layout adds
    are neither, and what WeasyPrint leaves out below a page has no line to be counted."""
    letters = sum(char.isalnum() for char in text)
    return round((letters - kept) / letters * len(" ".join(text.split()))) if kept < letters else 0


def _kids(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield getattr(child, "_box", child)


def _slots(box: Any) -> Iterator[Any]:
    for child in _kids(box):
        element = getattr(child, "element", None)
        if element is not None and element.get("data-slot") and type(child).__name__ != "LineBox":
            yield child
        else:
            yield from _slots(child)


def _lines(box: Any) -> Iterator[Any]:
    for child in _kids(box):
        if type(child).__name__ == "LineBox":
            yield child
        else:
            yield from _lines(child)


def _letters(box: Any) -> int:
    text = getattr(box, "text", None)
    if text is not None:
        return sum(char.isalnum() for char in text)
    return sum(_letters(child) for child in _kids(box))


def _take_out(box: Any, bottom: float, right: float) -> None:
    """Removes lines that begin right of the slot or end below it, and pictures there."""
    kept = []
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        if type(inner).__name__ == "LineBox":
            if inner.position_x > right - NEAR or inner.position_y + inner.height > bottom + NEAR:
                continue
        elif type(inner).__name__.endswith("ReplacedBox"):
            if inner.position_x > right - NEAR:
                continue
        else:
            _take_out(inner, bottom, right)
        kept.append(child)
    if getattr(box, "children", None) and len(kept) != len(box.children):
        box.children = kept


def _edges(box: Any) -> Iterator[tuple[float, float, float]]:
    """Left, bottom and height of each line and picture."""
    for child in _kids(box):
        if type(child).__name__ == "LineBox" or type(child).__name__.endswith("ReplacedBox"):
            yield child.position_x, child.position_y + child.margin_height(), child.margin_height()
        else:
            yield from _edges(child)


def _empty_lines(slot: Any, columns: int, bottom: float) -> float:
    edges = list(_edges(slot))
    heights = [height for _left, _low, height in edges]
    line = _usual(heights)
    wide = slot.width / columns
    lowest = [slot.position_y] * columns
    for left, low, _height in edges:
        at = min(columns - 1, max(0, int((left - slot.position_x + NEAR) / wide)))
        lowest[at] = max(lowest[at], low)
    return sum(max(0.0, bottom - low) // line for low in lowest)


def _lines_of_page(box: Any, document: Any) -> float:
    slots = [slot for page in document.pages for slot in _slots(page._page_box)]
    columns = max((int(slot.element.get("data-columns") or 1) for slot in slots), default=1)
    return columns * (box.height // _usual([line.height for slot in slots for line in _lines(slot)]))


def _usual(heights: list[float]) -> float:
    """The height that most lines have."""
    counted = Counter(round(height, 1) for height in heights)
    return counted.most_common(1)[0][0] if counted else 20.0
