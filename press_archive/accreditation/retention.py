"""What is kept of a person: shown to its owner, deleted with the account, after the event, or when somebody asks.

Numbers and evidence stay (state, role, outlet, what was decided when and by whom); the person goes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from press_archive.accreditation import badges, history, letters, states
from press_archive.accreditation.applicants import KEEP_AFTER
from press_archive.accreditation.models import Application, Badge, Plan, Restriction
from press_archive.accreditation.words import Did, State
from press_archive.journalists.models import Erasure, JournalistAccount

# Names and numbers stay longer than faces and papers: who was accredited is asked at the next event.
PERSON_AFTER = dt.timedelta(days=730)
AT_ONCE = 500


def exported(account: JournalistAccount) -> list[dict[str, Any]]:
    """What is kept of the applications of ``account``, and of restrictions that concern it."""
    rows = Application.objects.with_rows().filter(account=account).order_by("pk")
    found = [exported_application(row) for row in rows]
    restricted = [
        {"restriction": one.reason, "from": one.starts_on, "until": one.ends_on, "objection": one.objection,
         "answer": one.answer_words}
        for one in Restriction.objects.filter(account=account).order_by("pk")
    ]  # fmt: skip
    return [*found, *restricted]


def exported_application(row: Application) -> dict[str, Any]:
    """What is kept of one application, for its owner."""
    badge = row.standing_badge
    return {
        "event": row.event.title, "starts_at": row.event.starts_at, "applied_at": row.applied_at,
        "state": row.get_state_display(), "name": row.name, "phone": row.phone, "email": row.email,
        "outlet": row.outlet_label, "role": row.get_role_display(), "equipment": row.equipment, "plate": row.plate,
        "zones": row.zones, "card_kind": row.get_card_kind_display(), "card_number": row.card_number, "note": row.note,
        "asked": row.question, "reason": row.reason, "has_photo": row.portrait_id is not None,
        "papers": row.papers.count(), "badge_valid_until": badge.valid_until if badge else None,
        "steps": [[step.at, step.get_did_display(), step.words] for step in row.steps.all()],
    }  # fmt: skip


def forget_account(account: JournalistAccount) -> None:
    """Everything that says who it was goes; for the transaction that closes the account."""
    for row in Application.objects.with_rows().filter(account=account):
        forget_application(row)
    Restriction.objects.filter(account=account).update(account=None, email="", name="", objection="")


@transaction.atomic
def forget_application(row: Application) -> None:
    """The person of ``row`` goes; one that still holds a place or waits for one is withdrawn first."""
    _plan, row = states.locked(row)
    if not row.is_over and row.event.ends_at > timezone.now():
        states.move(row, State.WITHDRAWN)
        history.record(row, Did.WITHDRAWN)
    badges.revoke(row)
    forget_pictures(row)
    Badge.objects.filter(application=row).update(name="", token="")
    row.steps.exclude(words="").update(words="")
    Application.objects.filter(pk=row.pk).update(
        account=None, email="", person_key="", name="", phone="", equipment="", plate="", card_kind="", card_number="",
        note="", question="", reason="", change={}, forgotten_at=timezone.now(),
    )  # fmt: skip
    letters.forget(row)


def forget_pictures(row: Application) -> int:
    """Photo and papers of ``row`` go; gives how many."""
    gone = 0
    for portrait in (row.portrait, row.change_portrait):
        if portrait is not None:
            portrait.delete()
            gone += 1
    for paper in row.papers.all():
        paper.delete()
        gone += 1
    return gone


def tidy(owner: str = "", now: dt.datetime | None = None) -> int:
    """Deletes photos and papers a month after the event, persons two years after; gives how many rows it cleared."""
    now = now or timezone.now()
    cleared = 0
    for plan in Plan.objects.filter(purged_at__isnull=True, event__ends_at__lt=now - KEEP_AFTER)[:20]:
        with transaction.atomic():
            gone = sum(
                forget_pictures(row) for row in Application.objects.filter(event=plan.event_id).with_rows()
            )  # fmt: skip
            Plan.objects.filter(pk=plan.pk).update(purged_at=now)
            if gone:
                Erasure.objects.create(purpose="accreditation_photos", count=gone)
            cleared += gone
    old = Application.objects.with_rows().filter(forgotten_at__isnull=True, event__ends_at__lt=now - PERSON_AFTER)
    rows = list(old.order_by("pk")[:AT_ONCE])
    for row in rows:
        forget_application(row)
    if rows:
        Erasure.objects.create(purpose="accreditation_persons", count=len(rows))
    return cleared + len(rows)
