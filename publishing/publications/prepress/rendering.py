"""From a design to its files, and from a page to what fits on it.

``render`` hands a composed design to :mod:`publishing.publications.prepress.program`, a process of its own with limits
of memory and time, and watches it; ``fit`` lays one page out here, without its photos, while somebody writes.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from media_library.work.video.ffmpeg import guarded, plain
from publishing.publications.prepress import composition, design, program, proofs
from publishing.publications.prepress.design import Brand, Design, Page, Sheet
from publishing.publications.prepress.slots import Fit, measured

logger = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
LARGEST_FILE = 2 * 1024**3
MOST_CHARACTERS = 200_000  # of one page's stories; a magazine of 64 pages has some 150,000
LOOK = 1.0  # seconds between two looks at the program


class RenderingFailed(Exception):
    """Nothing was drawn; ``str()`` is one word: ``picture``, ``too_large``, ``crashed``, ``too_slow``."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a design. ``pages`` are pictures for a phone, ``zooms`` the same ones larger, both with the lines of
    a proof; ``cover`` is the first page as the public sees it."""

    print_pdf: Path
    web_pdf: Path
    pages: tuple[Path, ...]
    zooms: tuple[Path, ...]
    cover: Path
    fits: tuple[Fit, ...]

    @property
    def over(self) -> tuple[Fit, ...]:
        """Texts that are too long for their place: such a file is incomplete."""
        return tuple(fit for fit in self.fits if fit.over)


def _nothing(_done: int, _of: int) -> None:
    return


def render(what: Design, folder: Path, *, progress: Progress = _nothing) -> Rendered:
    """Draws ``what`` into ``folder`` (which exists): the same design gives the same bytes.

    ``progress`` is called with steps done and steps in all, at least once a second while the program lives; what it
    raises ends the program. Raises ``RenderingFailed``, and ``Unfit`` for a layout or look that is not there.
    """
    made = composition.composed(what)
    job = {
        "design": design.pack(what), "stylesheet": made.stylesheet, "pages": made.pages, "palette": made.palette,
        "pictures": [dataclasses.asdict(picture) for picture in made.pictures],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "job.json"
        path.write_text(json.dumps(job), "utf-8")
        answer = _run([sys.executable, "-m", program.__name__, str(path), str(folder)], progress)
    if "fits" not in answer:
        raise RenderingFailed(str(answer.get("fault", "crashed")))
    count = what.page_count
    return Rendered(
        folder / "print.pdf", folder / "web.pdf", proofs.names(folder, count), proofs.names(folder, count, "zoom"),
        folder / "cover.jpg",
        tuple(Fit(**fit) for fit in answer["fits"]),
    )  # fmt: skip


def _run(argv: list[str], progress: Progress) -> dict[str, Any]:
    command = guarded(argv, cpu_seconds=program.SECONDS, file_bytes=LARGEST_FILE)
    until = time.monotonic() + 3 * program.SECONDS
    told: dict[str, Any] = {}
    step = (0, 0)
    with tempfile.TemporaryFile() as log, subprocess.Popen(  # noqa: S603  a list of our own, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd=settings.BASE_DIR,
    ) as process, selectors.DefaultSelector() as waiting:  # fmt: skip
        if process.stdout is None:
            raise RenderingFailed("crashed")
        waiting.register(process.stdout, selectors.EVENT_READ)
        try:
            while True:
                if waiting.select(LOOK):
                    line = process.stdout.readline()
                    if not line:
                        break
                    told = _told(line)
                    step = (told.get("done", step[0]), told.get("of", step[1]))
                progress(*step)
                if time.monotonic() > until:
                    raise RenderingFailed("too_slow")
        finally:
            if process.poll() is None and "fits" not in told:
                process.kill()
            process.wait()
        if "fits" not in told and "fault" not in told:
            log.seek(0)
            logger.error("rendering ended: %s", plain(log.read().decode("utf-8", "replace")))
    return told


def _told(line: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except ValueError:
        return {}


@lru_cache(maxsize=16)
def _style(sheet: Sheet, look: str) -> tuple[Any, Any, Any]:
    from PIL import ImageFile

    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    ImageFile.LOAD_TRUNCATED_IMAGES = strict
    fonts, fetcher = FontConfiguration(), program.fetcher({})
    palette = composition.palette_of(Brand(name=""))
    return (
        CSS(string=composition.stylesheet(sheet, look, palette), font_config=fonts, url_fetcher=fetcher),
        fonts,
        fetcher,
    )


def fit(page: Page, sheet: Sheet, look: str = "kent", *, kind: str = "magazine", number: int = 1) -> tuple[Fit, ...]:
    """How the texts of ``page`` fit its slots on ``sheet``; photos count by their proportions alone.

    Some tenths of a second, in this process. Raises ``Unfit`` for more text than any page could hold.
    """
    if sum(story.characters for story in page.stories) > MOST_CHARACTERS:
        raise design.Unfit("text")
    from weasyprint import HTML

    alone = Design(kind=kind, title=".", sheet=sheet, brand=Brand(name=""), pages=(page,), look=look)
    made = composition.composed(alone, first=number)
    style, fonts, _fetcher = _style(sheet, look)
    stand_ins = {
        f"picture:{place}": program.stand_in(*composition.cut_size(picture), str(place))
        for place, picture in enumerate(made.pictures)
    }
    html, span = made.pages[0]
    document = HTML(string=html, url_fetcher=program.fetcher(stand_ins)).render(stylesheets=[style], font_config=fonts)
    return tuple(measured(document, span, number))
