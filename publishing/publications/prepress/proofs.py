"""Pictures of the finished pages for the people who sign: drawn from the press's own file, with the lines of the cut,
of what the frame leaves open, and of the part that words keep to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from publishing.publications.prepress.contents import MM
from publishing.publications.prepress.design import Design

SMALL, LARGE = 900, 2400  # pixels of the longer side: forty small ones stay below 3 MB
COVER = 1200
SMALL_QUALITY, LARGE_QUALITY = 55, 74
CUT, OPEN, SAFE = (226, 0, 116), (0, 140, 255), (0, 160, 70)


def names(folder: Path, count: int, kind: str = "page") -> tuple[Path, ...]:
    """Where the pictures of ``count`` pages lie."""
    return tuple(folder / f"{kind}-{number:03}.jpg" for number in range(1, count + 1))


def drawn(finished: Path, folder: Path, design: Design, done: Callable[[], None]) -> None:
    """A small and a large picture of each page of ``finished``."""
    import pypdfium2

    document = pypdfium2.PdfDocument(finished)
    try:
        for place, (small, large) in enumerate(
            zip(names(folder, len(document)), names(folder, len(document), "zoom"), strict=True)
        ):
            picture = _page(document[place], design)
            picture.save(large, "JPEG", quality=LARGE_QUALITY)
            picture.thumbnail((SMALL, SMALL))
            picture.save(small, "JPEG", quality=SMALL_QUALITY, optimize=True)
            done()
    finally:
        document.close()


def cover(shown: Path, to: Path) -> None:
    """The first page as the public sees it, without lines: a picture of the file for screens."""
    import pypdfium2

    document = pypdfium2.PdfDocument(shown)
    try:
        page = document[0]
        picture = page.render(scale=COVER / max(page.get_size()), may_draw_forms=False).to_pil().convert("RGB")
        picture.save(to, "JPEG", quality=LARGE_QUALITY, optimize=True)
    finally:
        document.close()


def _page(page: Any, design: Design) -> Any:
    from PIL import ImageDraw

    left, bottom, right, top = page.get_bleedbox()
    media_left, media_bottom, media_right, media_top = page.get_mediabox()
    scale = min(LARGE / max(right - left, top - bottom), 300 / 72 * max(1, design.sheet.scale // 2))
    edges = (left - media_left, bottom - media_bottom, media_right - right, media_top - top)
    picture = page.render(scale=scale, crop=tuple(max(0.0, one) for one in edges), may_draw_forms=False).to_pil()
    picture = picture.convert("RGB")
    sheet, pen = design.sheet, ImageDraw.Draw(picture)
    bleed = sheet.drawn(sheet.bleed) * MM
    hidden = [sheet.drawn(side) * MM for side in sheet.hidden]
    safe = [one + sheet.drawn(sheet.safe) * MM for one in hidden]
    frames = [((bleed, bleed), CUT)]
    if any(hidden):
        frames.append(((bleed + hidden[0], bleed + hidden[1]), OPEN))
    frames.append(((bleed + safe[0], bleed + safe[1]), SAFE))
    for (across, down), colour in frames:
        x, y = round(across * scale), round(down * scale)
        _dashed(pen, (x, y, picture.width - 1 - x, picture.height - 1 - y), colour)
    return picture


def _dashed(pen: Any, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
    left, top, right, bottom = box
    step = 24
    for x in range(left, right, step):
        end = min(x + step // 2, right)
        pen.line((x, top, end, top), fill=colour, width=2)
        pen.line((x, bottom, end, bottom), fill=colour, width=2)
    for y in range(top, bottom, step):
        end = min(y + step // 2, bottom)
        pen.line((left, y, left, end), fill=colour, width=2)
        pen.line((right, y, right, end), fill=colour, width=2)
