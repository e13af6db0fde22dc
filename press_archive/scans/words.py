"""What was read on a page: words with their places, put together to lines and paragraphs of the part that was cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cms.core.text import clean
from cms.core.turkish import lower

# Below this (of 100) tesseract itself takes a word for noise.
SURE = 30
LONGEST_HEADLINE = 160
HYPHEN = re.compile(r"(?<=[^\W\d_])[-¬\u00ad\u2010]$")


class Word(NamedTuple):
    """A word in pixels of the page's picture; ``block``, ``paragraph`` and ``line`` are tesseract's numbers."""

    left: int
    top: int
    width: int
    height: int
    block: int
    paragraph: int
    line: int
    text: str


class Box(NamedTuple):
    """A part of a page, in pixels of its picture."""

    left: int
    top: int
    width: int
    height: int

    def holds(self, word: Word) -> bool:
        """Whether the middle of ``word`` is in it."""
        across, down = word.left + word.width / 2, word.top + word.height / 2
        return self.left <= across <= self.left + self.width and self.top <= down <= self.top + self.height


def words_in(table: str) -> list[Word]:
    """The words of tesseract's TSV that it is sure enough of."""
    found = []
    for line in table.split("\n")[1:]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text = clean(cells[11], lines=False).strip()
        try:
            block, paragraph, row = int(cells[2]), int(cells[3]), int(cells[4])
            left, top, width, height = (int(cell) for cell in cells[6:10])
            sure = float(cells[10])
        except ValueError:
            continue
        if text and sure >= SURE:
            found.append(Word(left, top, width, height, block, paragraph, row, text))
    return found


def stored(words: Iterable[Sequence[Any]]) -> list[Word]:
    """The words of a page as they were kept."""
    return [Word(*row) for row in words]


def lines_of(words: Iterable[Word], box: Box | None = None) -> list[list[Word]]:
    """The lines in ``box``, in the order in which they are read: block by block, as tesseract found the columns."""
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        if box is None or box.holds(word):
            lines.setdefault((word.block, word.paragraph, word.line), []).append(word)
    return [lines[key] for key in sorted(lines)]


def text_of(lines: Sequence[Sequence[Word]]) -> str:
    """``lines`` as running text: words divided at the end of a line are whole again, a paragraph is a line."""
    paragraphs: list[str] = []
    last: tuple[int, int] | None = None
    for line in lines:
        said, place = " ".join(word.text for word in line), (line[0].block, line[0].paragraph)
        if last != place:
            paragraphs.append(said)
        elif HYPHEN.search(paragraphs[-1]) and said[:1] == lower(said[:1]):
            paragraphs[-1] = HYPHEN.sub("", paragraphs[-1]) + said
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {said}"
        last = place
    return "\n".join(paragraphs)


def headline_of(lines: Sequence[Sequence[Word]]) -> str:
    """What stands in the largest letters: those lines that are next to one another and nearly as tall; an empty string
    where nothing stands out from the running text."""
    tall = [max(word.height for word in line) for line in lines]
    letters = [(height, line) for height, line in zip(tall, lines, strict=True) if sum(len(w.text) for w in line) > 2]
    if not letters:
        return ""
    ordinary = sorted(height for height, _line in letters)[len(letters) // 2]
    largest = max(height for height, _line in letters)
    if len(letters) > 2 and largest < 1.35 * ordinary:
        return ""
    first = next(number for number, height in enumerate(tall) if height == largest)
    said: list[str] = []
    for height, line in zip(tall[first:], lines[first:], strict=True):
        if height < 0.7 * largest or len(" ".join(said)) > LONGEST_HEADLINE:
            break
        said.append(" ".join(word.text for word in line))
    return " ".join(" ".join(said).split())[:300]
