"""What else belongs into the evidence: who entered or left an office, who acts for whom, what was taken back.

Receivers, run inside the transaction of the change: without its record the change does not happen.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled

from cms.users.models import Delegation, User
from cms.users.roles import Office
from cms.users.signals import APPOINTED, DELEGATED, delegation_changed, office_changed
from publishing.approval import evidence, selectors
from publishing.approval.models import Decision

logger = logging.getLogger(__name__)


@receiver(workflow_cancelled)
def record_cancellation(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """An editor took content back from approval."""
    content = selectors.specific(instance.content_object)
    if content is not None:
        evidence.record(
            decision=Decision.CANCELLED, actor=user, content=content, revision_id=content.latest_revision_id
        )


@receiver(office_changed)
def record_office(
    sender: Any, user: User, office: Office, decision: str, by: User | None, document_number: str, **kwargs: Any
) -> None:
    """Somebody entered or left an office; the offices are told, so that no appointment happens behind their backs."""
    evidence.record(
        decision=Decision.APPOINTED if decision == APPOINTED else Decision.DISMISSED,
        actor=by,
        principal=user,
        office=office.value,
        document_number=document_number,
    )
    holders = User.objects.filter(groups__name__in=[each.role.label for each in Office], is_active=True)
    addresses = sorted({holder.email for holder in holders if holder.email and holder.pk != user.pk})
    change = _("göreve başladı") if decision == APPOINTED else _("görevden ayrıldı")
    subject = _("Makam değişikliği: %(user)s, %(office)s, %(change)s") % {
        "user": user,
        "office": office.label,
        "change": change,
    }
    body = _("%(subject)s.\nBelge sayısı: %(document)s\nKaydeden: %(by)s\n\nBilginiz yoksa yöneticinize sorunuz.") % {
        "subject": subject,
        "document": document_number,
        "by": by or "-",
    }
    transaction.on_commit(lambda: tell(subject, body, addresses))


def tell(subject: str, body: str, addresses: list[str]) -> None:
    """One mail to each address; the record does not hang on it."""
    for address in addresses:
        try:
            send_mail(subject, body, None, [address])
        except OSError:
            logger.exception("notice to an office could not be sent")


@receiver(delegation_changed)
def record_delegation(sender: Any, delegation: Delegation, decision: str, by: User, **kwargs: Any) -> None:
    """A delegation began or was revoked: ``actor`` recorded it, ``principal`` gave it, the comment names the deputy."""
    evidence.record(
        decision=Decision.DELEGATED if decision == DELEGATED else Decision.DELEGATION_REVOKED,
        actor=by,
        principal=delegation.principal,
        office=delegation.office,
        document_number=delegation.document_number,
        comment=_("Vekil: %(deputy)s, %(start)s – %(end)s")
        % {
            "deputy": evidence.person(delegation.deputy),
            "start": delegation.starts_at.isoformat(timespec="minutes"),
            "end": delegation.ends_at.isoformat(timespec="minutes"),
        },
    )
