"""What is done to scanned papers: taken in, turned, numbered, cut, taken away."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from media_library.models import JobKind, Priority
from media_library.work.jobs import services as jobs
from press_archive.clippings import services as clippings
from press_archive.clippings.kinds import checked_kind, kept_name
from press_archive.clippings.models import LONGEST_TEXT, Clipping
from press_archive.clippings.permissions import may_add_clippings, may_work_clippings
from press_archive.clippings.words import Origin
from press_archive.scans import measures, words
from press_archive.scans.models import Cut, PageState, Paper, PaperFile, PaperPage
from press_archive.scans.words import Box

MOST_FILES, MOST_BYTES = 40, 55 * 1024 * 1024  # of one upload; nginx lets 60 MB in
MOST_FILES_OF_A_PAPER = 120
MOST_BOXES, SMALLEST = 8, 24  # of one story; pixels
QUALITY = 85

Drawn = Sequence[tuple[PaperPage, Box]]


@transaction.atomic
def add_files(*, paper: Paper, files: Sequence[UploadedFile], user: User) -> Paper:
    """Keeps ``files`` as pages of ``paper``, a new one or one that is there; the worker opens them.

    Raises ``PermissionDenied``, ``Refusal`` and ``ValidationError``.
    """
    if not may_add_clippings(user):
        raise PermissionDenied
    if not 1 <= len(files) <= MOST_FILES:
        raise Refusal(_("Bir seferde en çok %(most)d dosya yükleyin.") % {"most": MOST_FILES}, status=400)
    if sum(file.size or 0 for file in files) > MOST_BYTES:
        raise Refusal(_("Dosyalar birlikte çok büyük; bir seferde en çok 55 MB yükleyin."), status=400)
    is_new = paper.pk is None
    if is_new:
        paper.created_by = user
        paper.full_clean()
        paper.save()
    else:
        Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.files.count() + len(files) > MOST_FILES_OF_A_PAPER:
        said = _("Bir gazetede en çok %(most)d dosya olabilir.") % {"most": MOST_FILES_OF_A_PAPER}
        raise Refusal(said, status=400)
    for file in sorted(files, key=lambda one: natural(str(one.name))):
        _keep(paper, file)
    log(instance=paper, action="wagtail.create" if is_new else "wagtail.edit", user=user)
    return paper


def natural(name: str) -> list[tuple[int, str]]:
    """The order in which a person counts names: "s. 2" before "s. 10"."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for letter in f"{name}\0":
        if letter.isascii() and letter.isdigit():
            digits += letter
            continue
        if digits:
            parts.append((int(digits[:18]), ""))
            digits = ""
        parts.append((-1, letter))
    return parts


def _keep(paper: Paper, file: UploadedFile) -> None:
    suffix = checked_kind(file, str(file.name))
    name = kept_name(str(file.name), suffix)
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    same = PaperFile.objects.filter(sha256=digest.hexdigest())
    same.filter(pages=None).exclude(fault="").delete()  # one that could not be opened is tried anew
    known = same.select_related("paper__outlet").first()
    if known is not None:
        said = _("“%(name)s” daha önce yüklenmiş: %(paper)s.") % {"name": name, "paper": known.paper}
        raise Refusal(said, status=409)
    file.seek(0)
    row = PaperFile(paper=paper, name=name, sha256=digest.hexdigest())
    row.file.save(f"tarama{suffix}", file, save=False)
    row.save()
    jobs.enqueue(kind=JobKind.PAPER_FILE, subject_id=row.pk, priority=Priority.OPENED)


