"""What the office does with applications: asks, approves, puts on the waiting list, refuses, revokes.

Every decision locks the event's plan first and the application second, so that two officers give no place twice; it is
written down (``ApplicationStep``) and told by a letter. ``seen`` is the state that the officer had before them: nobody
approves what the applicant has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from press_archive.accreditation import badges, changes, history, keys, letters, restrictions, states
from press_archive.accreditation.models import Application, Badge, Plan, Quota
from press_archive.accreditation.permissions import may_accredit, may_print_badges, may_rotate_keys
from press_archive.accreditation.places import Places
from press_archive.accreditation.words import Did, State
from press_archive.agenda.models import PressEvent
from press_archive.contacts.models import Outlet


def seen_state(application: Application) -> str:
    """What tells an officer's page whether the application is still the one that it shows."""
    return f"{application.state}:{application.state_at.timestamp():.6f}"


def _taken_up(application: Application, user: User, seen: str, *allowed: State) -> tuple[Plan, Application]:
    if not may_accredit(user):
        raise PermissionDenied
    plan, row = states.locked(application)
    if row.state not in allowed:
        raise Refusal(
            _("Başvuru bu arada ilerledi: “%(state)s”. Sayfayı yenileyip bakın.") % {"state": row.get_state_display()},
            status=409,
        )
    if seen and seen != seen_state(row):
        raise Refusal(_("Başvuru siz bakarken değişti. Sayfayı yenileyip yeni hâlini okuyun."), status=409)
    return plan, row


def _said(words: str, refusal: str) -> str:
    said = clean(words).strip()[:600]
    if not said:
        raise Refusal(refusal, status=400)
    return said


@transaction.atomic
def accredit(
    *, application: Application, user: User, zones: list[str] | None = None, seen: str = "",
    places: Places | None = None,
) -> Application:  # fmt: skip
    """Gives a place and a badge. Raises ``PermissionDenied``, and ``Refusal`` when no place is left, a restriction is
    in force or the event is over."""
    plan, row = _taken_up(application, user, seen, State.RECEIVED, State.ASKED, State.WAITING, State.CHANGED)
    event = row.event
    if not event.live or event.ends_at < timezone.now():
        raise Refusal(_("Etkinlik bitmiş ya da duyurusu geri çekilmiş; karar verilmez."), status=409)
    places = places or Places(plan, event)
    places.give_back(row)
    fields = changes.apply(row) if row.state == State.CHANGED else []
    if restrictions.against(row).exists():
        raise Refusal(_("Yürürlükte bir kısıt var; akreditasyon görevlisi ya da Müdür kısıta bakmalı."), status=409)
    if obstacle := places.obstacle(row):
        raise Refusal(obstacle, status=409, code="full")
    was_changed = row.state == State.CHANGED
    states.move(row, State.APPROVED, question="", reason="", change={})
    badges.give(row, plan, zones=zones)
    places.take(row)
    history.record(row, Did.ACCEPTED if was_changed else Did.APPROVED, by=user, fields=fields)
    letters.tell(row, "accepted" if was_changed else "approved")
    return row


@transaction.atomic
def decline_change(*, application: Application, user: User, words: str, seen: str = "") -> Application:
    """What was approved goes on; the change is not accepted. Raises ``PermissionDenied`` and ``Refusal``."""
    said = _said(words, _("Değişikliğin neden kabul edilmediğini yazın."))
    _plan, row = _taken_up(application, user, seen, State.CHANGED)
    changes.drop(row)
    states.move(row, State.APPROVED)
    history.record(row, Did.DECLINED, by=user, words=said)
    letters.tell(row, "declined", said)
    return row


@transaction.atomic
def ask_applicant(*, application: Application, user: User, words: str, seen: str = "") -> Application:
    """Asks the applicant for something. Raises ``PermissionDenied`` and ``Refusal``."""
    said = _said(words, _("Hangi bilginin gerektiğini yazın."))
    _plan, row = _taken_up(application, user, seen, State.RECEIVED, State.ASKED, State.WAITING)
    states.move(row, State.ASKED, question=said)
    history.record(row, Did.ASKED, by=user, words=said)
    letters.tell(row, "asked", said)
    return row


@transaction.atomic
def put_on_waiting_list(*, application: Application, user: User, words: str = "", seen: str = "") -> Application:
    """There is no place now. Raises ``PermissionDenied`` and ``Refusal``."""
    _plan, row = _taken_up(application, user, seen, State.RECEIVED, State.ASKED)
    states.move(row, State.WAITING, reason=clean(words).strip()[:600])
    history.record(row, Did.WAITING, by=user, words=words)
    letters.tell(row, "waiting", words)
    return row


@transaction.atomic
def turn_down(*, application: Application, user: User, words: str, seen: str = "") -> Application:
    """No, with the reason that the applicant reads. Raises ``PermissionDenied`` and ``Refusal``."""
    said = _said(words, _("Reddin gerekçesini yazın; başvuran onu okur."))
    _plan, row = _taken_up(application, user, seen, State.RECEIVED, State.ASKED, State.WAITING)
    states.move(row, State.REFUSED, reason=said)
    history.record(row, Did.REFUSED, by=user, words=said)
    letters.tell(row, "refused", said)
    return row


