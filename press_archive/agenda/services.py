"""What is done with events, invitations, answers and visits.

``announce`` and ``call_off`` follow the two signatures and a withdrawal, in their transaction; nobody calls them by
hand. ``invite``, ``write_again`` and ``note_answer`` are officers' acts, ``record_answer`` the invited person's own.
Letters are written by the worker (``letters``).
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.letters.models import NOT_ARRIVED
from cms.users import limits
from cms.users.models import User
from cms.website import entries
from press_archive.agenda import announcements, calendars, letters, selectors
from press_archive.agenda.models import (
    EventVersion,
    Invitation,
    InvitationAnswer,
    PressEvent,
    Progress,
)
from press_archive.agenda.permissions import may_send_invitations
from press_archive.agenda.words import Answer, Change, Told
from press_archive.contacts.models import Address, normal_email
from press_archive.contacts.selectors import recipients, standings

TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
NOTED_EVERY = dt.timedelta(hours=1)
# What makes people go elsewhere or come at another time.
MOVING = ("starts_at", "ends_at", "doors_at", "place", "address")
MOST_PEOPLE = 10
MOST_ADDRESSES = 200
# One invited person may change their mind, and no program may do so all day.
ANSWERS_AN_HOUR = 20


# --- What two signatures say ------------------------------------------------------------------------------------------


@transaction.atomic
def announce(event: PressEvent) -> EventVersion | None:
    """Keeps what a live ``event`` says as its newest version; everybody who was invited hears of it. ``None`` when that
    is told already. Called in the transaction that publishes it."""
    progress, _made = Progress.objects.get_or_create(
        event=event, defaults={"uid": f"etkinlik-{event.pk}-{secrets.token_hex(6)}@{calendars.host()}"}
    )
    progress = Progress.objects.select_for_update().get(pk=progress.pk)
    last = event.versions.order_by("-sequence").first()
    if last is not None and last.revision_id == event.live_revision_id and last.change != Change.CANCELLED:
        return None
    said = announcements.values_of(event)
    change = _change(last, said)
    sequence = last.sequence + 1 if last is not None else 0
    version = EventVersion.objects.create(
        event=event, sequence=sequence, change=change, said=said, revision_id=event.live_revision_id
    )
    progress.sequence, progress.cancelled_at = sequence, None
    if change in (Change.MOVED, Change.RESTORED):
        progress.answers_from = sequence
    progress.moved_at = (
        version.at if change == Change.MOVED else None if change == Change.RESTORED else progress.moved_at
    )
    _count(progress, said)
    progress.save(update_fields=["sequence", "cancelled_at", "answers_from", "moved_at", "is_full"])
    log(instance=event, action=f"agenda.{change.value}")
    entries.changed()
    return version


def _change(last: EventVersion | None, said: dict[str, Any]) -> Change:
    if last is None:
        return Change.ANNOUNCED
    if last.change == Change.CANCELLED:
        return Change.RESTORED
    return Change.MOVED if any(last.said.get(name) != said.get(name) for name in MOVING) else Change.UPDATED


@transaction.atomic
def call_off(event: PressEvent) -> EventVersion | None:
    """Keeps that ``event``, which an office took back, is cancelled; everybody who was invited hears of it, in fixed
    words. Why stands in the evidence only. ``None`` when nothing was announced, or that is told already."""
    progress = Progress.objects.select_for_update().filter(event=event).first()
    last = event.versions.order_by("-sequence").first()
    if progress is None or last is None or last.change == Change.CANCELLED:
        return None
    version = EventVersion.objects.create(
        event=event, sequence=last.sequence + 1, change=Change.CANCELLED, said=last.said, revision_id=last.revision_id
    )
    progress.sequence, progress.cancelled_at = version.sequence, version.at
    progress.save(update_fields=["sequence", "cancelled_at"])
    log(instance=event, action="agenda.cancelled")
    entries.changed()
    return version


# --- Whom we invite ---------------------------------------------------------------------------------------------------


def _open(event: PressEvent) -> tuple[Progress, announcements.Announcement]:
    """The event's progress, locked, and what holds. Raises ``Refusal`` where nobody can be invited any more."""
    progress = Progress.objects.select_for_update().filter(event=event.pk).first()
    said = selectors.announcement_of(event)
    if progress is None or said is None:
        raise Refusal(_("Müdür ve Başkan imzası olmadan davet gönderilmez."), status=409)
    if said.is_cancelled:
        raise Refusal(_("Etkinlik iptal edildi."), status=409)
    if said.is_over:
        raise Refusal(_("Etkinlik bitti."), status=409)
    return progress, said


