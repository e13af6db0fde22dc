"""What a printing house gets of a signed issue: one zip of the press's file, the proof, pictures, words and the job
sheet, under an address that ends, can be taken back, and writes down who fetched it.

Everything in it is made of what two people signed: the files under their digests, the words of the live row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import format_date
from cms.users.models import User
from cms.website import pictures
from cms.website.selectors import absolute
from media_library.kits.archive_stream import Archive, Entry
from media_library.kits.texts import for_windows
from media_library.rights.rules import Purpose
from media_library.rights.selectors import blocked_photos
from media_library.store.storage import read_range
from publishing.publications import designs, files, presenters, selectors
from publishing.publications.models import Fetch, Handover, Issue
from publishing.publications.permissions import may_hand_over
from publishing.publications.prepress.colour import CONDITION

LONGEST_DAYS = 60
# The lines of the job sheet (iş emri), in their order.
ORDER = {
    "quantity": gettext_lazy("Adet"), "paper": gettext_lazy("Kâğıt"), "weight": gettext_lazy("Gramaj"),
    "colours": gettext_lazy("Renk"), "folding": gettext_lazy("Kırım"), "binding": gettext_lazy("Cilt"),
    "place": gettext_lazy("Teslim yeri"), "day": gettext_lazy("İstenen teslim günü"), "note": gettext_lazy("Not"),
}  # fmt: skip


def digest_of(key: str) -> str:
    """What is kept of a link's key."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def hand_over(*, issue: Issue, receiver: str, order: dict[str, str], days: int, user: User) -> tuple[Handover, str]:
    """A link for ``receiver``, and its address, which is told this once. Raises ``PermissionDenied``, ``Refusal``."""
    if not may_hand_over(user):
        raise PermissionDenied
    row = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    certificate = row.certificate
    if not row.live or certificate is None:
        raise Refusal(_("Baskı paketi yalnız iki imzalı sayıdan verilir."), status=409)
    named = " ".join(clean(receiver, lines=False).split())[:160]
    if not named:
        raise Refusal(_("Matbaanın adını yazın."), status=400)
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal(_("Bağlantı 1 ile %(most)d gün arasında açık kalabilir.") % {"most": LONGEST_DAYS}, status=400)
    key = secrets.token_urlsafe(32)
    handover = Handover.objects.create(
        issue=row, certificate=certificate, receiver=named, key_digest=digest_of(key), made_by=user,
        order={name: clean(order.get(name, ""), lines=False)[:300] for name in ORDER},
        expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip
    log(instance=row, action="publications.handed_over", user=user, data={"receiver": named})
    return handover, absolute(reverse("publication_package", args=[key]))


@transaction.atomic
def revoke(*, handover: Handover, user: User) -> None:
    """Ends a link at once; a download that has begun breaks off."""
    if not may_hand_over(user):
        raise PermissionDenied
    row = Handover.objects.select_for_update().get(pk=handover.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        log(instance=row.issue, action="publications.link_revoked", user=user, data={"receiver": row.receiver})


def open_handover(key: str) -> Handover | None:
    """What ``key`` opens now: nothing once it ended, was taken back, or what was signed is not signed any more."""
    row = Handover.objects.select_related("issue", "certificate").filter(key_digest=digest_of(key)).first()
    if row is None or row.revoked_at is not None or row.expires_at <= timezone.now():
        return None
    issue = row.issue
    now = issue.certificate
    if not issue.live or now is None or now.pk != row.certificate_id or selectors.lost_photos(issue):
        return None
    return None if blocked_photos(sorted(selectors.photo_ids(issue)), Purpose.PRINT) else row


def note_fetch(*, handover: Handover, ip: str) -> None:
    """Writes down that somebody fetched the package, or a part of it."""
    Fetch.objects.create(handover=handover, ip=ip or None)


def archive_of(handover: Handover) -> Archive:
    """The zip. Raises ``files.Tampered`` where a stored file is not what was signed."""
    issue = handover.issue
    stem, made_at = issue.slug, issue.last_published_at or handover.made_at
    found: list[Entry] = []
    for name, sha256 in sorted(selectors.signed_files(handover.certificate).items()):
        path = {"print.pdf": f"{stem}-baski.pdf"}.get(name) or (
            f"prova/{stem}-{name[5:]}" if name.startswith("zoom-") else ""
        )
        row = selectors.file_of(issue, name, sha256) if path else None
        if row is None:
            if path:
                raise files.Tampered(_("İmzalı dosyalardan biri depoda yok; paket verilmedi."))
            continue
        crc32 = _checked(row)
        found.append(Entry(path, row.size, crc32, made_at, partial(read_range, row.file.storage, row.file.name or "")))
    photos = list({photo.pk: photo for photo in designs.photos_of(issue)}.values())
    pictures.attach_renditions(photos)
    for place, photo in enumerate(photos, start=1):
        stored = pictures.largest(photo)
        if stored is not None:
            with stored.file.storage.open(stored.file.name, "rb") as stream:
                found.append(_held(f"fotograflar/{stem}-{place:02d}.jpg", stream.read(), made_at))
    found.append(_held(f"{stem}-metin.docx", words_of(issue), made_at))
    found.append(_held(f"{stem}-is-emri.txt", for_windows(job_sheet(handover)), made_at))
    return Archive(found)


def _checked(row: Any) -> int:
    """The CRC-32 of a stored file whose bytes are those of its digest."""
    digest, crc32 = hashlib.sha256(), 0
    for piece in read_range(row.file.storage, row.file.name or ""):
        digest.update(piece)
        crc32 = zlib.crc32(piece, crc32)
    if digest.hexdigest() != row.sha256:
        raise files.Tampered(_("Depodaki dosya imzalanan dosya değil; verilmedi."))
    return crc32


def _held(name: str, data: bytes, made_at: dt.datetime) -> Entry:
    return Entry(name, len(data), zlib.crc32(data), made_at, partial(_slice, data))


def _slice(data: bytes, start: int, length: int) -> Iterator[bytes]:
    return iter([data[start : start + length]])


def words_of(issue: Issue) -> bytes:
    """All words of the issue as a DOCX."""
    from docx import Document

    document: Any = Document()
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.created = document.core_properties.modified = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    document.add_heading(issue.title, 0)
    for story in presenters.stories_of(issue):
        if story.headline:
            document.add_heading(story.headline, 1)
        for line in (story.spot, story.byline, story.when, story.where):
            if line:
                document.add_paragraph(line)
        for paragraph in story.paragraphs:
            if paragraph.kind == "heading":
                document.add_heading(paragraph.text, 2)
            else:
                document.add_paragraph(paragraph.text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@override("tr")
def job_sheet(handover: Handover) -> str:
    """The job sheet, as the printing house reads it: in Turkish, and of the signed files whatever became of the
    format since."""
    issue = handover.issue
    size = selectors.signed_measures(handover.certificate)
    shines = size.get("condition") == "sRGB"
    pages = sum(block.value["span"] or 1 for block in issue.plan)
    lines = [
        ("İş", issue.title), ("Sayı", issue.number), ("Tarih", format_date(issue.date)), ("Sayfa", str(pages)),
        ("Ebat (mm)", "{width:g} × {height:g}, taşma {bleed:g}".format(**size) if size else ""),
        ("Ölçek", f"1:{size['scale']}" if size.get("scale", 1) != 1 else ""),
        ("Renk profili (ICC)", "sRGB (ekran)" if shines else f"{CONDITION} (PDF/X-4 çıktı amacı)"),
        ("Baskı dosyası SHA-256", selectors.signed_files(handover.certificate).get(selectors.PRINT, "")),
        *((str(label), handover.order.get(name, "")) for name, label in ORDER.items()),
    ]  # fmt: skip
    said = "\n".join(f"{label}: {value}" for label, value in lines if value)
    return f"İŞ EMRİ\n{handover.receiver}\n\n{said}\n"
