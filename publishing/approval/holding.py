"""Which rows content in approval, or signed and on schedule, holds: kept in the transaction that changes its state.

``refresh_hold`` writes them anew out of the facts (a workflow in progress, a revision on schedule); ``refresh_all``
mends what a script did to the facts behind the receivers' backs, and holds what was on its way before there were holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Revision, TaskState, WorkflowState

from cms.core import holds
from cms.core.governed import Governed
from cms.core.holds import Row
from cms.core.models import Hold, Stage
from publishing.approval import acts, evidence, selectors
from publishing.approval.files import FILES, VOLATILE, File, stored_files, used_files

_moving: ContextVar[bool] = ContextVar("approval_schedule_open", default=False)
_kept: ContextVar[bool] = ContextVar("approval_holds_kept", default=False)


@contextmanager
def moving() -> Iterator[None]:
    """While it lasts, a publication or a withdrawal changes what is on schedule. Only this package's acts open it."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


def is_moving() -> bool:
    """Whether :func:`moving` is open."""
    return _moving.get()


@contextmanager
def kept_by_the_act() -> Iterator[None]:
    """While it lasts, saves of a round or a revision change no hold: the act that saves them writes it itself."""
    token = _kept.set(True)
    try:
        yield
    finally:
        _kept.reset(token)


@transaction.atomic(savepoint=False)
def refresh_hold(content: Any) -> Stage | None:
    """Lets ``content`` hold what its state says: what its submitted or scheduled revision uses, or nothing."""
    content = selectors.specific(content)
    if not issubclass(type(content), Governed):
        return None
    return hold(content, *stage_of(content))


def hold(content: Any, stage: Stage | None, revision: Revision | None) -> Stage | None:
    """Lets ``content`` hold what ``revision`` uses, for whoever knows its stage; nothing in none."""
    if not acts.once(_key(content), (stage, revision and revision.pk)):
        return stage
    if stage is None or revision is None:
        holds.release(holder=content)
        return None
    evidence.lock()  # before the rows, as whoever signs locks them
    said = type(content).words_of(revision.content)
    rows = lock_reached(said, revision.content, words=stage is Stage.APPROVAL)
    holds.replace(holder=content, stage=stage, title=str(said), rows=rows)
    return stage


def is_held(content: Any, stage: Stage, revision: Revision) -> None:
    """Notes for this act that ``content`` holds what ``revision`` uses, as the caller has seen."""
    acts.once(_key(content), (stage, revision.pk))


def _key(content: Any) -> tuple[int, str]:
    return holds.type_of(content).pk, str(content.pk)


def lock_reached(said: Any, data: dict[str, Any], *, words: bool) -> set[Row]:
    """The rows that ``said`` (made of a revision's ``data``) reaches and that are there, locked: whoever is changing
    one now is waited for, and finds it held afterwards. With ``words`` those too whose words go out with its photos and
    videos.

    Always in one order: files, then what files and content name, each by model and key. What a file names is read from
    the locked row; tags, which stand in rows of their own, are looked for again until none is new.
    """
    used = set(used_files(said))
    locked: set[Row] = set()
    wanted = {row for row in named_rows(type(said), data) if row[0] not in FILES.values()}
    for kind, model in sorted(FILES.items(), key=lambda entry: label(entry[1])):
        fields = named_by(model) if words else []
        for pk, *named in _lock(model, {pk for one, pk in used if one == kind}, *(field.attname for field in fields)):
            locked.add((model, pk))
            wanted |= {(one.related_model, to) for one, to in zip(fields, named, strict=True) if to is not None}
    looked: set[Row] = set()
    while fresh := (wanted | (tags_of(used) if words else set())) - looked:
        for model in sorted({one for one, _pk in fresh}, key=label):
            locked |= {(model, pk) for pk, *_none in _lock(model, {pk for one, pk in fresh if one is model})}
        looked |= fresh
    return locked


def _lock(model: type[models.Model], pks: set[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    rows = model._base_manager.filter(pk__in=pks).order_by("pk")
    yield from rows.select_for_update(no_key=True).values_list("pk", *names)


def label(model: type[models.Model]) -> str:
    """``app.model``, for orders that have to be the same everywhere."""
    return model._meta.label_lower


def stage_of(content: Any) -> tuple[Stage | None, Revision | None]:
    """The stage of ``content`` and the revision that it is about, by the facts."""
    if in_progress().filter(**_named(content)).exists():
        return Stage.APPROVAL, acts.latest_revision(content)
    scheduled = Revision.objects.for_instance(content).filter(approved_go_live_at__isnull=False).first()
    return (Stage.SCHEDULED, scheduled) if scheduled else (None, None)


def in_progress() -> models.QuerySet[WorkflowState]:
    """Workflows whose content waits for a signature."""
    return WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)


def _named(content: Any) -> dict[str, Any]:
    return {"base_content_type": content.get_base_content_type(), "object_id": str(content.pk)}


def named_by(model: type[models.Model]) -> list[Any]:
    """The foreign keys of a file's ``model`` that lead to rows which there is a rule for."""
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, models.ForeignKey) and field.related_model in holds.RULES]