@transaction.atomic
def invite(*, event: PressEvent, lists: Iterable[int] = (), emails: Iterable[str] = (), user: User) -> int:
    """Invites the reachable addresses of ``lists`` and those of ``emails``, which the directory has to know; gives how
    many are new. The letters say what both offices signed. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_send_invitations(user):
        raise PermissionDenied
    _open(event)
    chosen = list(dict.fromkeys(lists))
    typed = list(dict.fromkeys(filter(None, (normal_email(email) for email in emails))))
    if len(typed) > MOST_ADDRESSES:
        raise Refusal(_("Bir kerede en çok %(most)d adres yazılabilir.") % {"most": MOST_ADDRESSES}, status=400)
    known = {row.email: row for row in Address.objects.filter(email__in=typed).select_related("journalist", "outlet")}
    if unknown := [email for email in typed if email not in known]:
        raise Refusal(
            _("Davet yalnızca basın rehberindeki adreslere gider; rehberde yok: %(emails)s")
            % {"emails": ", ".join(unknown[:5])},
            status=400,
        )
    for email, standing in standings(typed).items():
        if standing.obstacle:
            raise Refusal(f"{email}: {standing.obstacle}", status=400)
    wanted: dict[str, tuple[Any, int | None]] = {email: (known[email], None) for email in typed}
    for pk in chosen:
        found = {one.address_id: one.email for one in recipients([pk])}
        rows = Address.objects.select_related("journalist", "outlet").in_bulk(list(found))
        for row in rows.values():
            wanted.setdefault(row.email, (row, pk))
    if not wanted:
        raise Refusal(_("Seçtiğiniz listelerde gönderilebilecek adres yok; en az birini seçin."), status=400)
    have = set(Invitation.objects.filter(event=event, email__in=wanted).values_list("email", flat=True))
    new = [
        Invitation(
            event=event, email=email, name=row.owner_name, outlet_id=_outlet_of(row), address=row,
            distribution_list_id=list_id, token=secrets.token_urlsafe(32), invited_by=user,
        )
        for email, (row, list_id) in wanted.items()
        if email not in have
    ]  # fmt: skip
    Invitation.objects.bulk_create(new, batch_size=200)
    if new:
        words = ngettext("%(count)d davet", "%(count)d davet", len(new)) % {"count": len(new)}
        log(instance=event, action="agenda.invited", user=user, data={"count": len(new), "words": words})
    return len(new)


def _outlet_of(address: Address) -> int | None:
    return address.outlet_id or (address.journalist.outlet_id if address.journalist else None)


@transaction.atomic
def write_again(*, invitation: Invitation, user: User) -> None:
    """Writes the last letter to an address anew that did not arrive there. A person decides it, of an unclear outcome
    too. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_send_invitations(user):
        raise PermissionDenied
    row = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=invitation.pk)
    _progress, said = _open(row.event)
    last = row.letters.select_related("letter").filter(sequence=said.sequence).order_by("pk").last()
    if last is None or last.letter.state not in NOT_ARRIVED:
        raise Refusal(_("Bu davet yolda ya da ulaştı; yeniden gönderilmez."), status=409)
    standing = standings([row.email])[row.email]
    if standing.obstacle:
        raise Refusal(standing.obstacle, status=409)
    last.letter = letters.compose(row, said, Told(last.told), standing)
    last.save(update_fields=["letter"])
    log(instance=row.event, action="agenda.written_again", user=user, data={"email": row.email})


# --- What they answer -------------------------------------------------------------------------------------------------


def _count(progress: Progress, said: dict[str, Any]) -> None:
    """Whether the places are taken, into ``progress``."""
    capacity: int | None = said.get("capacity")
    coming = selectors.people_coming(progress.event, since=progress.answers_from)
    progress.is_full = capacity is not None and coming >= capacity


@transaction.atomic
def record_answer(*, token: str, said: str, people: int = 1, note: str = "") -> InvitationAnswer:
    """The invited person's answer; the last one counts. The token is the permission. Raises ``Refusal``."""
    if not TOKEN.fullmatch(token):
        raise Refusal(_("Bu davet bağlantısı geçerli değil."), status=404)
    row = Invitation.objects.select_related("event").filter(token=token).first()
    if row is None:
        raise Refusal(_("Bu davet bağlantısı geçerli değil."), status=404)
    if not limits.take("davet-yanit", str(row.pk), limit=ANSWERS_AN_HOUR, per=dt.timedelta(hours=1)):
        raise Refusal(_("Yanıtınızı çok sık değiştirdiniz; bir saat sonra yeniden deneyin."), status=429)
    return _answered(row, said, people, note)


@transaction.atomic
def note_answer(*, invitation: Invitation, said: str, people: int = 1, note: str = "", user: User) -> InvitationAnswer:
    """Writes down what an invited person told the office. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_send_invitations(user):
        raise PermissionDenied
    row = Invitation.objects.select_related("event").get(pk=invitation.pk)
    noted = _answered(row, said, people, note, noted_by=user)
    log(instance=row.event, action="agenda.answer_noted", user=user, data={"email": row.email, "answer": said})
    return noted


def _answered(
    invitation: Invitation, said: str, people: int, note: str, *, noted_by: User | None = None
) -> InvitationAnswer:
    progress, event = _open(invitation.event)
    if said not in Answer.values:
        raise Refusal(_("Gelip gelemeyeceğinizi seçin."), status=400)
    if not 1 <= people <= MOST_PEOPLE:
        raise Refusal(_("Kişi sayısı 1 ile %(most)d arasında olabilir.") % {"most": MOST_PEOPLE}, status=400)
    if noted_by is None and timezone.now() > event.answer_until:
        raise Refusal(_("Yanıt süresi doldu; basın bürosunu arayın."), status=409)
    people = people if said == Answer.YES else 1
    others = selectors.people_coming(invitation.event, but=invitation, since=progress.answers_from)
    if said == Answer.YES and event.capacity and others + people > event.capacity:
        left = max(event.capacity - others, 0)
        raise Refusal(
            _("Kontenjan doldu; “belki” derseniz yer açılınca büro sizi arar.") if not left
            else _("Yalnızca %(left)d kişilik yer kaldı.") % {"left": left},
            status=409,
        )  # fmt: skip
    row, _made = InvitationAnswer.objects.update_or_create(
        invitation=invitation,
        defaults={
            "answer": said, "people": people, "note": " ".join(clean(note, lines=False).split())[:300],
            "sequence": event.sequence, "at": timezone.now(), "noted_by": noted_by,
        },
    )  # fmt: skip
    _count(progress, event.said)
    progress.save(update_fields=["is_full"])
    return row
