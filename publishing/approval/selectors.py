"""Questions about signatures and certificates."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, Revision, WorkflowState

from cms.users.models import Appointment, Delegation, User
from cms.users.roles import Office
from publishing.approval import acts
from publishing.approval.evidence import content_type_of
from publishing.approval.models import (
    Certificate,
    Decision,
    EvidenceRecord,
    SignatureState,
    SignatureTask,
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


def newest_certificate(content: models.Model) -> Certificate | None:
    """The newest certificate of ``content``, if it has one; asked for once in an act."""
    return acts.fact(_newest(content), lambda: certificates_of(content).first())


def certified(certificate: Certificate, content: models.Model) -> None:
    """Notes for this act that ``certificate``, which it has just given, is the newest of ``content``."""
    acts.note(_newest(content), certificate)


def _newest(content: models.Model) -> tuple[str, int, str]:
    return "certificate", content_type_of(content).pk, str(content.pk)


def certificate_for(content: models.Model, revision_id: int) -> Certificate | None:
    """The newest certificate of this version of ``content``."""
    newest = newest_certificate(content)
    if newest is None or newest.revision_id == revision_id:
        return newest
    return certificates_of(content).filter(revision_id=revision_id).first()


def certificate_of(content: Any) -> Certificate | None:
    """The certificate of what is live now, or ``None`` when ``content`` is not live."""
    if not content.live or content.live_revision_id is None:
        return None
    return certificate_for(content, content.live_revision_id)


def records_of(content: models.Model) -> models.QuerySet[EvidenceRecord]:
    """The evidence of ``content``, in order."""
    return EvidenceRecord.objects.filter(
        content_type_id=content_type_of(content).pk, object_id=str(content.pk)
    ).order_by("sequence")


def withdrawn_since(certificate: Certificate) -> bool:
    """Whether the content was withdrawn, or this version taken off the schedule, after ``certificate`` was given."""
    taken_back = models.Q(decision=Decision.WITHDRAWN) | models.Q(
        decision=Decision.UNSCHEDULED, revision_id=certificate.revision_id
    )
    return EvidenceRecord.objects.filter(
        taken_back,
        content_type_id=certificate.content_type_id,
        object_id=certificate.object_id,
        sequence__gt=certificate.mayor_record.sequence,
    ).exists()


def authors_of(content: Any, workflow_state: WorkflowState | None = None) -> frozenset[int]:
    """Primary keys of everybody who wrote what is not yet signed: the users of all revisions from the last certified
    one on (a revision may be overwritten in place), of older ones that these went back to, and everybody who sent it to
    approval since, also again after a return."""
    latest = newest_certificate(content)
    revisions = Revision.objects.for_instance(content)
    if latest is not None:
        revisions = revisions.filter(
            models.Q(pk__gte=latest.revision_id) | models.Q(pk__in=gone_back_to(content, latest))
        )
    authors = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    if workflow_state is not None and workflow_state.requested_by_id:
        authors.add(workflow_state.requested_by_id)
    submitted = records_of(content).filter(decision=Decision.SUBMITTED, actor_id__isnull=False)
    if latest is not None:
        submitted = submitted.filter(sequence__gt=latest.mayor_record.sequence)
    authors.update(submitted.values_list("actor_id", flat=True))
    return frozenset(authors)


def gone_back_to(content: Any, certificate: Certificate) -> set[int]:
    """Primary keys of the revisions that were brought back since ``certificate``, also by way of others."""
    sources: dict[int, set[int]] = {}
    reverts = log_registry.get_logs_for_instance(content).filter(action="wagtail.revert", revision__isnull=False)
    for made, data in reverts.values_list("revision_id", "data"):
        if source := ((data or {}).get("revision") or {}).get("id"):
            sources.setdefault(made, set()).add(source)
    found: set[int] = set()
    new = {source for made, ids in sources.items() if made >= certificate.revision_id for source in ids}
    while new:
        found |= new
        new = {source for made in new for source in sources.get(made, ())} - found
    return found


def signers_of(office: Office) -> list[User]:
    """Who should hear about what waits for ``office``: its confirmed holders and today's confirmed deputies, each with
    an address."""
    appointed = Appointment.objects.standing().filter(office=office, confirmed_at__isnull=False)
    holders = User.objects.filter(
        groups__in=Group.objects.filter(name=office.role.label), pk__in=appointed.values("user_id"), is_active=True
    )
    deputies = User.objects.filter(
        pk__in=Delegation.objects.in_force().confirmed().filter(office=office).values("deputy_id"), is_active=True
    )
    return [user for user in (holders | deputies).distinct().order_by("pk") if user.email]


def office_of(state: SignatureState) -> Office:
    """The office that ``state`` waits for."""
    task: Any = state.task
    return Office((task if isinstance(task, SignatureTask) else task.signaturetask).office)


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


def is_untouched_structure(content: Any) -> bool:
    """Whether ``content`` is an empty page that a migration made live and nobody has signed anything for since."""
    if content.live_revision_id is not None or not isinstance(content, Page):
        return False
    return StructuralExemption.objects.filter(page_id=content.pk).exists()