@transaction.atomic
def change(*, paper: Paper, user: User) -> None:
    """Keeps what was typed of a paper: day, issue number, width. What was cut from it keeps what it has.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    if not may_work_clippings(user):
        raise PermissionDenied
    paper.full_clean()
    paper.save(update_fields=["outlet", "published_on", "issue_number", "width_cm"])
    log(instance=paper, action="wagtail.edit", user=user)


@transaction.atomic
def turn(*, page: PaperPage, user: User) -> None:
    """Turns a page by a quarter to the right; it is drawn and read anew. Raises ``PermissionDenied``, ``Refusal``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    row = PaperPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if row.cuts.exists():
        raise Refusal(_("Bu sayfadan kupür kesilmiş; artık çevrilemez."), status=409)
    row.turns, row.state, row.words, row.fault = (row.turns + 1) % 4, PageState.WAITING, [], ""
    row.save(update_fields=["turns", "state", "words", "fault"])
    jobs.enqueue(kind=JobKind.PAPER_PAGE, subject_id=row.pk, priority=Priority.OPENED)
    log(instance=row.paper, action="wagtail.edit", user=user)


@transaction.atomic
def number(*, page: PaperPage, number: int, user: User) -> None:
    """Says which page of the paper it is. Raises ``PermissionDenied`` and ``ValidationError``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    page.number = PaperPage._meta.get_field("number").clean(number, page)
    page.save(update_fields=["number"])
    log(instance=page.paper, action="wagtail.edit", user=user)


@transaction.atomic
def again(*, page: PaperPage, user: User) -> None:
    """Asks anew for a page that could not be drawn or read. Raises ``PermissionDenied``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    row = PaperPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if row.state == PageState.FAILED:
        row.state, row.fault = PageState.WAITING, ""
        jobs.again(kind=JobKind.PAPER_PAGE, subject_id=row.pk)
    elif row.state == PageState.READ and row.fault:
        row.state, row.fault = PageState.DRAWN, ""
        jobs.again(kind=JobKind.PAPER_TEXT, subject_id=row.pk)
    row.save(update_fields=["state", "fault"])


@transaction.atomic
def cut(*, paper: Paper, drawn: Drawn, clipping: Clipping, user: User, topics: Sequence[str] = ()) -> Clipping:
    """Makes one clipping of the boxes in ``drawn``: its pictures, its text as far as the pages are read, its st×cm.

    ``clipping``: what was typed; what is empty in it is filled in. Raises ``PermissionDenied``, ``Refusal`` and
    ``ValidationError``.
    """
    if not may_add_clippings(user):
        raise PermissionDenied
    locked = Paper.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=paper.pk)
    drawn = _anew(drawn)
    checked(locked, drawn)
    if _was_cut(drawn):
        raise Refusal(_("Bu kutular daha önce kesilmiş."), status=409)
    filled(locked, drawn, clipping)
    clippings.add(clipping=clipping, user=user, topics=topics)
    for order, (page, box) in enumerate(drawn):
        data, small = cropped(page, box)
        scan = clippings.add_cutting(
            clipping=clipping, data=data, small=small, name=f"sayfa-{page.number}.jpg", user=user
        )
        Cut.objects.create(
            page=page, clipping=clipping, scan=scan, sort_order=order, left=box.left, top=box.top, width=box.width,
            height=box.height,
        )  # fmt: skip
    return clipping


def _anew(drawn: Drawn) -> Drawn:
    """The boxes on their pages as they are now, locked until the story is cut. Raises ``Refusal`` where one was turned
    or taken away since it was read."""
    rows = PaperPage.objects.select_for_update(of=("self",)).select_related("paper__outlet").order_by("pk")
    pages = {page.pk: page for page in rows.filter(pk__in={page.pk for page, _box in drawn})}
    for page, _box in drawn:
        row = pages.get(page.pk)
        if row is None or row.turns != page.turns or not row.can_be_cut:
            raise Refusal(_("Sayfa bu sırada değişti; yeniden çizin."), status=409)
    return [(pages[page.pk], box) for page, box in drawn]


