"""Letters: ``write`` them; every change of their state.

Written by whoever has something to tell, in the transaction of what it tells of. Carried by ``publishing.dispatch``'s
worker, never inside a request: ``lease_due``, ``mark_sending``, ``settle``, ``set_aside``, ``give_back``,
``release_expired`` (the rules are ``cms.core.leases``'). Decided by people: ``retry``, ``resolve_unknown``,
``told_otherwise``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core import leases
from cms.core.carriage import IN_WORK, DeliveryState
from cms.core.receipt import Receipt
from cms.core.text import clean
from cms.letters.models import NOT_ARRIVED, Letter, LetterKind

# Floors above say whether a letter may still leave: what it carries may have been taken back since it was written.
STANDS: list[Callable[[Letter], bool]] = []
RETRYABLE = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.QUEUED)
# Bytes of plain text beyond which a letter is no letter; the mail channel has a limit of its own for HTML.
LONGEST_BODY = 60_000


def one_line(text: Any) -> str:
    """``text`` as it can stand in a header: without line breaks, direction marks and other control characters."""
    line = clean(str(text), lines=False)
    return " ".join("".join(character if character.isprintable() else " " for character in line).split())


def plain(text: str) -> str:
    """``text`` as a mail can carry it: its lines kept, control characters and direction overrides gone."""
    return clean(str(text))[:LONGEST_BODY]


def write(
    *,
    kind: LetterKind,
    to: Iterable[tuple[str, str]],
    subject: str,
    body: str,
    html: str = "",
    secret: bool = False,
    origin: str = "",
    sender_name: str = "",
    unsubscribe_url: str = "",
    calendar: str = "",
) -> list[Letter]:
    """Writes one letter to each (address, name) of ``to``, in the caller's transaction; an address stands once.

    Nothing in a text or a name can make it fail: whatever a header or a mail cannot hold is left out. Names that stand
    inside ``body`` should go through :func:`one_line`, so that a name cannot write lines of its own. ``origin``: what
    :func:`cancel_from` stops it by.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    names = {one_line(address): name for address, name in to if one_line(address)}
    letters = [
        Letter(
            kind=kind,
            recipient=address[:254],
            recipient_name=one_line(name)[:200],
            subject=one_line(subject)[:300],
            body=plain(body),
            html=plain(html) if len(html) <= LONGEST_BODY else "",
            secret=secret,
            origin=origin,
            sender_name=one_line(sender_name)[:120],
            unsubscribe_url=unsubscribe_url,
            calendar=calendar,
            message_id=f"<{uuid.uuid4().hex}@{domain}>",
        )
        for address, name in names.items()
    ]
    return Letter.objects.bulk_create(letters)


def cancel_from(origin: str, *, recipient: str = "") -> int:
    """Stops the letters whose origin begins with ``origin`` (to ``recipient`` only) and that nobody has begun to send.

    A worker that had claimed one loses it. Gives how many.
    """
    rows = Letter.objects.filter(origin__startswith=origin, state__in=[DeliveryState.QUEUED, DeliveryState.LEASED])
    if recipient:
        rows = rows.filter(recipient=recipient)
    done = {"state": DeliveryState.CANCELLED, "finished_at": timezone.now(), "lease_owner": "", "lease_until": None}
    return rows.update(**done, body="", html="", calendar="")


# --- Workers ----------------------------------------------------------------------------------------------------------


def lease_due(*, owner: str, limit: int) -> list[Letter]:
    """Claims up to ``limit`` due letters for the worker ``owner``, security notices first."""
    return leases.lease_due(Letter.objects.due(), owner=owner, limit=limit)


def mark_sending(*, letter: Letter) -> bool:
    """Writes down that the letter leaves now. ``False``: the claim is gone, or what it carries was taken back."""
    if not still_stands(letter):
        set_aside(letter=letter, reason=_taken_back())
        return False
    return leases.mark_sending(letter)


def still_stands(letter: Letter) -> bool:
    """Whether what the letter carries has not been taken back since."""
    return all(stands(letter) for stands in STANDS)


def _taken_back() -> str:
    return _("Taşıdığı yazı geri çekildi ya da yerine yenisi imzalandı; gönderilmez.")


@transaction.atomic
def settle(*, letter: Letter, outcome: Receipt) -> bool:
    """Writes the answer to the attempt that ``letter`` was marked for. ``False``: the attempt is no longer ours."""
    row = leases.settle(Letter.objects.all(), letter, outcome)
    if row is None:
        return False
    forget_secrets(pk=row.pk)
    return True


