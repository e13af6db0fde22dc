"""Reminders to the offices of what has waited too long."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.letters.models import LetterKind
from publishing.approval.models import SignatureState
from publishing.approval.notices import tell_signers
from publishing.approval.selectors import waiting_states


def send_due(*, now: dt.datetime | None = None) -> int:
    """Reminds each office of what has waited ``APPROVAL_REMINDER_HOURS`` since it came or was last reminded of.

    Gives the number of letters. The time is written in their transaction, so that two workers do not both remind.
    """
    now = now or timezone.now()
    before = now - dt.timedelta(hours=settings.APPROVAL_REMINDER_HOURS)
    written = 0
    for pk in list(waiting_states().filter(started_at__lte=before).values_list("pk", flat=True)):
        with transaction.atomic():
            state = (
                SignatureState.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=pk, status=SignatureState.STATUS_IN_PROGRESS)
                .first()
            )
            if state is None or (state.reminded_at and state.reminded_at > before):
                continue
            state.reminded_at = now
            state.save(update_fields=["reminded_at"])
            written += len(tell_signers(state, subject=_("İmzanızı bekliyor"), kind=LetterKind.REMINDER))
    return written
