"""E-mails to the offices: something new waits, and something has waited too long. Their link leads to the desk."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import Delegation, User
from cms.users.roles import Office
from publishing.approval.models import SignatureState
from publishing.approval.selectors import waiting_states
from publishing.approval.services import office_of

logger = logging.getLogger(__name__)


def signers_of(office: Office) -> list[User]:
    """Who should hear about what waits for ``office``: its holders and today's deputies, each with an address."""
    holders = User.objects.filter(groups__in=Group.objects.filter(name=office.role.label), is_active=True)
    deputies = User.objects.filter(
        pk__in=Delegation.objects.in_force().filter(office=office).values("deputy_id"), is_active=True
    )
    return [user for user in (holders | deputies).distinct().order_by("pk") if user.email]


def send_due(*, now: dt.datetime | None = None) -> int:
    """Reminds each office of what has waited ``APPROVAL_REMINDER_HOURS`` since it came or was last reminded of.

    Gives the number of mails. The time is written before the mail leaves, so that two workers do not both remind.
    """
    now = now or timezone.now()
    before = now - dt.timedelta(hours=settings.APPROVAL_REMINDER_HOURS)
    sent = 0
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
        sent += send_reminder(state)
    return sent


def send_reminder(state: SignatureState) -> int:
    """One mail to each signer of the office that ``state`` waits for."""
    content = state.revision.as_object()
    url = settings.SITE_URL + reverse("approval:review", args=[state.pk])
    messages = [
        EmailMessage(
            subject=_("İmzanızı bekliyor: %(title)s") % {"title": " ".join(str(content).split())},
            body=render_to_string(
                "approval/mail/reminder.txt",
                {"user": user, "content": content, "state": state, "url": url, "municipality": settings.WAGTAIL_SITE_NAME},
            ),
            to=[user.email],
        )
        for user in signers_of(office_of(state))
    ]
    if not messages:
        return 0
    try:
        return get_connection().send_messages(messages) or 0
    except OSError:
        logger.exception("reminder for step %s could not be sent", state.pk)
        return 0
