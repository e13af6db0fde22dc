"""Whether a finished file can be printed: asked of the file alone, never of what was meant to be written.

``preflight(path, design)`` opens the file with pikepdf and PDFium; the design says only what should be there.
- ``findings``: codes, levels, sentences · ``finished``: the opened file · ``frame``: boxes, what it says of itself
- ``inks``: colours · ``photos``: images · ``words``: fonts, letters, lines · ``imprint``: lines, numbers, days
- ``code``: the QR code
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight import code, frame, imprint, inks, photos, words
from publishing.publications.prepress.preflight.findings import Finding, Report, found, reported
from publishing.publications.prepress.preflight.finished import Finished, opened

__all__ = ["Finding", "Report", "preflight"]


def preflight(print_pdf: Path, design: Design, *, today: dt.date | None = None) -> Report:
    """All that is wrong with the file for ``design``; ``today`` decides which days are past."""
    import pikepdf

    day = today or dt.date.today()  # noqa: DTZ011  the office's day is given by whoever asks
    try:
        with opened(print_pdf) as finished:
            return reported(_all(finished, design, day))
    except pikepdf.PasswordError:
        return reported([found("file_locked")])
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, IndexError):
        return reported([found("file_broken")])


def _all(finished: Finished, design: Design, today: dt.date) -> Iterator[Finding]:
    yield from frame.file(finished, design)
    yield from words.file(finished, design)
    yield from imprint.file(finished, design, today)
    yield from code.file(finished, design)
    seen: dict[Any, list[Finding]] = {}
    for sheet in finished.sheets:
        yield from frame.page(sheet, design)
        yield from inks.page(sheet, design)
        yield from photos.page(sheet, design, seen)
        yield from words.page(sheet, design)
