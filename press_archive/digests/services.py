"""What is done to digests: put in order, drop, send; and alerts.

Each is sent once: the row is marked as sent by one statement that says "unless it was", in the transaction that writes
its letters. Of two workers one wins, a killed one leaves nothing, and one that slept tells it when it wakes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import format_date
from cms.letters.models import Letter, LetterKind
from cms.letters.services import one_line, write
from cms.users.models import User
from press_archive.clippings.models import Clipping
from press_archive.digests import selectors
from press_archive.digests.lines import Line, groups, line_of
from press_archive.digests.models import Alert, Digest, DigestItem
from press_archive.digests.permissions import may_work_digests

# A mail has an end; the page and the PDF have them all.
LISTED = 60


def _open(day: dt.date, user: User) -> Digest:
    if not may_work_digests(user):
        raise PermissionDenied
    Digest.objects.get_or_create(day=day)
    digest = Digest.objects.select_for_update().get(day=day)
    if digest.sent_at is not None:
        raise Refusal(_("Bu günün özeti gönderildi; artık değiştirilemez."), status=409)
    return digest


@transaction.atomic
def move(*, day: dt.date, clipping: int, up: bool, user: User) -> None:
    """Moves a line one place up or down inside its section. Raises ``PermissionDenied`` and ``Refusal``."""
    digest = _open(day, user)
    lines, _dropped = selectors.put_together(day)
    section = next((line.section for line in lines if line.clipping == clipping), None)
    row = [line.clipping for line in lines if line.section == section]
    if section is None:
        raise Refusal(_("Bu haber özette yok."), status=404)
    at = row.index(clipping)
    to = at - 1 if up else at + 1
    if 0 <= to < len(row):
        row[at], row[to] = row[to], row[at]
    for place, number in enumerate(row, 1):
        DigestItem.objects.update_or_create(digest=digest, clipping_id=number, defaults={"place": place})
    log(instance=digest, action="wagtail.edit", user=user, data={"moved": clipping, "up": up})


@transaction.atomic
def drop(*, day: dt.date, clipping: int, dropped: bool, user: User) -> None:
    """Leaves a clipping out of the digest, or takes it in again. Raises ``PermissionDenied`` and ``Refusal``."""
    digest = _open(day, user)
    if not selectors.fresh(day).filter(pk=clipping).exists():
        raise Refusal(_("Bu haber özette yok."), status=404)
    DigestItem.objects.update_or_create(digest=digest, clipping_id=clipping, defaults={"is_dropped": dropped})
    log(instance=digest, action="wagtail.edit", user=user, data={"clipping": clipping, "dropped": dropped})


@transaction.atomic
def annotate(*, day: dt.date, note: str, user: User) -> None:
    """Says what stands above the lines. Raises ``PermissionDenied`` and ``Refusal``."""
    digest = _open(day, user)
    digest.note = clean(note).strip()[:600]
    digest.save(update_fields=["note"])
    log(instance=digest, action="wagtail.edit", user=user)


@transaction.atomic
def send_digest(*, day: dt.date, user: User | None = None, now: dt.datetime | None = None) -> Digest | None:
    """Sends the digest of ``day`` to everybody who gets it; ``None`` when it was sent or nobody gets it.

    ``user``: who sends it before its time; the worker is nobody. Raises ``PermissionDenied`` and ``Refusal`` for them.
    """
    if user is not None and not may_work_digests(user):
        raise PermissionDenied
    readers = selectors.readers_of("gets_digest")
    if not readers:
        if user is not None:
            raise Refusal(_("Özeti alacak makam ya da kişi yazılmamış."), status=409)
        return None
    Digest.objects.get_or_create(day=day)
    mine = Digest.objects.filter(day=day, sent_at=None).update(sent_at=now or timezone.now(), sent_by=user)
    if not mine:
        if user is not None:
            raise Refusal(_("Bu günün özeti zaten gönderildi."), status=409)
        return None
    digest = Digest.objects.get(day=day)
    lines, dropped = selectors.put_together(day)
    digest.lines = [line.as_json() for line in lines]
    digest.save(update_fields=["lines"])
    left_out = {line.clipping for line in dropped}
    known = {item.clipping_id: item for item in digest.items.all()}
    told = [
        DigestItem(
            digest=digest, clipping_id=line.clipping, place=known[line.clipping].place if line.clipping in known else 0,
            is_dropped=line.clipping in left_out, answer=line.answer,
        )
        for line in (*lines, *dropped)
    ]  # fmt: skip
    digest.items.all().delete()
    DigestItem.objects.bulk_create(told)
    digest.letters.set(_letters_of(digest, lines, readers))
    log(instance=digest, action="digests.send", user=user, data={"lines": len(lines), "dropped": len(dropped)})
    return digest


def _letters_of(digest: Digest, lines: list[Line], readers: list[User]) -> list[Letter]:
    with override("tr"):
        day = format_date(digest.day, weekday=True)
        subject = _("Günlük basın özeti: %(day)s") % {"day": day}
        words = context_of(digest.day, digest.note, lines)
        body = render_to_string("digests/mail/digest.txt", words)
        html = render_to_string("digests/mail/digest.html", words)
        to = [(user.email, one_line(user)) for user in readers]
        return write(kind=LetterKind.PRESS, to=to, subject=subject, body=body, html=html)


def context_of(day: dt.date, note: str, lines: list[Line]) -> dict[str, Any]:
    """What mail, page and PDF of a digest are made of."""
    page = settings.SITE_URL + reverse("digests:day", args=[day.isoformat()])
    return {
        "day": format_date(day, weekday=True), "note": note, "lines": lines, "groups": groups(lines),
        "listed": groups(lines[:LISTED]), "more": max(0, len(lines) - LISTED), "sum": in_words(lines), "url": page,
        "pdf_url": settings.SITE_URL + reverse("digests:pdf", args=[day.isoformat()]),
        "clippings_url": settings.SITE_URL + reverse("clippings:index"),
    }  # fmt: skip


def in_words(lines: list[Line]) -> str:
    """The one line that stands above all others."""
    if not lines:
        return _("Yeni haber yok.")
    count = ngettext("%(count)d haber", "%(count)d haber", len(lines)) % {"count": len(lines)}
    waiting = sum(bool(line.answer) for line in lines)
    negative = sum(line.tone == "negative" for line in lines)
    parts = [count]
    if waiting:
        parts.append(_("%(count)d yanıt bekliyor") % {"count": waiting})
    if negative:
        parts.append(_("%(count)d olumsuz") % {"count": negative})
    return ", ".join(parts) + "."


# --- Worker -----------------------------------------------------------------------------------------------------------


def send_due(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Sends today's digest once ``DIGEST_TIME`` has come; gives how many letters it was."""
    moment = timezone.localtime(now or timezone.now())
    if moment.time() < settings.DIGEST_TIME:
        return 0
    if Digest.objects.filter(day=moment.date(), sent_at__isnull=False).exists():
        return 0
    digest = send_digest(day=moment.date(), now=moment)
    return digest.letters.count() if digest else 0


