"""Opening and closing gates, and taking in what they saw."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from press_archive.accreditation.badges import AFTER
from press_archive.accreditation.models import Badge
from press_archive.agenda.models import PressEvent
from press_archive.gate.models import GateLink, Scan, Why
from press_archive.gate.permissions import may_keep_gates, may_open_gates
from press_archive.gate.selectors import gates_of_the_day

MOST_GATES = 30
MOST_AT_ONCE = 500
MOST_SCANS = 20_000
NONCE = re.compile(r"[0-9a-f]{32}")


@transaction.atomic
def open_gate(*, event: PressEvent, name: str, user: User) -> GateLink:
    """A gate for one telephone, until some hours after the event. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_open_gates(user):
        raise PermissionDenied
    event = PressEvent.objects.select_for_update().get(pk=event.pk)
    said = clean(name).strip()[:80]
    ends_at = event.ends_at + AFTER
    if not said:
        raise Refusal(_("Kapının adını yazın."), status=400)
    if not event.live or ends_at <= timezone.now():
        raise Refusal(_("Etkinlik bitmiş ya da duyurusu geri çekilmiş; kapı açılmaz."), status=409)
    if event.gate_links.filter(closed_at__isnull=True).count() >= MOST_GATES:
        raise Refusal(_("Bu etkinliğin açık kapısı çok; önce birini kapatın."), status=409)
    gate = GateLink.objects.create(event=event, name=said, opened_by=user, ends_at=ends_at)
    log(instance=gate, action="gate.opened", user=user)
    return gate


@transaction.atomic
def close_gate(*, gate: GateLink, user: User) -> None:
    """Its address opens nothing any more. Raises ``PermissionDenied``."""
    if not may_open_gates(user):
        raise PermissionDenied
    if GateLink.objects.filter(pk=gate.pk, closed_at__isnull=True).update(closed_at=timezone.now()):
        log(instance=gate, action="gate.closed", user=user)


@transaction.atomic
def enter_gate(*, gate: GateLink, user: User) -> None:
    """``user`` stands at ``gate`` from now on; on record, because list and photos come with it. Raises
    ``PermissionDenied`` and ``Refusal``."""
    if not may_keep_gates(user):
        raise PermissionDenied
    if not gates_of_the_day().filter(pk=gate.pk).exists():
        raise Refusal(_("Bu kapı kapanmış ya da günü değil."), status=409)
    log(instance=gate, action="gate.entered", user=user)


@transaction.atomic
def receive_scans(*, gate: GateLink, rows: Any, phone_now: Any) -> list[str]:
    """Keeps what ``gate`` saw and returns the nonces that are kept now, also those that were before.

    ``phone_now``: what the telephone's clock says while it sends, in milliseconds since 1970; the difference to ours
    corrects each scan. Raises ``Refusal`` for what no telephone of ours sends; nothing of it is kept then.
    """
    GateLink.objects.select_for_update().get(pk=gate.pk)  # two sendings of one telephone wait for each other
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        raise _malformed()
    now = timezone.now()
    until = min(now, gate.ends_at, gate.closed_at or now)  # a gate saw nothing after its end
    skew = now - _moment(phone_now)
    badges = dict(Badge.objects.filter(application__event=gate.event_id).values_list("pk", "pk"))
    nonces = [_text(row, "nonce", 32) for row in rows]
    known = set(gate.scans.filter(nonce__in=nonces).values_list("nonce", flat=True))
    new: dict[str, Scan] = {}
    for row, nonce in zip(rows, nonces, strict=True):
        if not NONCE.fullmatch(nonce):
            raise _malformed()
        if nonce in known or nonce in new:
            continue
        refused, badge = _text(row, "refused", 20), row.get("badge")
        if refused and refused not in Why.values:
            raise _malformed()
        if badge is not None and (type(badge) is not int or badge not in badges):
            badge, refused = None, refused or "not_listed"
        phone_at = _moment(row.get("at"))
        new[nonce] = Scan(
            gate=gate, nonce=nonce, badge_id=badge, is_exit=row.get("exit") is True, refused=refused,
            note=clean(_text(row, "note", 200)).strip(), at=min(phone_at + skew, until), phone_at=phone_at,
        )  # fmt: skip
    if gate.scans.count() + len(new) > MOST_SCANS:
        raise Refusal(_("Bu kapı çok fazla okutma gönderdi."), status=429)
    Scan.objects.bulk_create(new.values())
    return nonces


def _malformed() -> Refusal:
    return Refusal(_("Telefonun gönderdiği okunamadı."), status=400)


def _text(row: Any, name: str, longest: int) -> str:
    value = row.get(name, "") if isinstance(row, dict) else None
    if not isinstance(value, str) or len(value) > longest:
        raise _malformed()
    return value


def _moment(value: Any) -> dt.datetime:
    if type(value) is not int or not 0 < value < 4_102_444_800_000:  # until the year 2100
        raise _malformed()
    return dt.datetime.fromtimestamp(value / 1000, dt.UTC)
