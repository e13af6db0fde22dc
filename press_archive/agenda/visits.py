"""What is done with visits: planned, changed, closed; and the secret address of the mayor's calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from press_archive.agenda.models import CalendarAddress, Visit
from press_archive.agenda.permissions import may_plan_visits, may_read_visits
from press_archive.agenda.words import VisitState

TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
NOTED_EVERY = dt.timedelta(hours=1)
VISIT_FIELDS = (
    "kind", "outlet", "title", "starts_at", "ends_at", "place", "people", "route", "talking_points", "gift",
    "gift_cost", "gift_reason", "photographer", "follow_up", "follow_up_on",
)  # fmt: skip


@transaction.atomic
def plan_visit(*, values: dict[str, Any], user: User) -> Visit:
    """Writes a new visit. Raises ``PermissionDenied`` and ``ValidationError``."""
    if not may_plan_visits(user):
        raise PermissionDenied
    visit = Visit(created_by=user, **{name: values[name] for name in VISIT_FIELDS if name in values})
    visit.full_clean()
    visit.save()
    log(instance=visit, action="wagtail.create", user=user)
    return visit


def _locked_visit(visit: Visit, user: User) -> Visit:
    if not may_plan_visits(user):
        raise PermissionDenied
    return Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)


@transaction.atomic
def change_visit(*, visit: Visit, values: dict[str, Any], seen: int, user: User) -> Visit:
    """Changes a planned visit. ``seen``: the state that the writer began with; nobody writes over what somebody else
    has saved meanwhile. Raises ``PermissionDenied``, ``Refusal``, ``ValidationError``."""
    row = _locked_visit(visit, user)
    if row.state != VisitState.PLANNED:
        raise Refusal(_("Bu ziyaret kapandı."), status=409)
    if row.changes != seen:
        raise Refusal(_("Siz yazarken ziyareti başkası kaydetti. Sayfayı yenileyip oradan devam edin."), status=409)
    times = (row.starts_at, row.ends_at)
    for name in VISIT_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.full_clean()
    row.changes += 1
    if times != (row.starts_at, row.ends_at):
        row.sequence += 1
    row.save()
    log(instance=row, action="wagtail.edit", user=user)
    return row


@transaction.atomic
def close_visit(*, visit: Visit, took_place: bool, text: str, user: User) -> Visit:
    """Writes how a visit went, or why there was none. Raises ``PermissionDenied`` and ``Refusal``."""
    row = _locked_visit(visit, user)
    if row.state != VisitState.PLANNED:
        raise Refusal(_("Bu ziyaret kapandı."), status=409)
    if took_place and row.starts_at > timezone.now():
        raise Refusal(_("Ziyaret henüz başlamadı."), status=409)
    said = clean(text).strip()[:2000]
    if not said:
        raise Refusal(_("Ziyaretin nasıl geçtiğini ya da neden yapılmadığını yazın."), status=400)
    row.state, row.outcome = VisitState.DONE if took_place else VisitState.CANCELLED, said
    row.changes, row.sequence = row.changes + 1, row.sequence + 1
    row.save(update_fields=["state", "outcome", "changes", "sequence"])
    log(instance=row, action=f"agenda.visit_{row.state}", user=user)
    return row


# --- The mayor's calendar ---------------------------------------------------------------------------------------------


@transaction.atomic
def give_mayor_calendar(*, user: User) -> str:
    """A new secret for ``user``'s calendar program; the one before it opens nothing any more. It is told once: what is
    stored is its digest. Raises ``PermissionDenied``."""
    if not may_read_visits(user):
        raise PermissionDenied
    token = secrets.token_urlsafe(32)
    row, _made = CalendarAddress.objects.update_or_create(
        user=user, defaults={"digest": _digest(token), "read_at": None}
    )
    log(instance=row, action="agenda.address_given", user=user)
    return token


@transaction.atomic
def take_back_mayor_calendar(*, user: User) -> bool:
    """``user``'s secret address opens nothing any more; gives whether there was one."""
    row = CalendarAddress.objects.select_for_update().filter(user=user).first()
    if row is None:
        return False
    log(instance=row, action="agenda.address_taken_back", user=user)
    row.delete()
    return True


def mayor_calendar_reader(token: str, *, now: dt.datetime | None = None) -> User | None:
    """Whose address this is; ``None`` for a guess, and for somebody who may not read visits any more."""
    if not TOKEN.fullmatch(token):
        return None
    row = CalendarAddress.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is None or not may_read_visits(row.user):
        return None
    now = now or timezone.now()
    if row.read_at is None or row.read_at < now - NOTED_EVERY:
        CalendarAddress.objects.filter(pk=row.pk).update(read_at=now)
    reader: User = row.user
    return reader


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
