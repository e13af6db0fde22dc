"""The steps of one round of signatures, as Wagtail's workflow keeps them: begun, signed, over.

Wagtail's own steps read again at every turn what the act has in its hands: the revision's object, the next task, the
row of the content; and each save asks for every row that it names, one by one. Here the same rows are written, the same
signals sent and the same lines of the log kept, of what the act knows. Who may do it, and of what content, is decided
in ``services``; what a round holds is written by ``holding``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Revision, Task, Workflow, WorkflowState
from wagtail.signals import task_approved, task_submitted, workflow_approved, workflow_submitted

from cms.core import journal
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import acts, holding
from publishing.approval.models import EvidenceRecord, SignatureState, SignatureTask

BESIDE = ("record", "task__signaturetask", "revision")
DONE = (SignatureState.STATUS_APPROVED, SignatureState.STATUS_SKIPPED)


def states_of(workflow_state: WorkflowState) -> list[SignatureState]:
    """Every step of this round until now, each with its task, its record and what it is about; read once in an act."""
    rows = SignatureState.objects.filter(workflow_state=workflow_state.pk).order_by("pk")
    return acts.fact(("states", workflow_state.pk), lambda: list(rows.select_related(*BESIDE)))


def read_together(rounds: Collection[WorkflowState]) -> None:
    """Asks what :func:`states_of` asks of each of ``rounds``, for all of them in one query."""
    rows = SignatureState.objects.filter(workflow_state__in=[one.pk for one in rounds]).order_by("pk")
    found: dict[int, list[SignatureState]] = defaultdict(list)
    for state in rows.select_related(*BESIDE):
        found[state.workflow_state_id].append(state)
    for one in rounds:
        acts.note(("states", one.pk), found[one.pk])


def tasks_of(workflow_state: WorkflowState) -> list[SignatureTask]:
    """The steps of the workflow, in order; read once in an act."""
    rows = SignatureTask.objects.filter(workflow_tasks__workflow=workflow_state.workflow_id, active=True)
    return acts.fact(("tasks", workflow_state.workflow_id), lambda: list(rows.order_by("workflow_tasks__sort_order")))


def signature_in(workflow_state: WorkflowState, office: Office) -> EvidenceRecord | None:
    """The valid signature of ``office`` in this round, or ``None``."""
    given = [
        state
        for state in states_of(workflow_state)
        if state.status == SignatureState.STATUS_APPROVED
        and state.record is not None
        and office_in(state) == office.value
    ]
    given.sort(key=lambda state: (state.finished_at is not None, state.finished_at, state.pk))
    return given[-1].record if given else None


def office_in(state: SignatureState) -> str:
    """The office whose step ``state`` is."""
    task: Any = state.task
    return str((task if isinstance(task, SignatureTask) else task.signaturetask).office)


def next_task(workflow_state: WorkflowState) -> SignatureTask | None:
    """The first step that nobody has signed in this round."""
    done = {state.task_id for state in states_of(workflow_state) if state.status in DONE}
    return next((task for task in tasks_of(workflow_state) if task.pk not in done), None)


def begin(*, workflow: Workflow, content: Any, user: User) -> WorkflowState:
    """Starts a round for ``content``, which has none in progress, under the lock of all acts."""
    round_ = WorkflowState(
        content_type=content.get_content_type(),
        base_content_type=content.get_base_content_type(),
        object_id=str(content.pk),
        workflow=workflow,
        status=WorkflowState.STATUS_IN_PROGRESS,
        requested_by=user,
    )
    _store(round_)
    acts.note(("states", round_.pk), [])
    first = next_task(round_)
    if first is not None:
        _go_on(round_, first, user)
    workflow_submitted.send(sender=WorkflowState, instance=round_, user=user)
    step = round_.current_task_state
    journal.write(
        instance=acts.row_of(round_),
        action="wagtail.workflow.start",
        user=user,
        revision=step.revision if step is not None else acts.latest_revision(content),
        data=_said(
            round_,
            status=round_.status,
            next=_named(step.task) if step is not None else None,
            task_state_id=step.pk if step is not None else None,
        ),
    )
    return round_


def open_step(task: SignatureTask, *, round_: WorkflowState, revision: Revision, user: User | None) -> SignatureState:
    """A step that waits for its office from now on."""
    state = SignatureState(
        workflow_state=round_, status=SignatureState.STATUS_IN_PROGRESS, revision=revision, task=task
    )
    before = states_of(round_)
    state.save()
    acts.note(("states", round_.pk), [*before, state])
    task_submitted.send(sender=SignatureState, instance=state, user=user)
    return state


def approve(state: SignatureState, *, user: User, comment: str) -> None:
    """Stores the signature that ``state`` carries, and goes on to the next step or ends the round."""
    round_: WorkflowState = state.workflow_state
    others = [one for one in states_of(round_) if one.pk != state.pk]
    state.status, state.finished_at = SignatureState.STATUS_APPROVED, timezone.now()
    state.finished_by, state.comment = user, comment
    state.save()
    acts.note(("states", round_.pk), [*others, state])
    following = next_task(round_)
    journal.write(
        instance=acts.said_by(state.revision),
        action="wagtail.workflow.approve",
        user=user,
        revision=state.revision,
        data=_said(
            round_,
            status=state.status,
            task_state_id=state.pk,
            task=_named(state.task),
            next=_named(following) if following is not None else None,
        )
        | {"comment": state.get_comment()},
    )
    if following is not None:
        _go_on(round_, following, user)
    else:
        _finish(round_, user)
    task_approved.send(sender=SignatureState, instance=state, user=user)


def _go_on(round_: WorkflowState, task: SignatureTask, user: User) -> None:
    round_.current_task_state = task.start(round_, user=user)
    # What it holds was written where it began, and is the same until it ends.
    with holding.kept_by_the_act():
        _store(round_, "current_task_state")


def _finish(round_: WorkflowState, user: User) -> None:
    round_.status = WorkflowState.STATUS_APPROVED
    holding.hold(acts.row_of(round_), None, None)
    with holding.kept_by_the_act():
        _store(round_, "status")
    round_.on_finish(user=user)
    workflow_approved.send(sender=WorkflowState, instance=round_, user=user)


def _store(round_: WorkflowState, *names: str) -> None:
    """Saves it as Django does. Wagtail's ``save`` validates first: it asks for five rows that are in our hands, and
    twice for the constraint that the database keeps."""
    models.Model.save(round_, update_fields=names or None)


def _said(round_: WorkflowState, **values: Any) -> dict[str, Any]:
    return {"workflow": {"id": round_.workflow_id, "title": round_.workflow.name, **values}}


def _named(task: Task) -> dict[str, Any]:
    return {"id": task.pk, "title": task.name}
