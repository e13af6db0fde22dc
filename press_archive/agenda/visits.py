"""What is done with visits: planned, changed, closed.

``CALENDAR`` is the mayor's, at a secret address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.calendars import Calendar
from cms.users.models import User
from press_archive.agenda.models import CalendarAddress, Visit
from press_archive.agenda.permissions import may_plan_visits, may_read_visits
from press_archive.agenda.words import VisitState

CALENDAR = Calendar(CalendarAddress, may=may_read_visits, room="agenda", feed="agenda_mayor_feed")
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
