"""How long a reply may be. Law no. 5187 art. 14: no longer than what it answers; where that has less than twenty lines,
or is a picture or cartoon, thirty lines at most. Law no. 6112 art. 18 names no length.

A line is what stands in one line of the outlet's column; the numbers belong to the clock, the width to the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from press_archive.replies.models import Clock


@dataclass(frozen=True, slots=True)
class Measure:
    """``lines`` of the reply, ``most`` that it may have. ``None``: not known, or (``is_limited`` no) not asked."""

    lines: int
    most: int | None
    is_limited: bool

    @property
    def is_known(self) -> bool:
        """Whether it can be told at all."""
        return not self.is_limited or self.most is not None

    @property
    def fits(self) -> bool:
        """Whether the reply is short enough."""
        return not self.is_limited or (self.most is not None and self.lines <= self.most)


def lines_of(text: str, line_length: int) -> int:
    """How many lines ``text`` takes, each paragraph beginning anew."""
    paragraphs = [one.strip() for one in text.splitlines() if one.strip()]
    return sum(-(-len(one) // line_length) for one in paragraphs)


def most_lines(clock: Clock, original_lines: int | None, *, is_picture: bool) -> int | None:
    """How many lines the reply may have at most; ``None`` where nobody has said how long the original is."""
    if is_picture:
        return clock.short_limit
    if original_lines is None:
        return None
    return clock.short_limit if original_lines < clock.short_below else original_lines


def measure(
    clock: Clock | None, text: str, *, original_lines: int | None, line_length: int, is_picture: bool
) -> Measure:
    """The length of ``text`` beside what is allowed."""
    lines = lines_of(text, line_length)
    if clock is None or not clock.is_limited:
        return Measure(lines, None, False)
    return Measure(lines, most_lines(clock, original_lines, is_picture=is_picture), True)
