"""What else belongs into the evidence: who entered or left an office, who acts for whom, what was taken back.

Receivers, run inside the transaction of the change: without its record the change does not happen.
"""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
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
from publishing.approval.notices import deliver


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
    tell_offices(subject, body, but=user)


def tell_offices(subject: str, body: str, *, but: User | None) -> None:
    """Mails every holder of an office except ``but`` once the change is committed."""
    holders = User.objects.filter(groups__name__in=[each.role.label for each in Office], is_active=True)
    addresses = sorted({holder.email for holder in holders if holder.email and holder != but})
    transaction.on_commit(lambda: deliver([EmailMessage(subject, body, to=[address]) for address in addresses]))


@receiver(delegation_changed)
def record_delegation(sender: Any, delegation: Delegation, decision: str, by: User, **kwargs: Any) -> None:
    """A delegation began or was revoked: ``actor`` recorded it, ``principal`` gave it, the comment names the deputy.
    The offices are told: an administrator may record one that its principal knows nothing of."""
    begun = decision == DELEGATED
    deputy = _("Vekil: %(deputy)s, %(start)s – %(end)s") % {
        "deputy": evidence.person(delegation.deputy),
        "start": delegation.starts_at.isoformat(timespec="minutes"),
        "end": delegation.ends_at.isoformat(timespec="minutes"),
    }
    subject = (
        _("Vekâlet verildi: %(principal)s, %(office)s") if begun else _("Vekâlet kaldırıldı: %(principal)s, %(office)s")
    ) % {
        "principal": delegation.principal,
        "office": delegation.get_office_display(),
    }
    body = _(
        "%(subject)s.\n%(deputy)s\nBelge sayısı: %(document)s\nKaydeden: %(by)s\n\nBilginiz yoksa yöneticinize sorunuz."
    ) % {
        "subject": subject,
        "deputy": deputy,
        "document": delegation.document_number or "-",
        "by": by,
    }
    tell_offices(subject, body, but=by)
    evidence.record(
        decision=Decision.DELEGATED if begun else Decision.DELEGATION_REVOKED,
        actor=by,
        principal=delegation.principal,
        office=delegation.office,
        document_number=delegation.document_number,
        comment=deputy,
    )
