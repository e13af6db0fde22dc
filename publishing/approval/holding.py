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
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision, WorkflowState

from cms.core import holds
from cms.core.governed import Governed
from cms.core.holds import Row
from cms.core.models import Hold, Stage
from media_library.models import Video
from publishing.approval import acts, evidence, selectors, snapshot

FILES: dict[str, type[models.Model]] = {"photo": get_image_model(), "file": get_document_model(), "video": Video}


_moving: ContextVar[bool] = ContextVar("approval_schedule_open", default=False)


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


@transaction.atomic(savepoint=False)
def refresh_hold(content: Any) -> Stage | None:
    """Lets ``content`` hold what its state says: what its submitted or scheduled revision uses, or nothing."""
    content = selectors.specific(content)
    if not issubclass(type(content), Governed):
        return None
    stage, revision = stage_of(content)
    if not acts.once((holds.type_of(content).pk, str(content.pk)), (stage, revision and revision.pk)):
        return stage
    if stage is None or revision is None:
        holds.release(holder=content)
        return None
    evidence.lock()  # before the rows, as whoever signs locks them
    said = acts.said_by(revision)
    rows = lock_reached(said, words=stage is Stage.APPROVAL)
    holds.replace(holder=content, stage=stage, title=str(said), rows=rows)
    return stage


def lock_reached(said: Any, *, words: bool) -> set[Row]:
    """The rows that ``said`` reaches, locked: whoever is changing one now is waited for, and finds it held afterwards.

    Always in one order: files, then what files and content name, each by model and key. A file that was waited for may
    name another row than before, so the rows are looked for again until none is new.
    """
    locked: set[Row] = set()
    while fresh := (rows := set(reached(said, words=words))) - locked:
        models_of = sorted(
            {model for model, _pk in fresh}, key=lambda model: (model not in FILES.values(), label(model))
        )
        for model in models_of:
            ids = sorted(pk for known, pk in fresh if known is model)
            list(model._base_manager.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values("pk"))
        locked |= fresh
    return rows


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


def reached(obj: Any, *, words: bool) -> Iterator[Row]:
    """The rows that ``obj`` uses and that there is a rule for; with ``words`` those too whose words go out with its
    photos and videos."""
    yield from own_rows(obj)
    files = set(snapshot.used_files(obj))
    yield from ((FILES[kind], pk) for kind, pk in files)
    if not words:
        return
    for kind, model in FILES.items():
        ids = [pk for known, pk in files if known == kind]
        fields: list[Any] = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in holds.RULES
        ]
        if ids and fields:
            for row in model._base_manager.filter(pk__in=ids).values_list(*(field.attname for field in fields)):
                yield from ((one.related_model, pk) for one, pk in zip(fields, row, strict=True) if pk is not None)
        tags: Any = getattr(model, "tags", None)
        if ids and tags is not None and tags.through.tag_model() in holds.RULES:
            kept = tags.through.objects.filter(content_type=holds.type_of(model), object_id__in=ids)
            yield from ((tags.through.tag_model(), pk) for pk in set(kept.values_list("tag_id", flat=True)))


def own_rows(obj: Any) -> Iterator[Row]:
    """Rows that foreign keys and many-to-many fields of ``obj`` and of its child rows name."""
    for field in obj._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.name not in snapshot.VOLATILE:
            pk = getattr(obj, field.attname)
            if pk is not None and field.related_model in holds.RULES:
                yield field.related_model, pk
    if not hasattr(obj, "serializable_data"):
        return
    for many in get_all_child_m2m_relations(obj):
        if many.related_model in holds.RULES:
            yield from ((many.related_model, row.pk) for row in getattr(obj, many.name).all())
    for relation in get_all_child_relations(obj):
        name = relation.get_accessor_name()
        if name not in snapshot.VOLATILE:
            for child in getattr(obj, name).all():
                yield from own_rows(child)


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


def held_files(workflow_state: WorkflowState) -> Iterator[FieldFile]:
    """The stored files of photos and documents that the content of ``workflow_state`` holds."""
    mine = Hold.objects.filter(holder_type=workflow_state.content_type_id, holder_id=workflow_state.object_id)
    rows = list(mine.values_list("row_type_id", "row_id"))
    for kind in ("photo", "file"):
        type_id = holds.type_of(FILES[kind]).pk
        if ids := [pk for found, pk in rows if found == type_id]:
            yield from (item.file for item in FILES[kind]._base_manager.filter(pk__in=ids))  # type: ignore[attr-defined]


@receiver(post_save, sender=WorkflowState, dispatch_uid="approval.holding.workflow")
def workflow_moved(instance: WorkflowState, **kwargs: Any) -> None:
    """Submitted, returned, taken back, finished: all of them are a save of the workflow's state.

    A round that has no step yet gets it, and is saved once more, in the same transaction: the bytes are read in
    between, and nobody shall wait for that.
    """
    if instance.status == WorkflowState.STATUS_IN_PROGRESS and instance.current_task_state_id is None:
        return
    content = acts.row_of(instance)
    if content is not None:
        refresh_hold(content)


@receiver(post_save, sender=Revision, dispatch_uid="approval.holding.revision")
def revision_scheduled(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A revision that goes on schedule holds from that moment on."""
    if not raw and instance.approved_go_live_at is not None and instance.content_object is not None:
        refresh_hold(instance.content_object)


@receiver(post_delete, dispatch_uid="approval.holding.deleted")
def content_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is gone holds nothing."""
    if issubclass(sender, Governed):
        holds.release(holder=instance)
