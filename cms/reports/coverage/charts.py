"""Charts as plain SVG that templates draw: told apart by pattern and words, never by colour alone; nothing is loaded.

Coordinates are text, so that no template writes 1.000 for a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

WIDE, LEFT, RIGHT = 680, 200, 610
SPAN = RIGHT - LEFT
LONGEST_LABEL = 30
# What a bar is filled with, by its place among those beside it.
FILLS = ("solid", "hatched", "dotted", "empty")


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with a number beside it."""

    x: str
    y: str
    width: str
    height: str
    fill: str
    text: str
    text_x: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``description``: all of it in words, for whoever does not see it. ``key`` is unique on the page."""

    key: str
    title: str
    description: str
    height: str
    bars: Sequence[Bar]
    labels: Sequence[Label]
    legend: Sequence[tuple[str, str]]
    ink: str
    anchor: str = "end"
    width: str = str(WIDE)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _bar(x: int, y: int, width: int, height: int, fill: str, text: Any, text_x: int, text_y: int) -> Bar:
    return Bar(str(x), str(y), str(width), str(height), fill, str(text), str(text_x), str(text_y))


def bars(key: str, title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], ink: str) -> Chart:
    """Lying bars: for each row one for each of ``series``, one below the other."""
    most = max((value for _name, values in rows for value in values), default=0) or 1
    thick, gap = 11, 12
    drawn, labels, y = [], [], 6
    for name, values in rows:
        labels.append(Label(str(LEFT - 8), str(y + thick * len(values) // 2 + 5), _short(name)))
        for place, value in enumerate(values):
            width = round(SPAN * value / most)
            drawn.append(_bar(LEFT, y, width, thick - 2, FILLS[place], value, LEFT + width + 6, y + thick - 2))
            y += thick
        y += gap
    said = "; ".join(f"{name}: {', '.join(map(str, values))}" for name, values in rows)
    description = _("Sırasıyla %(series)s. %(rows)s") % {"series": ", ".join(series), "rows": said}
    legend = list(zip(FILLS, series, strict=False))
    return Chart(key, title, description, str(max(y, 20)), drawn, labels, legend, ink)


def stacks(key: str, title: str, parts: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], ink: str) -> Chart:
    """One bar of equal length a row, divided into ``parts``."""
    thick, gap = 30, 14
    drawn, labels, y = [], [], 6
    for name, values in rows:
        labels.append(Label(str(LEFT - 8), str(y + thick // 2 + 5), _short(name)))
        whole, x = sum(values), LEFT
        for place, value in enumerate(values):
            if value:
                width = max(2, round(SPAN * value / whole))
                drawn.append(_bar(x, y, width, thick, FILLS[place], "", 0, 0))
                x += width
        y += thick + gap
    said = "; ".join(
        f"{name}: {', '.join(f'{part} {value}' for part, value in zip(parts, values, strict=True))}"
        for name, values in rows
    )
    return Chart(key, title, said, str(y), drawn, labels, list(zip(FILLS, parts, strict=False)), ink)


def columns(key: str, title: str, rows: Sequence[tuple[str, int]], ink: str) -> Chart:
    """Standing bars in their row, with the number above and the name below."""
    most = max((value for _name, value in rows), default=0) or 1
    step = (WIDE - 20) // max(1, len(rows))
    thick = min(70, max(6, step - 10))
    drawn, labels, tall = [], [], 130
    for place, (name, value) in enumerate(rows):
        height = round(tall * value / most)
        x = 10 + place * step + (step - thick) // 2
        drawn.append(_bar(x, 24 + tall - height, thick, height, FILLS[0], value, x + thick // 2, 18 + tall - height))
        labels.append(Label(str(x + thick // 2), str(24 + tall + 16), name))
    said = "; ".join(f"{name}: {value}" for name, value in rows)
    return Chart(key, title, said, str(tall + 50), drawn, labels, [], ink, anchor="middle")