def checked(paper: Paper, drawn: Drawn) -> None:
    """Raises ``Refusal`` unless the boxes lie on drawn pages of ``paper``."""
    if not 1 <= len(drawn) <= MOST_BOXES:
        said = _("Bir haber için en az bir, en çok %(most)d kutu çizin.") % {"most": MOST_BOXES}
        raise Refusal(said, status=400)
    for page, box in drawn:
        if page.paper_id != paper.pk or not page.can_be_cut or not page.width or not page.height:
            raise Refusal(_("Bu sayfa henüz kesilemez."), status=400)
        inside = box.left + box.width <= page.width and box.top + box.height <= page.height
        if box.left < 0 or box.top < 0 or min(box.width, box.height) < SMALLEST or not inside:
            raise Refusal(_("Kutu sayfanın dışında ya da çok küçük."), status=400)


def _was_cut(drawn: Drawn) -> bool:
    """Whether the very same boxes are a clipping already: a form that was sent twice."""
    wanted = [(page.pk, *box) for page, box in drawn]
    first = Cut.objects.filter(page_id=wanted[0][0], left=wanted[0][1], top=wanted[0][2]).values("clipping_id")
    found: dict[int, list[tuple[int, ...]]] = {}
    for row in Cut.objects.filter(clipping_id__in=first).order_by("sort_order", "pk"):
        found.setdefault(row.clipping_id, []).append((row.page_id, row.left, row.top, row.width, row.height))
    return wanted in found.values()


def filled(paper: Paper, drawn: Drawn, clipping: Clipping) -> None:
    """What the boxes and the paper say of ``clipping``; nothing is saved."""
    clipping.outlet, clipping.medium, clipping.origin = paper.outlet, paper.medium, Origin.SCAN
    clipping.published_on, clipping.issue_number = paper.published_on, paper.issue_number
    numbers = sorted({page.number for page, _box in drawn})
    clipping.page = ", ".join(str(number) for number in numbers)[:20]
    clipping.on_front_page = 1 in numbers
    size = measures.measure(drawn)
    if size is not None:
        clipping.columns, clipping.centimetres = size.columns, size.centimetres
    said = text_in(drawn)
    clipping.text = said.text[:LONGEST_TEXT]
    clipping.headline = clipping.headline or said.headline


@dataclass(frozen=True, slots=True)
class Said:
    """What was read in boxes. ``is_whole``: every page of them has been read."""

    text: str
    headline: str
    is_whole: bool


def text_in(drawn: Drawn) -> Said:
    """Text and headline in the boxes, in their order; empty while a page of them is not read yet."""
    if not all(page.state == PageState.READ for page, _box in drawn):
        return Said("", "", is_whole=False)
    lines = [words.lines_of(words.stored(page.words), box) for page, box in drawn]
    texts = [words.text_of(part) for part in lines]
    headlines = (words.headline_of(part) for part in lines)
    return Said("\n".join(part for part in texts if part), next((one for one in headlines if one), ""), is_whole=True)


def cropped(page: PaperPage, box: Box) -> tuple[bytes, bytes]:
    """The box as a JPEG, and a small one of it."""
    with page.picture.open("rb") as stored, Image.open(stored, formats=["JPEG"]) as picture:
        part = picture.crop((box.left, box.top, box.left + box.width, box.top + box.height))
    whole, small = io.BytesIO(), io.BytesIO()
    part.save(whole, "JPEG", quality=QUALITY)
    part.thumbnail(clippings.SMALL)
    part.save(small, "JPEG", quality=80)
    return whole.getvalue(), small.getvalue()


@transaction.atomic
def remove_paper(*, paper: Paper, user: User) -> None:
    """Takes a paper away with its files and pages; what was cut from it stays. Raises ``PermissionDenied``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    # In the order in which whoever cuts takes them: the paper, then its pages.
    locked = Paper.objects.select_for_update(of=("self",)).filter(pk=paper.pk).first()
    if locked is None:  # somebody else was quicker
        return
    log(instance=locked, action="wagtail.delete", user=user, deleted=True)
    locked.delete()


def prefer(page: PaperPage) -> None:
    """Somebody looks at this page: it goes before whatever came today."""
    if page.state in (PageState.WAITING, PageState.DRAWN):
        jobs.hurry(kinds=(JobKind.PAPER_PAGE, JobKind.PAPER_TEXT), subject_ids=[page.pk], priority=Priority.OPENED)
