"""What is done to clippings: put in, changed, matched, tagged, scans added.

Nothing here is public, and nothing here publishes: one person alone may work the archive, because not a word of it
leaves the house.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from media_library.models import JobKind, Priority
from media_library.work.jobs import services as jobs
from press_archive.bulletins.models import BulletinPage
from press_archive.clippings import matches, removal, selectors
from press_archive.clippings.kinds import checked_kind, kept_name
from press_archive.clippings.models import LONGEST_TEXT, AgencyFile, Clipping, PageCopy, PictureMatch, Scan, Topic
from press_archive.clippings.permissions import may_add_clippings, may_work_clippings
from press_archive.clippings.words import PRINTED, Likeness
from press_archive.contacts.imprint import month_on, price_on
from press_archive.contacts.models import Outlet

MOST_AT_ONCE = 200
MOST_SCANS = 20
LARGEST_SCAN = 60 * 1024 * 1024
SMALL = (480, 960)  # pixels of the small picture of a scan, at most


@transaction.atomic
def add(
    *, clipping: Clipping, user: User, topics: Sequence[str] = (), bulletins: matches.Bulletins | None = None
) -> Clipping:
    """Stores a new clipping. ``bulletins``: those that it may come from, where many are added at once.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    if not may_add_clippings(user):
        raise PermissionDenied
    fill(clipping=clipping, user=user, bulletins=bulletins)
    clipping.full_clean(exclude=["page_copy"])
    if topics:
        clipping.topics.add(*topics)
    clipping.save()
    log(instance=clipping, action="wagtail.create", user=user)
    return clipping


def fill(
    *, clipping: Clipping, user: User, before: Clipping | None = None, bulletins: matches.Bulletins | None = None
) -> None:
    """What a clipping gets besides what was typed, right before it is saved: the outlet as it was on that day, who set
    the tone and when, the text's fingerprint, and the bulletin that it is most like. ``before``: as it was stored."""
    if before is None:
        clipping.created_by = user
    if clipping.tone != (before.tone if before else ""):
        clipping.tone_by, clipping.tone_at = (user, timezone.now()) if clipping.tone else (None, None)
    if before is not None and _differ(before, clipping, "reach", "reach_source", "reach_on"):
        clipping.reach_copied = False
    moved = before is None or _differ(before, clipping, "outlet_id", "published_on", "medium")
    if moved and clipping.outlet_id and clipping.published_on:
        _copy_figures(clipping, forget=before is not None)
    if not clipping.author and clipping.journalist:
        clipping.author = clipping.journalist.name
    said = clipping.text or clipping.page_copy_text
    if before is None or (before.text, before.headline) != (clipping.text, clipping.headline) or moved:
        clipping.fingerprint = matches.fingerprint(said)
        if clipping.matched_at is None and clipping.published_on:
            suggest(clipping=clipping, bulletins=bulletins)


def _differ(before: Clipping, clipping: Clipping, *names: str) -> bool:
    return any(getattr(before, name) != getattr(clipping, name) for name in names)


def _copy_figures(clipping: Clipping, *, forget: bool) -> None:
    """A clipping keeps what was true on its day: name, kind, page, price, rights and figures of its outlet. A figure
    that somebody typed stays; with ``forget`` one that was copied from another outlet or day goes."""
    outlet, day = clipping.outlet, clipping.published_on
    clipping.outlet_name, clipping.scope = outlet.name, outlet.scope
    clipping.column_width = outlet.column_width
    price, month = price_on(outlet.pk, day), month_on(outlet.pk, day)
    clipping.unit_price = price.amount if price else None
    clipping.has_bik_right = month.has_bik_right if month else None
    if forget and clipping.reach_copied:
        clipping.reach, clipping.reach_source, clipping.reach_on, clipping.reach_copied = None, "", None, False
    if clipping.reach is None and month is not None:
        figure = month.circulation if clipping.medium in PRINTED else month.visits
        if figure is not None:
            clipping.reach, clipping.reach_source, clipping.reach_on = figure, month.source, month.noted_on
            clipping.reach_copied = True


def suggest(*, clipping: Clipping, bulletins: matches.Bulletins | None = None) -> None:
    """The bulletin that the story is most like, to be confirmed by somebody; nothing is saved."""
    around = bulletins if bulletins is not None else selectors.bulletins_around(clipping.published_on)
    found = around.best(selectors.story_of(clipping))
    clipping.bulletin_id = found.key if found else None
    clipping.likeness = found.likeness if found else ""
    clipping.share = round(found.share * 100) if found else None