def tags_of(used: Iterable[File]) -> set[Row]:
    """The tags of these files that there is a rule for."""
    found: set[Row] = set()
    for kind, model in FILES.items():
        ids = [pk for one, pk in used if one == kind]
        tags: Any = getattr(model, "tags", None)
        if ids and tags is not None and tags.through.tag_model() in holds.RULES:
            kept = tags.through.objects.filter(content_type=holds.type_of(model), object_id__in=ids)
            found |= {(tags.through.tag_model(), pk) for pk in kept.values_list("tag_id", flat=True)}
    return found


def named_rows(model: type[models.Model], data: dict[str, Any]) -> Iterator[Row]:
    """The rows with a rule that a revision's ``data`` names in foreign keys and lists, child rows included."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.name in VOLATILE or field.related_model not in holds.RULES:
            continue
        if (pk := data.get(field.name)) is not None:
            yield field.related_model, field.target_field.to_python(pk)
    for many in get_all_child_m2m_relations(model):
        if many.related_model in holds.RULES:
            yield from ((many.related_model, many.target_field.to_python(pk)) for pk in data.get(many.name, ()))
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name not in VOLATILE:
            for child in data.get(name, ()):
                yield from named_rows(relation.related_model, child)


def refresh_all() -> int:
    """Brings every hold in line with the facts; gives how many contents hold something. Cheap: only what is on its
    way, and what holds something, is looked at."""
    keys = set(Hold.objects.values_list("holder_type_id", "holder_id"))
    keys |= set(in_progress().values_list("content_type_id", "object_id"))
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    keys |= set(scheduled.values_list("content_type_id", "object_id"))
    return sum(refresh_hold(content) is not None for content in contents(keys))


def contents(keys: Iterable[tuple[int, str]]) -> Iterator[Any]:
    """The objects with these content types and primary keys; holds of those that are gone go too."""
    for type_id, pk in sorted(keys):
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        found = model._base_manager.filter(pk=pk).first() if model is not None else None
        if found is None:
            Hold.objects.filter(holder_type_id=type_id, holder_id=pk).delete()
        else:
            yield found


def held_by(state: TaskState) -> set[tuple[int, str]]:
    """What the content that waits in ``state`` holds in approval, itself among it: content type and primary key."""
    waiting = WorkflowState.objects.filter(pk=state.workflow_state_id)
    mine = Hold.objects.filter(
        holder_type__in=waiting.values("content_type"), holder_id__in=waiting.values("object_id")
    )
    return set(mine.filter(stage=Stage.APPROVAL).values_list("row_type_id", "row_id"))


def held_files(rows: Iterable[tuple[int, str]]) -> Iterator[FieldFile]:
    """The stored files of the photos and documents among held ``rows`` (content type, primary key)."""
    kinds = {holds.type_of(model).pk: kind for kind, model in FILES.items()}
    return stored_files((kinds[found], int(pk)) for found, pk in rows if found in kinds)


@receiver(post_save, sender=WorkflowState, dispatch_uid="approval.holding.workflow")
def workflow_moved(instance: WorkflowState, **kwargs: Any) -> None:
    """Submitted, returned, taken back, finished: all of them are a save of the workflow's state.

    A round that has no step yet gets it, and is saved once more, in the same transaction: the bytes are read in
    between, and nobody shall wait for that.
    """
    if instance.status == WorkflowState.STATUS_IN_PROGRESS and instance.current_task_state_id is None:
        return
    if _kept.get():
        return
    content = acts.row_of(instance)
    if content is not None:
        refresh_hold(content)


@receiver(post_save, sender=Revision, dispatch_uid="approval.holding.revision")
def revision_scheduled(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A revision that goes on schedule holds from that moment on."""
    if raw or _kept.get():
        return
    if instance.approved_go_live_at is not None and instance.content_object is not None:
        refresh_hold(instance.content_object)


@receiver(post_delete, dispatch_uid="approval.holding.deleted")
def content_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is gone holds nothing."""
    if issubclass(sender, Governed):
        holds.release(holder=instance)
