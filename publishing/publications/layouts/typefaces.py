"""How large words can be set: measured with the very fonts that print them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
FACES = {
    "black": "SourceSans3-Black.ttf",
    "semibold": "SourceSans3-Semibold.ttf",
    "sans": "SourceSans3-Regular.ttf",
    "display": "SourceSerif4Display-Bold.ttf",
    "fine": "SourceSerif4Display-Regular.ttf",
    "serif": "SourceSerif4-Regular.ttf",
}
CAPITAL = 0.66  # height of a capital as a part of the type size, in both families
EM = 1000


@cache
def _face(face: str) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / FACES[face], EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _wide(face: str, word: str) -> float:
    return float(_face(face).getlength(word)) / EM


def rows(text: str, face: str, size: float, width: float) -> int:
    """Rows that ``text`` takes in a box ``width`` wide, broken between words; both lengths in one unit."""
    space, count, used = _wide(face, " ") * size, 1, 0.0
    for word in text.split():
        own = _wide(face, word) * size
        if used and used + space + own > width:
            count, used = count + 1, own
        else:
            used += own + (space if used else 0)
    return count


def largest(text: str, face: str, width: float, height: float, leading: float = 1.06, most: float = 1e9) -> float:
    """The largest type size, at most ``most``, in which ``text`` stands in the box: no word wider than it."""
    words = text.split()
    if not words or width <= 0 or height <= 0:
        return most if most < 1e9 else max(height, 1.0)
    # A hundredth is left over: WeasyPrint shapes with kerning, this measures without.
    broadest = max(_wide(face, word) for word in words) * 1.02
    low, high = 0.0, min(most, width / broadest, height / leading)
    if rows(text, face, high, width * 0.985) * high * leading <= height:
        return high
    for _step in range(24):
        middle = (low + high) / 2
        fits = rows(text, face, middle, width * 0.985) * middle * leading <= height
        low, high = (middle, high) if fits else (low, middle)
    return low
