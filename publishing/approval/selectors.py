"""Questions about signatures and certificates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState

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

# Lines of Wagtail's log that say which revision was made of which older one: its number, and the line's data.
REVERTS: dict[str, Any] = {"action": "wagtail.revert", "revision__isnull": False}
Revert = tuple[int, Any]


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


def note_certificate(certificate: Certificate, content: models.Model) -> None:
    """Notes for this act that ``certificate``, which it has just given, is the newest of ``content``."""
    acts.note(_newest(content), certificate)


def _newest(content: models.Model) -> tuple[str, int, str]:
    return "certificate", *_key(content)


def _key(content: models.Model) -> tuple[int, str]:
    return content_type_of(content).pk, str(content.pk)


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
    written, submitted = _written(content), _submitted(content)
    if latest is not None:
        back = gone_back_to(content, latest)
        written = [(pk, user) for pk, user in written if pk >= latest.revision_id or pk in back]
        submitted = [(sequence, user) for sequence, user in submitted if sequence > latest.mayor_record.sequence]
    authors = {user for _number, user in (*written, *submitted)}
    if workflow_state is not None and workflow_state.requested_by_id:
        authors.add(workflow_state.requested_by_id)
    return frozenset(authors)


def _written(content: Any) -> list[tuple[int, int]]:
    rows = Revision.objects.for_instance(content).exclude(user=None).order_by()
    return acts.fact(("written", *_key(content)), lambda: list(rows.values_list("pk", "user_id")))


def _submitted(content: Any) -> list[tuple[int, int]]:
    rows = records_of(content).filter(decision=Decision.SUBMITTED, actor_id__isnull=False)
    return acts.fact(("submitted", *_key(content)), lambda: _numbered(rows))


def _numbered(records: models.QuerySet[EvidenceRecord]) -> list[tuple[int, int]]:
    return [(one, user) for one, user in records.values_list("sequence", "actor_id") if user is not None]


def read_together(contents: Iterable[Any]) -> None:
    """Asks what :func:`newest_certificate` and :func:`authors_of` ask of each of ``contents``, for all of them in a
    fixed number of queries; the act that runs then knows it."""
    keys = {_key(content): content for content in contents}
    types, numbers = {type_id for type_id, _pk in keys}, {pk for _type, pk in keys}
    certificates = Certificate.objects.filter(content_type__in=types, object_id__in=numbers)
    newest = {(one.content_type_id, one.object_id): one for one in _brief(certificates).order_by("version")}
    written: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    revisions = Revision.objects.filter(content_type__in=types, object_id__in=numbers).exclude(user=None).order_by()
    for type_id, number, pk, user in revisions.values_list("content_type_id", "object_id", "pk", "user_id"):
        written[type_id, number].append((pk, user))
    submitted: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    records = EvidenceRecord.objects.filter(
        decision=Decision.SUBMITTED, content_type_id__in=types, object_id__in=numbers, actor_id__isnull=False
    )
    for record in records.only("content_type_id", "object_id", "sequence", "actor_id"):
        submitted[record.content_type_id or 0, record.object_id].append((record.sequence, record.actor_id or 0))
    reverts = _reverts_of({key: content for key, content in keys.items() if key in newest})
    for key, content in keys.items():
        acts.note(_newest(content), newest.get(key))
        acts.note(("reverts", *key), reverts.get(key, []))
        acts.note(("written", *key), written[key])
        acts.note(("submitted", *key), submitted[key])


def _brief(certificates: models.QuerySet[Certificate]) -> models.QuerySet[Certificate]:
    """Without what was signed, which may be long."""
    return certificates.select_related("mayor_record").defer("signed_content", "files")


def _reverts(content: Any) -> list[Revert]:
    rows = log_registry.get_logs_for_instance(content).filter(**REVERTS)
    return acts.fact(("reverts", *_key(content)), lambda: list(rows.values_list("revision_id", "data")))


def _reverts_of(contents: dict[tuple[int, str], Any]) -> dict[tuple[int, str], list[Revert]]:
    """As :func:`_reverts`, for all of ``contents`` in two queries at most."""
    found: dict[tuple[int, str], list[Revert]] = defaultdict(list)
    pages = {content.pk: key for key, content in contents.items() if isinstance(content, Page)}
    others = {key for key, content in contents.items() if not isinstance(content, Page)}
    if pages:
        told = PageLogEntry.objects.filter(page_id__in=pages, **REVERTS)
        for pk, made, data in told.order_by().values_list("page_id", "revision_id", "data"):
            found[pages[pk]].append((made, data))
    if others:
        types, numbers = {type_id for type_id, _pk in others}, {pk for _type, pk in others}
        rows = ModelLogEntry.objects.filter(content_type__in=types, object_id__in=numbers, **REVERTS).order_by()
        for type_id, number, made, data in rows.values_list("content_type_id", "object_id", "revision_id", "data"):
            found[type_id, number].append((made, data))
    return found


def gone_back_to(content: Any, certificate: Certificate) -> set[int]:
    """Primary keys of the revisions that were brought back since ``certificate``, also by way of others."""
    sources: dict[int, set[int]] = {}
    for made, data in _reverts(content):
        if source := ((data or {}).get("revision") or {}).get("id"):
            sources.setdefault(made, set()).add(source)
    found: set[int] = set()
    new = {source for made, ids in sources.items() if made >= certificate.revision_id for source in ids}
    while new:
        found |= new
        new = {source for made in new for source in sources.get(made, ())} - found
    return found


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


def said(state: SignatureState) -> Any:
    """What the revision of ``state`` says, without the rows that it names."""
    model: Any = ContentType.objects.get_for_id(state.revision.content_type_id).model_class()
    return model.words_of(state.revision.content)


def pages_linking_to(content: Any) -> list[Page]:
    """The public pages whose text links to ``content``: when it goes, their links become plain words."""
    if not isinstance(content, Page):
        return []
    rows = ReferenceIndex.get_references_to(content).filter(base_content_type=ContentType.objects.get_for_model(Page))
    ids = {int(pk) for pk in rows.values_list("object_id", flat=True)} - {content.pk}
    return list(Page.objects.live().filter(pk__in=ids).order_by("pk"))


def is_untouched_structure(content: Any) -> bool:
    """Whether ``content`` is an empty page that a migration made live and nobody has signed anything for since."""
    if content.live_revision_id is not None or not isinstance(content, Page):
        return False
    return StructuralExemption.objects.filter(page_id=content.pk).exists()
