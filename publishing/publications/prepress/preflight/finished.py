"""A finished file, opened once for all checks: its pages, what they draw, and their words as a reader gets them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publishing.publications.prepress.contents import Rectangle, Thing, rectangle, things

HYPHENS = re.compile(r"[\s\u00ad\u2010\u2011\ufffe\ufeff\u0002-]+")


@dataclass(slots=True)
class Sheet:
    """One page of the file. Boxes are points; ``None`` where the file has none of its own."""

    number: int
    page: Any
    media: Rectangle
    trim: Rectangle | None
    bleed: Rectangle | None
    drawn: list[Thing]
    words: str

    def of(self, *kinds: str) -> Iterator[Thing]:
        return (thing for thing in self.drawn if thing.kind in kinds)


@dataclass(slots=True)
class Finished:
    """The file with all its pages."""

    pdf: Any
    document: Any
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(sheet.words for sheet in self.sheets)


@contextmanager
def opened(path: Path) -> Iterator[Finished]:
    """The file at ``path``. Raises ``pikepdf.PasswordError`` and ``pikepdf.PdfError``."""
    import pikepdf
    import pypdfium2

    with pikepdf.open(path) as pdf:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise pikepdf.PdfError(str(error)) from error
        try:
            finished = Finished(pdf, document)
            for place, page in enumerate(pdf.pages):
                finished.sheets.append(_sheet(pdf, document, place, page))
            yield finished
        finally:
            document.close()


def _sheet(pdf: Any, document: Any, place: int, page: Any) -> Sheet:
    read = document[place].get_textpage()
    words = read.get_text_range()
    read.close()
    return Sheet(
        place + 1, page, rectangle(page.mediabox) or (0, 0, 0, 0), rectangle(page.obj.get("/TrimBox")),
        rectangle(page.obj.get("/BleedBox")), list(things(pdf, page)), words,
    )  # fmt: skip


def plain(text: str) -> str:
    """``text`` without spaces, hyphens and line ends, in composed letters: two settings of one text are equal."""
    return HYPHENS.sub("", unicodedata.normalize("NFC", text))
