"""Readable colours: what text on the municipality's colours, and the colours as text, must look like.

Contrast after WCAG 2.2, "relative luminance" and success criterion 1.4.3 (4.5 : 1 for text).
"""

from __future__ import annotations

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
AA = 4.5
INK = "#16202a"
WHITE = "#ffffff"
BLACK = "#000000"


def checked(colour: str, fallback: str) -> str:
    """``colour`` when it is of the form ``#rrggbb``, else ``fallback``."""
    return colour.lower() if HEX.fullmatch(colour) else fallback


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, 0 (black) to 1 (white)."""
    channels = []
    for value in _channels(colour):
        share = value / 255
        channels.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """White or dark ink, whichever reads better on ``background``; black where neither is enough."""
    best = max((WHITE, INK), key=lambda text: contrast(text, background))
    # Of white and pure black one always has at least 4.58 : 1.
    return best if contrast(best, background) >= AA else BLACK


def mixed(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def as_text_on(colour: str, background: str, ratio: float = AA) -> str:
    """``colour`` itself, or so much darker that it has ``ratio`` against a light ``background``."""
    for step in range(21):
        candidate = mixed(colour, BLACK, step / 20)
        if contrast(candidate, background) >= ratio:
            return candidate
    return INK


def as_text_on_dark(colour: str, background: str, ratio: float = AA) -> str:
    """``colour`` itself, or so much lighter that it has ``ratio`` against a dark ``background``."""
    for step in range(21):
        candidate = mixed(colour, WHITE, step / 20)
        if contrast(candidate, background) >= ratio:
            return candidate
    return WHITE


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
