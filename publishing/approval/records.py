"""What else belongs into the evidence: who entered or left an office, who acts for whom, what was taken back.

Receivers, run inside the transaction of the change: without its record the change does not happen.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled

from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users.models import Delegation, User
from cms.users.roles import Office
from cms.users.signals import APPOINTED, DELEGATED, delegation_changed, office_changed
from publishing.approval import evidence, selectors
from publishing.approval.models import Decision


@receiver(workflow_cancelled)
def record_cancellation(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """An editor took content back from approval."""
    content = selectors.specific(instance.content_object)
    if content is not None:
        evidence.record(
            decision=Decision.CANCELLED, actor=user, content=content, revision_id=content.latest_revision_id
        )


@receiver(office_changed)
@override("tr")
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
        "user": one_line(user),
        "office": office.label,
        "change": change,
    }
    body = _("%(subject)s.\nBelge sayısı: %(document)s\nKaydeden: %(by)s\n\nBilginiz yoksa yöneticinize sorunuz.") % {
        "subject": subject,
        "document": one_line(document_number),
        "by": one_line(by or "-"),
    }
    tell_offices(subject, body, but=user)


def tell_offices(subject: str, body: str, *, but: User | None) -> None:
    """Writes to every holder of an office except ``but``, in the transaction of the change."""
    holders = User.objects.filter(groups__name__in=[each.role.label for each in Office], is_active=True)
    people = [(holder.email, str(holder)) for holder in holders.distinct() if holder != but]
    page = _("Makamlar ve vekâletler: %(url)s") % {"url": f"{settings.SITE_URL}{reverse('users_offices')}"}
    write(kind=LetterKind.SECURITY, to=people, subject=subject, body=f"{body}\n\n{page}\n")


@receiver(delegation_changed)
@override("tr")
def record_delegation(sender: Any, delegation: Delegation, decision: str, by: User, **kwargs: Any) -> None:
    """A delegation began or was revoked: ``actor`` recorded it, ``principal`` gave it, the comment names the deputy.
    The offices are told: an administrator may record one that its principal knows nothing of."""
    begun = decision == DELEGATED
    deputy = _("Vekil: %(deputy)s, %(start)s – %(end)s") % {
        "deputy": one_line(evidence.person(delegation.deputy)),
        "start": delegation.starts_at.isoformat(timespec="minutes"),
        "end": delegation.ends_at.isoformat(timespec="minutes"),
    }
    subject = (
        _("Vekâlet verildi: %(principal)s, %(office)s") if begun else _("Vekâlet kaldırıldı: %(principal)s, %(office)s")
    ) % {
        "principal": one_line(delegation.principal),
        "office": delegation.get_office_display(),
    }
    body = _(
        "%(subject)s.\n%(deputy)s\nBelge sayısı: %(document)s\nKaydeden: %(by)s\n\nBilginiz yoksa yöneticinize sorunuz."
    ) % {
        "subject": subject,
        "deputy": deputy,
        "document": one_line(delegation.document_number or "-"),
        "by": one_line(by),
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