@transaction.atomic
def end_accreditation(*, application: Application, user: User, words: str, seen: str = "") -> Application:
    """Takes an accreditation back; its badge opens no gate any more. Raises ``PermissionDenied`` and ``Refusal``."""
    said = _said(words, _("Akreditasyonun neden kaldırıldığını yazın; ilgilisi onu okur."))
    _plan, row = _taken_up(application, user, seen, State.APPROVED, State.CHANGED)
    changes.drop(row)
    states.move(row, State.REVOKED, reason=said)
    badges.revoke(row)
    history.record(row, Did.REVOKED, by=user, words=said)
    letters.tell(row, "revoked", said)
    return row


@dataclass(slots=True)
class Decided:
    """What became of many at once: those that were decided, and those that were not, each with the reason."""

    done: list[Application] = field(default_factory=list)
    left: list[tuple[Application, str]] = field(default_factory=list)


MANY: dict[str, Callable[..., Application]] = {
    "onayla": accredit,
    "beklet": put_on_waiting_list,
    "reddet": turn_down,
    "sor": ask_applicant,
}
MOST_AT_ONCE = 500


@transaction.atomic
def decide_many(
    *, event: PressEvent, chosen: dict[int, str], what: str, user: User, words: str = ""
) -> Decided:  # fmt: skip
    """Decides about many, whoever applied first is first: ``chosen`` maps their numbers to what was seen of them.

    Each stands alone: one that cannot be decided keeps no other from it. Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_accredit(user):
        raise PermissionDenied
    if what not in MANY or not chosen or len(chosen) > MOST_AT_ONCE:
        raise Refusal(_("Başvuruları ve ne yapılacağını seçin."), status=400)
    if what in ("reddet", "sor"):
        _said(words, _("Gerekçeyi ya da istenen bilgiyi yazın; başvuranlar onu okur."))
    plan = states.plan_of(event)
    places = Places(plan, event)
    said: dict[str, Any] = {"places": places} if what == "onayla" else {"words": words}
    decided = Decided()
    for row in Application.objects.filter(event=event, pk__in=chosen).with_rows().order_by("applied_at", "pk"):
        try:
            with transaction.atomic():
                decided.done.append(MANY[what](application=row, user=user, seen=chosen[row.pk], **said))
        except Refusal as refusal:
            if what == "onayla":
                places = said["places"] = Places(plan, event)
            decided.left.append((row, str(refusal)))
    return decided


@transaction.atomic
def set_outlet(*, application: Application, outlet: Outlet | None, user: User) -> Application:
    """Says which outlet of the directory it is that the applicant wrote; quotas count by it. Raises
    ``PermissionDenied`` and ``Refusal``."""
    _plan, row = _taken_up(application, user, "", State.RECEIVED, State.ASKED, State.WAITING)
    row.outlet = outlet
    row.state_at = timezone.now()
    row.save(update_fields=["outlet", "state_at"])
    log(instance=row, action="accreditation.outlet", user=user)
    return row


@transaction.atomic
def set_plan(
    *, event: PressEvent, per_outlet: int | None, note: str, quotas: Mapping[str, tuple[int | None, int | None]],
    user: User,
) -> Plan:  # fmt: skip
    """Sets how many may come. Places that were given stay given. Raises ``PermissionDenied``."""
    if not may_accredit(user):
        raise PermissionDenied
    plan = states.plan_of(event)
    plan.per_outlet, plan.note = per_outlet, clean(note).strip()[:1000]
    plan.save(update_fields=["per_outlet", "note"])
    plan.quotas.all().delete()
    Quota.objects.bulk_create(
        [Quota(plan=plan, kind=kind, per_outlet=each, total=total) for kind, (each, total) in quotas.items()
         if each is not None or total is not None]
    )  # fmt: skip
    log(instance=plan, action="accreditation.planned", user=user)
    return plan


@transaction.atomic
def note_printed(*, rows: Iterable[Badge], user: User) -> None:
    """Writes down that badges were printed. Raises ``PermissionDenied``."""
    if not may_print_badges(user):
        raise PermissionDenied
    now = timezone.now()
    for badge in rows:
        Badge.objects.filter(pk=badge.pk).update(printed_at=now)
        history.record(badge.application, Did.PRINTED, by=user)


@transaction.atomic
def renew_key(*, user: User, is_leaked: bool = False) -> int:
    """A new key signs from now on. ``is_leaked``: what the one before signed opens no gate any more, and every badge of
    a coming event is signed anew; gives how many. Raises ``PermissionDenied``."""
    if not may_rotate_keys(user):
        raise PermissionDenied
    old = keys.standing()
    row = keys.make()
    log(instance=row, action="accreditation.key_renewed", user=user)
    if not is_leaked or old is None:
        return 0
    keys.refuse(old)
    renewed = 0
    events = PressEvent.objects.filter(applications__badge__signed_by=old, ends_at__gt=timezone.now()).distinct()
    for event in events:
        plan = states.plan_of(event)
        for application in Application.objects.filter(event=event, badge__signed_by=old).holding().with_rows():
            badges.give(application, plan)
            renewed += 1
    return renewed
