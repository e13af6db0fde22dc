"""Questions about signatures and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.models import Page, Revision, WorkflowState

from cms.users.delegation import Authority, offices_of
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval.evidence import content_type_of
from publishing.approval.models import (
    Certificate,
    Decision,
    EvidenceRecord,
    SignatureState,
    StructuralExemption,
)


def specific(content: Any) -> Any:
    """``content`` as its most specific class."""
    return content.specific if isinstance(content, Page) else content


def certificates_of(content: models.Model) -> models.QuerySet[Certificate]:
    """Every certificate of ``content``, the newest first."""
    return Certificate.objects.filter(content_type=content_type_of(content), object_id=str(content.pk)).order_by(
        "-version"
    )


def certificate_of(content: Any) -> Certificate | None:
    """The certificate of what is live now, or ``None`` when ``content`` is not live."""
    if not content.live or content.live_revision_id is None:
        return None
    return certificates_of(content).filter(revision_id=content.live_revision_id).first()


def records_of(content: models.Model) -> models.QuerySet[EvidenceRecord]:
    """The evidence of ``content``, in order."""
    return EvidenceRecord.objects.filter(
        content_type_id=content_type_of(content).pk, object_id=str(content.pk)
    ).order_by("sequence")


def withdrawn_since(certificate: Certificate) -> bool:
    """Whether the content was withdrawn after ``certificate`` was given."""
    return EvidenceRecord.objects.filter(
        content_type_id=certificate.content_type_id,
        object_id=certificate.object_id,
        decision=Decision.WITHDRAWN,
        sequence__gt=certificate.mayor_record.sequence,
    ).exists()


def authors_of(content: Any, workflow_state: WorkflowState | None = None) -> frozenset[int]:
    """Primary keys of everybody who wrote what is not yet signed: the users of all revisions from the last certified
    one on (a revision may be overwritten in place), and whoever submitted it."""
    latest = certificates_of(content).first()
    revisions = Revision.objects.for_instance(content)
    if latest is not None:
        revisions = revisions.filter(pk__gte=latest.revision_id)
    authors = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    if workflow_state is not None and workflow_state.requested_by_id:
        authors.add(workflow_state.requested_by_id)
    return frozenset(authors)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line of the approvers' desk. ``authority`` is in whose name the reader would sign; ``obstacle`` a Turkish
    sentence when the reader may not sign this one."""

    state: SignatureState
    content: Any
    authority: Authority
    obstacle: str = ""


def waiting_states(office: Office | None = None) -> models.QuerySet[SignatureState]:
    """Steps that wait for a signature, the oldest first."""
    states = SignatureState.objects.filter(
        status=SignatureState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__current_task_state=models.F("pk"),
    )
    if office is not None:
        states = states.filter(task__signaturetask__office=office.value)
    return states.select_related("workflow_state", "revision", "task", "workflow_state__requested_by").order_by(
        "started_at", "pk"
    )


def desk_of(user: User) -> list[WaitingItem]:
    """What waits for ``user``'s signature: first what is embargoed soonest, then the oldest."""
    from publishing.approval.services import obstacle_to_sign

    items: list[WaitingItem] = []
    for authority in offices_of(user):
        for state in waiting_states(authority.office):
            content = state.revision.as_object()
            items.append(
                WaitingItem(
                    state=state,
                    content=content,
                    authority=authority,
                    obstacle=obstacle_to_sign(state=state, authority=authority, content=content),
                )
            )
    return sorted(items, key=lambda item: (item.content.go_live_at is None, item.content.go_live_at or item.state.started_at))


def is_untouched_structure(content: Any) -> bool:
    """Whether ``content`` is an empty page that a migration made live and nobody has signed anything for since."""
    return (
        isinstance(content, Page)
        and content.live_revision_id is None
        and StructuralExemption.objects.filter(page_id=content.pk).exists()
    )