def alert_due(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Tells of what came after today's digest and needs an answer; gives how many clippings it was.

    Before the digest nothing is told apart: it stands first there. Where nobody gets a digest nothing waits for it.
    """
    today = timezone.localtime(now or timezone.now()).date()
    if not selectors.to_tell(today):
        return 0
    readers = selectors.readers_of("gets_alerts")
    if not readers:
        return 0
    is_sent = Digest.objects.filter(day=today, sent_at__isnull=False).exists()
    if not is_sent and selectors.readers_of("gets_digest"):
        return 0
    Digest.objects.get_or_create(day=today)
    with transaction.atomic():
        # One worker at a time: whoever waits here sees afterwards what the other one told.
        Digest.objects.select_for_update().get(day=today)
        rows = selectors.to_tell(today)
        alerts = [Alert.objects.get_or_create(clipping=row, answer=row.needs_answer) for row in rows]
        made = [(row, alert) for row, (alert, is_new) in zip(rows, alerts, strict=True) if is_new]
        if made:
            letters = _alerts_of([row for row, _alert in made], readers)
            for _row, alert in made:
                alert.letters.set(letters)
    return len(made)


def _alerts_of(rows: list[Clipping], readers: list[User]) -> list[Letter]:
    with override("tr"):
        lines = [
            (line_of(row), settings.SITE_URL + reverse("clippings:detail", args=[row.pk])) for row in rows[:LISTED]
        ]
        first = lines[0][0]
        subject = _("Yanıt gerekiyor (%(answer)s): %(headline)s") % {
            "answer": first.answer_label, "headline": first.headline,
        }  # fmt: skip
        if len(rows) > 1:
            subject = _("Yanıt gereken %(count)d haber") % {"count": len(rows)}
        body = render_to_string(
            "digests/mail/alert.txt", {"lines": lines, "more": max(0, len(rows) - LISTED), "count": len(rows)}
        )
        return write(
            kind=LetterKind.PRESS, to=[(user.email, one_line(user)) for user in readers], subject=subject, body=body
        )
