"""Reminders to the offices of what has waited too long."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.letters.models import LetterKind
from publishing.approval.models import SignatureState
from publishing.approval.notices import is_urgent, tell_signers
from publishing.approval.selectors import said, waiting_states

URGENT_AGAIN = dt.timedelta(minutes=30)


def send_due(*, now: dt.datetime | None = None) -> int:
    """Reminds each office of what has waited ``APPROVAL_REMINDER_HOURS`` since it came or was last reminded of; of what
    is urgent, ``URGENT_AGAIN``.

    Gives the number of letters. The time is written in their transaction, so that two workers do not both remind.
    """
    now = now or timezone.now()
    slow = now - dt.timedelta(hours=settings.APPROVAL_REMINDER_HOURS)
    soon = max(slow, now - URGENT_AGAIN)
    written = 0
    for waiting in waiting_states().filter(started_at__lte=soon):
        urgent = is_urgent(said(waiting), now)
        before = soon if urgent else slow
        if waiting.started_at > before:
            continue
        with transaction.atomic():
            state = (
                SignatureState.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=waiting.pk, status=SignatureState.STATUS_IN_PROGRESS)
                .first()
            )
            if state is None or (state.reminded_at and state.reminded_at > before):
                continue
            state.reminded_at = now
            state.save(update_fields=["reminded_at"])
            subject = _("ACELE, imzanızı bekliyor") if urgent else _("İmzanızı bekliyor")
            written += len(tell_signers(state, subject=subject, kind=LetterKind.REMINDER, urgent=urgent))
    return written