def set_aside(*, letter: Letter, reason: str) -> bool:
    """Ends a leased letter that cannot be made a mail of."""
    done = leases.set_aside(letter, state=DeliveryState.FAILED, reason=reason)
    forget_secrets(pk=letter.pk)
    return done


def give_back(*, owner: str, pause: dt.timedelta | None = None) -> int:
    """Returns the letters that ``owner`` has claimed and not begun; with ``pause`` they are due only after it."""
    return leases.give_back(Letter, owner=owner, pause=pause)


@transaction.atomic
def release_expired(*, at: dt.datetime | None = None) -> int:
    """Takes letters from workers that have been silent longer than their lease; gives how many."""
    released = leases.release_expired(Letter.objects.all(), at=at)
    if released:
        forget_secrets()
    return released


def forget_secrets(**which: Any) -> int:
    """Blanks the text of secret letters that have left the queue: they are never sent a second time."""
    over = [state for state in DeliveryState if state not in (DeliveryState.QUEUED, *IN_WORK)]
    return (
        Letter.objects.filter(secret=True, state__in=over, **which).exclude(body="", html="").update(body="", html="")
    )


# --- People -----------------------------------------------------------------------------------------------------------


def may_resolve(user: AbstractUser | AnonymousUser, letter: Letter) -> bool:
    """Whether ``user`` may say what became of ``letter``.

    Of a security notice only an office may say so, by the permission of its group (which somebody who is not yet in
    office does not have): a superuser, who has every permission, may be the one whom the notice tells of.
    """
    if not user.is_active or not user.has_perm("letters.change_letter"):
        return False
    if letter.kind != LetterKind.SECURITY:
        return True
    return bool(not user.is_superuser and user.has_perm("letters.decide_security_letter"))


def _locked(letter: Letter, user: AbstractUser) -> Letter:
    if not user.is_active or not user.has_perm("letters.change_letter"):
        raise PermissionDenied(_("Mektuplar hakkında karar verme yetkiniz yok."))
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.origin:
        raise PermissionDenied(_("Abonelere giden mektuplar hakkında kimse karar vermez."))
    return row


def _decided(letter: Letter, user: AbstractUser) -> Letter:
    row = _locked(letter, user)
    if not may_resolve(user, row):
        raise PermissionDenied(_("Bir güvenlik bildiriminin sonucunu yalnızca makam sahipleri yazabilir."))
    return row


@transaction.atomic
def retry(*, letter: Letter, user: AbstractUser) -> Letter:
    """Makes a failed, bounced or waiting letter due at once. Raises ``PermissionDenied`` or ``ValidationError``."""
    row = _locked(letter, user)
    if row.state not in RETRYABLE:
        raise ValidationError(_("Bu mektup yeniden denenemez: %(state)s.") % {"state": row.get_state_display()})
    if row.secret and not row.body:
        raise ValidationError(_("Bu mektup gizli bir bağlantı taşıyordu ve saklanmadı; alıcı yenisini istemelidir."))
    if not still_stands(row):
        raise ValidationError(_taken_back())
    leases.make_due(row)
    log(instance=row, action="letters.retry", user=user)
    return row


@transaction.atomic
def resolve_unknown(*, letter: Letter, user: AbstractUser, accepted: bool) -> Letter:
    """A person found out what became of an unknown letter: it arrived, or it did not (and may be tried again).

    Raises ``PermissionDenied``, or ``ValidationError`` when the outcome is known already.
    """
    row = _decided(letter, user)
    if row.state != DeliveryState.UNKNOWN:
        raise ValidationError(_("Bu mektubun sonucu zaten belli: %(state)s.") % {"state": row.get_state_display()})
    leases.close_unknown(row, user=user, accepted=accepted)
    log(instance=row, action="letters.resolve", user=user, data={"accepted": accepted})
    return row


@transaction.atomic
def told_otherwise(*, letter: Letter, user: AbstractUser) -> Letter:
    """The recipient was told in another way, so that the letter needs nobody's attention any more.

    Raises ``PermissionDenied``, or ``ValidationError`` when it had arrived or is still on its way.
    """
    row = _decided(letter, user)
    if row.state not in NOT_ARRIVED:
        raise ValidationError(_("Bu mektup kapatılamaz: %(state)s.") % {"state": row.get_state_display()})
    row.state, row.finished_at, row.lease_owner = DeliveryState.CANCELLED, timezone.now(), ""
    row.reason = (_("%(person)s: alıcıya başka yoldan bildirildi.") % {"person": user})[:300]
    row.save(update_fields=["state", "finished_at", "lease_owner", "reason"])
    log(instance=row, action="letters.told", user=user)
    return row
