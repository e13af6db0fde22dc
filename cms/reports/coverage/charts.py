"""Charts as plain SVG that templates draw: told apart by pattern and words, never by colour alone; nothing is loaded.

Coordinates are text, so that no template writes 1.000 for a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

WIDE, LEFT, RIGHT = 680, 200, 610
SPAN = RIGHT - LEFT
LONGEST_LABEL = 25
LETTER = 7.5  # how wide a letter of a label is, at most
NARROWEST_SAID = 14  # a part of a bar that is narrower says its number in the table alone
HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Fill:
    """What a bar is filled with: ``kind`` is its pattern (``solid``, ``hatched``, ``dotted``, ``empty``), drawn in
    ``colour`` on ``ground``. Colours as CSS writes them; no two fills of a chart have one pattern."""

    kind: str
    colour: str
    ground: str


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a chart: of its words, of what stands beside each other, of the tones."""

    text: str
    series: Sequence[Fill]
    tones: Sequence[Fill]


KINDS = ("solid", "hatched", "dotted", "empty")


def _fills(*colours: tuple[str, str]) -> list[Fill]:
    return [Fill(kind, *pair) for kind, pair in zip(KINDS, colours, strict=False)]


# On the screen: variables of ``coverage.css``, which follow the admin's theme.
SCREEN = Inks(
    "currentColor",
    _fills(*((f"var(--coverage-{name})", f"var(--coverage-{name}-ground)") for name in ("now", "before", "ago"))),
    _fills(*((f"var(--coverage-{name})", f"var(--coverage-{name}-ground)") for name in
             ("positive", "neutral", "negative", "unset"))),
)  # fmt: skip


def on_paper(primary: str) -> Inks:
    """The colours of the house's letterhead, whose main one is ``primary``; tones in green, grey and red."""
    primary = primary if HEX.fullmatch(primary) else "#16202a"
    return Inks(
        "#16202a",
        _fills((primary, primary), (primary, tint(primary, 0.22)), (primary, tint(primary, 0.06))),
        _fills(("#1e6b3c", "#1e6b3c"), ("#55606b", "#e3e7eb"), ("#8a1c13", "#f8dcd9"), ("#55606b", "#ffffff")),
    )


def tint(colour: str, share: float) -> str:
    """``colour`` (``#rrggbb``) on white, with ``share`` of it left."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with a number beside it."""

    x: str
    y: str
    width: str
    height: str
    fill: Fill
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
    """``title``: what it shows, above it; ``description``: all of it in words, for whoever does not see it. ``axis``:
    the line that its bars stand on (x, y, x, y). ``key`` is unique on the page."""

    key: str
    title: str
    description: str
    height: str
    bars: Sequence[Bar]
    labels: Sequence[Label]
    legend: Sequence[tuple[Fill, str]]
    text: str
    axis: tuple[str, str, str, str]
    anchor: str = "end"
    number_anchor: str = "start"
    width: str = str(WIDE)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def patterns(self) -> list[Fill]:
        """The fills that have to be drawn before they are used."""
        return list(dict.fromkeys(bar.fill for bar in self.bars if bar.fill.kind in ("hatched", "dotted")))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _bar(x: int, y: int, width: int, height: int, fill: Fill, text: Any, text_x: int, text_y: int) -> Bar:
    return Bar(str(x), str(y), str(width), str(height), fill, str(text), str(text_x), str(text_y))


def _axis(*ends: int) -> tuple[str, str, str, str]:
    x, y, other_x, other_y = map(str, ends)
    return x, y, other_x, other_y


def bars(key: str, title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], inks: Inks) -> Chart:
    """Lying bars: for each row one for each of ``series``, one below the other."""
    most = max((value for _name, values in rows for value in values), default=0) or 1
    thick, gap = 13, 14
    drawn, labels, y = [], [], 6
    for name, values in rows:
        labels.append(Label(str(LEFT - 10), str(y + thick * len(values) // 2 + 4), _short(name)))
        for place, value in enumerate(values):
            width = round(SPAN * value / most)
            fill = inks.series[place]
            drawn.append(_bar(LEFT, y, width, thick - 3, fill, value, LEFT + width + 6, y + thick - 4))
            y += thick
        y += gap
    said = "; ".join(f"{name}: {', '.join(map(str, values))}" for name, values in rows)
    description = _("Sırasıyla %(series)s. %(rows)s") % {"series": ", ".join(series), "rows": said}
    legend = list(zip(inks.series, series, strict=False))
    axis = _axis(LEFT, 0, LEFT, max(y - gap + 3, 6))
    return Chart(key, title, description, str(max(y, 20)), drawn, labels, legend, inks.text, axis)


def stacks(key: str, title: str, parts: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], inks: Inks) -> Chart:
    """One bar of equal length a row, divided into ``parts``, with the number of each above it."""
    thick, above, gap = 22, 16, 16
    drawn, labels, y = [], [], above
    for name, values in rows:
        labels.append(Label(str(LEFT - 10), str(y + thick // 2 + 5), _short(name)))
        whole, x = sum(values), LEFT
        for place, value in enumerate(values):
            if value:
                width = max(2, round(SPAN * value / whole))
                said = value if width >= NARROWEST_SAID else ""
                drawn.append(_bar(x, y, width, thick, inks.tones[place], said, x + width // 2, y - 4))
                x += width
        y += thick + gap + above
    said = "; ".join(
        f"{name}: {', '.join(f'{part} {value}' for part, value in zip(parts, values, strict=True))}"
        for name, values in rows
    )
    legend, axis = list(zip(inks.tones, parts, strict=False)), _axis(LEFT, 0, LEFT, y - gap - above + 4)
    return Chart(key, title, said, str(y - above), drawn, labels, legend, inks.text, axis, number_anchor="middle")


def columns(key: str, title: str, rows: Sequence[tuple[str, int]], inks: Inks) -> Chart:
    """Standing bars in their row, with the number above and the name below; where they would stand over each other only
    some names and no long numbers are written."""
    most = max((value for _name, value in rows), default=0) or 1
    step = (WIDE - 20) // max(1, len(rows))
    thick = min(70, max(6, step - 10))
    widest = max((len(name) for name, _value in rows), default=1) * LETTER
    every = max(1, -(-round(widest) // step))
    drawn, labels, tall = [], [], 130
    for place, (name, value) in enumerate(rows):
        height = round(tall * value / most)
        x = 10 + place * step + (step - thick) // 2
        middle = x + thick // 2
        said = value if len(str(value)) * LETTER <= step else ""
        drawn.append(_bar(x, 24 + tall - height, thick, height, inks.series[0], said, middle, 18 + tall - height))
        if place % every == 0:
            labels.append(Label(str(middle), str(24 + tall + 18), name))
    told = "; ".join(f"{name}: {value}" for name, value in rows)
    axis = _axis(4, 24 + tall, WIDE - 4, 24 + tall)
    high = str(tall + 52)
    return Chart(key, title, told, high, drawn, labels, [], inks.text, axis, anchor="middle", number_anchor="middle")