@transaction.atomic
def match(*, clipping: Clipping, bulletin: BulletinPage | None, likeness: str, user: User) -> None:
    """``user`` says which bulletin the story comes from and how, or that it comes from none.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_work_clippings(user):
        raise PermissionDenied
    if bulletin is not None and likeness not in Likeness.values:
        raise Refusal(_("Haberin bültene göre ne olduğunu seçin: aynen, kısaltarak ya da kendi haberi."), status=400)
    row = Clipping.objects.select_for_update(of=("self",)).get(pk=clipping.pk)
    if row.bulletin_id != (bulletin.pk if bulletin else None):
        row.share = None
        if bulletin is not None:
            subject = matches.read(selectors.words_of(bulletin), bulletin.pk)
            found = matches.Bulletins([subject]).best(selectors.story_of(row))
            row.share = round(found.share * 100) if found else 0
    row.bulletin, row.likeness = bulletin, likeness if bulletin else ""
    row.matched_by, row.matched_at = user, timezone.now()
    row.save(update_fields=["bulletin", "likeness", "share", "matched_by", "matched_at"])
    log(instance=row, action="clippings.match", user=user, data={"bulletin": bulletin.pk if bulletin else None})


@transaction.atomic
def decide_picture(*, clipping: Clipping, is_ours: bool, user: User) -> None:
    """``user`` says whether the picture of the story is the photo of our archive that it looks like.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_work_clippings(user):
        raise PermissionDenied
    row = Clipping.objects.select_for_update(of=("self",)).get(pk=clipping.pk)
    match = PictureMatch.objects.filter(page_copy=row.page_copy_id, photo__isnull=False).first()
    if match is None:
        raise Refusal(_("Bu haberin fotoğrafı arşivdekilere benzemiyor."), status=409)
    match.is_ours, match.decided_by = is_ours, user
    match.save(update_fields=["is_ours", "decided_by"])
    row.with_our_picture = is_ours
    row.with_picture = True
    row.save(update_fields=["with_our_picture", "with_picture"])
    log(instance=row, action="clippings.picture", user=user, data={"photo": match.photo_id, "is_ours": is_ours})


@transaction.atomic
def needs_answer(*, clipping: Clipping, answer: str, user: User) -> None:
    """Notes that the office owes it ``answer`` (an ``Answer``). Raises ``PermissionDenied``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    row = Clipping.objects.select_for_update(of=("self",)).get(pk=clipping.pk)
    row.needs_answer = answer
    row.save(update_fields=["needs_answer"])
    log(instance=row, action="wagtail.edit", user=user)


@transaction.atomic
def settle_answer(*, clipping: Clipping, before: dt.date | None, on: dt.date | None, user: User | None = None) -> bool:
    """What became of an answer that the house carried: arrived on ``on``, or, where that is nothing, did not after all.
    Only where the clipping still says ``before``: what a person wrote stays. ``user``: whose act it was, nobody's for
    the machine's. Gives whether it changed."""
    if not Clipping.objects.filter(pk=clipping.pk, answered_on=before).update(answered_on=on):
        return False
    log(instance=clipping, action="wagtail.edit", user=user)
    return True


@transaction.atomic
def tag(*, clippings: Iterable[Clipping], add: Sequence[str], remove: Iterable[Topic], user: User) -> int:
    """Gives each of them the topics named ``add`` and takes ``remove`` away; gives how many changed.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_work_clippings(user):
        raise PermissionDenied
    numbers = [row.pk for row in clippings]
    if not 1 <= len(numbers) <= MOST_AT_ONCE:
        raise Refusal(_("Bir seferde en az bir, en çok %(most)d kupür seçin.") % {"most": MOST_AT_ONCE}, status=400)
    taken, changed = {topic.pk for topic in remove}, 0
    for row in Clipping.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        before = {topic.pk for topic in row.topics.all()}
        row.topics.remove(*[topic.name for topic in row.topics.all() if topic.pk in taken])
        row.topics.add(*add)
        row.save(update_fields=["topic_items"])
        if {topic.pk for topic in row.topics.all()} != before:
            changed += 1
            log(instance=row, action="wagtail.edit", user=user)
    return changed


@transaction.atomic
def add_scan(*, clipping: Clipping, file: File, name: str, user: User, priority: Priority = Priority.SCREENS) -> Scan:
    """Keeps ``file`` as a private scan, under the suffix that its bytes have; the media worker draws a small picture of
    it and, where the clipping has no text yet, reads it.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_work_clippings(user):
        raise PermissionDenied
    if (file.size or 0) > LARGEST_SCAN:
        raise Refusal(_("Tarama çok büyük; en çok 60 MB olabilir."), status=400)
    suffix = checked_kind(file, name)
    row = Clipping.objects.select_for_update(of=("self",)).get(pk=clipping.pk)
    scan = _scan(row, kept_name(name, suffix), user)
    scan.file.save(f"tarama{suffix}", file, save=False)
    scan.save()
    jobs.enqueue(kind=JobKind.CLIPPING, subject_id=row.pk, priority=priority)
    log(instance=row, action="wagtail.edit", user=user, data={"scan": scan.pk})
    return scan


