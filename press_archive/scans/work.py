"""What the media worker does of scans: files into pages, pages drawn and read, clippings' own scans, copies of pages.

Each function does one job and may be repeated: it stores files first and names them in one short transaction, and the
sweeper takes what a killed worker left behind.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from media_library.models import JobKind, Priority
from media_library.store.storage import local_copy
from media_library.work.jobs import services as jobs
from media_library.work.jobs.registry import JobRefused, Progress
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.scans import printouts, programs, words
from press_archive.scans.models import Cut, PageState, Paper, PaperFile, PaperPage
from press_archive.scans.removal import forget

MOST_PAGES = 200  # of one paper
MOST_READ_PAGES = 4  # of a clipping's own scan


@contextmanager
def two_files() -> Iterator[tuple[Path, Path]]:
    """Where a page and its small picture are drawn."""
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        yield Path(folder) / "page.jpg", Path(folder) / "small.jpg"


def open_file(file_id: int, progress: Progress) -> None:
    """Counts the pages of a file and asks for each of them."""
    file = PaperFile.objects.filter(pk=file_id).first()
    if file is None or file.pages is not None:
        return
    with local_copy(file.file) as path:
        pages = int(programs.counted(path, lambda: progress(0))["pages"])
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).filter(pk=file.paper_id).first()
        row = PaperFile.objects.filter(pk=file_id, pages=None).first()
        if paper is None or row is None:
            return
        numbers = set(paper.pages.values_list("number", flat=True))
        if len(numbers) + pages > MOST_PAGES:
            raise JobRefused(_("Bir gazetede en çok %(most)d sayfa olabilir.") % {"most": MOST_PAGES})
        first = max(numbers, default=0) + 1
        made = [
            PaperPage.objects.create(paper=paper, file=row, place=place, number=first + place) for place in range(pages)
        ]
        row.pages = pages
        row.save(update_fields=["pages"])
        jobs.enqueue_all((JobKind.PAPER_PAGE, page.pk, Priority.ARRIVED) for page in made)


@transaction.atomic
def file_failed(file_id: int, reason: str) -> None:
    """The file cannot be opened; its row says why."""
    PaperFile.objects.filter(pk=file_id, pages=None).update(fault=reason[:300])


def draw_page(page_id: int, progress: Progress) -> None:
    """Draws a page, straightened, so that it can be cut; reading it comes afterwards."""
    page = PaperPage.objects.select_related("file").filter(pk=page_id).first()
    if page is None or (page.picture and page.state != PageState.WAITING):
        return
    with two_files() as (picture, small):
        with local_copy(page.file.file) as path:
            found = programs.drawn(path, page.place, page.turns, picture, small, lambda: progress(10))
        progress(90)
        drawn = PaperPage(pk=page.pk)
        with picture.open("rb") as one, small.open("rb") as other:
            drawn.picture.save("sayfa.jpg", File(one), save=False)
            drawn.small.save("kucuk.jpg", File(other), save=False)
    with transaction.atomic():
        row = PaperPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
        if row is None or row.turns != page.turns:  # taken away, or turned meanwhile: another job draws it anew
            forget(drawn.picture)
            forget(drawn.small)
            return
        forget(row.picture)
        forget(row.small)
        row.picture, row.small = drawn.picture, drawn.small
        row.width, row.height, row.width_cm = found["width"], found["height"], found["width_cm"]
        row.state, row.fault, row.words = PageState.DRAWN, "", []
        if programs.reader() is None:
            row.state, row.fault = PageState.READ, programs.no_reader()
        else:
            jobs.enqueue(kind=JobKind.PAPER_TEXT, subject_id=row.pk, priority=Priority.SCREENS)
        row.save()


@transaction.atomic
def page_failed(page_id: int, reason: str) -> None:
    """The page cannot be drawn."""
    PaperPage.objects.filter(pk=page_id, state=PageState.WAITING).update(state=PageState.FAILED, fault=reason[:300])


def read_page(page_id: int, progress: Progress) -> None:
    """Reads a drawn page, and gives its words to what was cut from it before: also where a worker was killed between
    the two."""
    page = PaperPage.objects.filter(pk=page_id, state=PageState.DRAWN).first()
    if page is not None:
        with local_copy(page.picture) as path:
            found = words.words_in(_read(path, progress))
        with transaction.atomic():
            rows = PaperPage.objects.select_for_update(of=("self",)).filter(pk=page_id, picture=page.picture.name)
            row = rows.first()
            if row is None:
                return
            row.words, row.state, row.fault = [list(word) for word in found], PageState.READ, ""
            row.save(update_fields=["words", "state", "fault"])
    _give_texts(page_id)


def _give_texts(page_id: int) -> None:
    """The stories on a page get what was read of them, once all of their pages have been looked at."""
    for clipping in Clipping.objects.filter(pk__in=Cut.objects.filter(page=page_id).values("clipping"), text=""):
        cuts = list(Cut.objects.filter(clipping=clipping).select_related("page"))
        if all(cut.page.state == PageState.READ for cut in cuts):
            clippings.give_text(clipping=clipping, text=text_of_cuts(cuts))


@transaction.atomic
def reading_failed(page_id: int, reason: str) -> None:
    """The page cannot be read; it can be cut all the same."""
    PaperPage.objects.filter(pk=page_id, state=PageState.DRAWN).update(state=PageState.READ, fault=reason[:300])
    _give_texts(page_id)


def _read(path: Path, progress: Progress) -> str:
    table = programs.read(path, lambda: progress(50))
    if not table:
        raise JobRefused(_("Sayfa okunamadı."))
    return table


def text_of_cuts(cuts: list[Cut]) -> str:
    """What was read in the boxes of one story, in their order."""
    parts = []
    for cut in cuts:
        box = words.Box(cut.left, cut.top, cut.width, cut.height)
        parts.append(words.text_of(words.lines_of(words.stored(cut.page.words), box)))
    return "\n".join(part for part in parts if part)


def look_at_clipping(clipping_id: int, progress: Progress) -> None:
    """Draws small pictures of a clipping's scans, and reads them where the clipping has no text yet. What was cut here
    is read with its page."""
    clipping = Clipping.objects.filter(pk=clipping_id).prefetch_related("scans").first()
    if clipping is None:
        return
    wants_text = not clipping.text and programs.reader() is not None
    wants_text = wants_text and not Cut.objects.filter(clipping=clipping).exists()
    parts: list[str] = []
    fault: JobRefused | None = None
    for scan in clipping.scans.all():
        if scan.small and not wants_text:
            continue
        try:
            with local_copy(scan.file) as path:
                pages = int(programs.counted(path, lambda: progress(5))["pages"]) if wants_text else 1
                for place in range(min(pages, MOST_READ_PAGES)):
                    with two_files() as (picture, small):
                        programs.drawn(path, place, 0, picture, small, lambda: progress(20))
                        if not place and not scan.small:
                            clippings.give_small_picture(scan=scan, path=small)
                        if wants_text:
                            lines = words.lines_of(words.words_in(_read(picture, progress)))
                            parts.append(words.text_of(lines))
        except JobRefused as refusal:
            fault = refusal  # the other scans of the story are looked at all the same
    if text := "\n".join(part for part in parts if part):
        clippings.give_text(clipping=clipping, text=text)
    if fault is not None:
        raise fault


def print_copy(copy_id: int, progress: Progress) -> None:
    """Makes the PDF of a web page that was kept."""
    copy = PageCopy.objects.filter(pk=copy_id, printout="").first()
    if copy is None:
        return
    progress(10)
    clippings.give_printout(copy=copy, pdf=printouts.printed(copy))


KINDS = (
    (JobKind.PAPER_FILE, open_file, file_failed),
    (JobKind.PAPER_PAGE, draw_page, page_failed),
    (JobKind.PAPER_TEXT, read_page, reading_failed),
    (JobKind.CLIPPING, look_at_clipping, None),
    (JobKind.PAGE_COPY, print_copy, None),
)
