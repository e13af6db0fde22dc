"""Every governed table is kept by the database, and every governed snippet goes through the workflow, in each
installation: made anew after every ``migrate``, from the models that are installed.

On the page table and the table of every ``GovernedSnippet`` the triggers refuse

* to go live, or to change the live revision, without the newest valid certificate (an empty page made by a migration
  may, as long as it has no revision);
* to leave the air without a withdrawal on the record that is later than the last signatures;
* to be deleted after it was certified; a row of which there is only one (``one_row``) at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from wagtail.models import Page, Workflow, WorkflowContentType

from cms.core.governed import GovernedSnippet
from cms.core.holds import type_sql
from cms.core.triggers import DIFFERS, Trigger
from publishing.approval.models import Certificate, EvidenceRecord, StructuralExemption

WORKFLOW = "Basın onayı"
UNSIGNED = "basin_masasi: live content needs a certificate"
UNRECORDED = "basin_masasi: withdrawal must be on the record"
SIGNED_DELETE = "basin_masasi: certified content cannot be deleted"
ONLY_ROW = "basin_masasi: the only row cannot be deleted"
EXEMPT = """(NEW.live_revision_id IS NULL AND EXISTS (
        SELECT 1 FROM approval_structuralexemption e WHERE e.page_id = NEW.id))"""


def snippets() -> Iterator[type[GovernedSnippet]]:
    """The governed snippets of all installed apps."""
    for model in apps.get_models():
        if issubclass(model, GovernedSnippet) and not model._meta.proxy:
            yield model


def triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of the governed tables among ``tables``, once the tables they ask are there."""
    if not {model._meta.db_table for model in (Certificate, EvidenceRecord, StructuralExemption)} <= tables:
        return
    if Page._meta.db_table in tables:
        yield from _triggers(Page._meta.db_table, "{row}.content_type_id", page=True)
    for model in snippets():
        if model._meta.db_table in tables:
            yield from _triggers(model._meta.db_table, type_sql(model), one_row=model.one_row)


def _triggers(table: str, content_type: str, *, page: bool = False, one_row: bool = False) -> Iterator[Trigger]:
    new, old = content_type.format(row="NEW"), content_type.format(row="OLD")
    revised = f"NEW.live_revision_id {DIFFERS} OLD.live_revision_id"
    changed = f"NOT OLD.live OR {revised}{' OR NEW.content_type_id <> OLD.content_type_id' if page else ''}"
    exempt = f" AND NOT {EXEMPT}" if page else ""
    rules: tuple[tuple[str, str, tuple[str, ...], str, str], ...] = (
        ("insert", "INSERT", (), f"NEW.live AND NOT {_certified(new)}", UNSIGNED),
        ("live", "UPDATE", ("live", "live_revision_id"),
         f"NEW.live AND ({changed}){exempt} AND NOT {_certified(new)}", UNSIGNED),
        ("withdraw", "UPDATE", ("live",), f"OLD.live AND NOT NEW.live AND NOT {_withdrawn(old)}", UNRECORDED),
        ("delete", "DELETE", (), *(("TRUE", ONLY_ROW) if one_row else (_has_certificate(old), SIGNED_DELETE))),
    )  # fmt: skip
    for kind, event, columns, condition, message in rules:
        yield Trigger(
            name=f"approval_{table}_{kind}", table=table, event=event, columns=columns, condition=condition,
            message=message,
        )  # fmt: skip


def _certified(content_type: str) -> str:
    return f"""EXISTS (
        SELECT 1 FROM approval_certificate c
        JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
        WHERE c.content_type_id = {content_type} AND c.object_id = CAST(NEW.id AS varchar(64))
          AND c.revision_id = NEW.live_revision_id
          AND NOT EXISTS (
            SELECT 1 FROM approval_certificate n WHERE n.content_type_id = c.content_type_id
              AND n.object_id = c.object_id AND n.version > c.version)
          AND NOT EXISTS (
            SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = c.content_type_id
              AND w.object_id = c.object_id AND w.decision = 'withdrawn' AND w.sequence > m.sequence))"""  # noqa: S608


def _withdrawn(content_type: str) -> str:
    return f"""EXISTS (
        SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = {content_type}
          AND w.object_id = CAST(OLD.id AS varchar(64)) AND w.decision = 'withdrawn'
          AND w.revision_id = OLD.live_revision_id AND w.sequence > COALESCE((
            SELECT MAX(m.sequence) FROM approval_certificate c
            JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
            WHERE c.content_type_id = w.content_type_id AND c.object_id = w.object_id
              AND c.revision_id = OLD.live_revision_id), 0))"""  # noqa: S608


def _has_certificate(content_type: str) -> str:
    return f"""EXISTS (SELECT 1 FROM approval_certificate c WHERE c.content_type_id = {content_type}
        AND c.object_id = CAST(OLD.id AS varchar(64)))"""  # noqa: S608


def bind(using: str, **kwargs: Any) -> None:
    """After ``migrate``: binds the snippets that no workflow has to the one that asks both offices."""
    tables = set(connections[using].introspection.table_names())
    if not {Workflow._meta.db_table, WorkflowContentType._meta.db_table, ContentType._meta.db_table} <= tables:
        return
    workflow = Workflow.objects.using(using).filter(name=WORKFLOW).first()
    if workflow is None:
        return
    kinds = [ContentType.objects.db_manager(using).get_for_model(model) for model in snippets()]
    bound = set(WorkflowContentType.objects.using(using).values_list("content_type_id", flat=True))
    # In bulk: a save by hand is refused, whoever tries.
    WorkflowContentType.objects.using(using).bulk_create(
        WorkflowContentType(workflow=workflow, content_type=kind) for kind in kinds if kind.pk not in bound
    )