def _scan(clipping: Clipping, name: str, user: User | None) -> Scan:
    count = clipping.scans.count()
    if count >= MOST_SCANS:
        raise Refusal(_("Bir kupürde en çok %(most)d tarama olabilir.") % {"most": MOST_SCANS}, status=400)
    return Scan(clipping=clipping, name=name, sort_order=count, created_by=user)


@transaction.atomic
def add_cutting(*, clipping: Clipping, data: bytes, small: bytes, name: str, user: User) -> Scan:
    """Keeps what was cut out of a page, drawn by ourselves, as a scan. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_add_clippings(user):
        raise PermissionDenied
    scan = _scan(clipping, name, user)
    scan.file.save("kupur.jpg", ContentFile(data), save=False)
    scan.small.save("kucuk.jpg", ContentFile(small), save=False)
    scan.save()
    return scan


def give_small_picture(*, scan: Scan, path: Path) -> None:
    """Keeps the small picture that the worker drew of ``scan``."""
    drawn = Scan(pk=scan.pk)
    with path.open("rb") as file:
        drawn.small.save("kucuk.jpg", File(file), save=False)
    if not Scan.objects.filter(pk=scan.pk, small="").update(small=drawn.small.name):
        removal.forget(drawn.small)


@transaction.atomic
def give_text(*, clipping: Clipping, text: str) -> bool:
    """Keeps what a machine read of a clipping that has no text; whether it had none. Where nobody has said which
    bulletin it comes from, it is looked for again."""
    row = Clipping.objects.select_for_update(of=("self",)).filter(pk=clipping.pk, text="").first()
    plain = clean(text).strip()[:LONGEST_TEXT]
    if row is None or not plain:
        return False
    row.text, row.fingerprint = plain, matches.fingerprint(plain)
    if row.matched_at is None:
        suggest(clipping=row)
    row.save(update_fields=["text", "fingerprint", "bulletin", "likeness", "share"])
    return True


def give_printout(*, copy: PageCopy, pdf: bytes) -> None:
    """Keeps the PDF that was made of a page's copy."""
    made = PageCopy(pk=copy.pk)
    made.printout.save("sayfa.pdf", ContentFile(pdf), save=False)
    if not PageCopy.objects.filter(pk=copy.pk, printout="").update(printout=made.printout.name):
        removal.forget(made.printout)


@transaction.atomic
def remove_scan(*, scan: Scan, user: User) -> None:
    """Takes a scan away, with its file. Raises ``PermissionDenied``."""
    if not may_work_clippings(user):
        raise PermissionDenied
    log(instance=scan.clipping, action="wagtail.edit", user=user, data={"removed_scan": scan.name})
    scan.delete()


@transaction.atomic
def remove_file(*, file: AgencyFile, user: User) -> None:
    """Takes away an agency's file that was uploaded by mistake. What was taken from it is in the archive, and its
    file stays as the proof of where it came from. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_add_clippings(user):
        raise PermissionDenied
    row = AgencyFile.objects.select_for_update(of=("self",)).select_related("agency").get(pk=file.pk)
    if row.outcome:
        raise Refusal(_("Bu dosyadan satırlar alındı; kaynağın kaydı olarak kalır."), status=409)
    log(instance=row.agency, action="wagtail.edit", user=user, data={"removed_file": row.name})
    row.delete()


def outlet_named(*, name: str, medium: str, website: str = "") -> Outlet:
    """The outlet called ``name``, made if the directory does not know it: without an address of anybody, so that
    nothing can be sent to it. Whoever puts a clipping in may do that; its künye is the administrator's."""
    plain = " ".join(clean(name, lines=False).split())[:160]
    found: Outlet | None = Outlet.objects.filter(name=plain).first()
    if found is not None:
        return found
    kind = medium if medium in Outlet.Kind.values else Outlet.Kind.NEWS_SITE
    outlet = Outlet(name=plain, kind=kind, website=website)
    outlet.full_clean()
    outlet.save()
    return outlet


def forget_copies(*, before: dt.datetime) -> int:
    """Removes the copies of pages that a person asked for and no clipping was made of; gives how many."""
    gone = 0
    for copy in PageCopy.free().filter(fetched_at__lt=before, fetched_by__isnull=False):
        copy.delete()
        gone += 1
    return gone


def from_copy(copy: PageCopy) -> dict[str, Any]:
    """What the form is filled with from a page that was read."""
    outlet = selectors.outlet_of(copy.address)
    return {
        "headline": copy.title, "url": copy.address, "author": copy.author, "published_on": copy.published_on,
        "published_time": copy.published_time, "text": copy.text, "outlet": outlet,
        "medium": outlet.kind if outlet else "news_site", "with_picture": bool(copy.picture),
    }  # fmt: skip
