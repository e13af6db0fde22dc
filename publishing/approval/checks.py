"""House rules of approval that ``manage.py check`` can see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import DraftStateMixin, Page, WorkflowContentType

from cms.core.governed import Governed, GovernedSnippet, StructuralPage


@register()
def check_public_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every page type, and every snippet with drafts, is governed; only empty structural pages are not."""
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if model._meta.app_label.startswith("wagtail"):
            continue
        if issubclass(model, Page) and not issubclass(model, (Governed, StructuralPage)):
            errors.append(
                Error(
                    f"{model._meta.label} is a public page type outside the approval workflow.",
                    hint="Inherit cms.core.governed.GovernedPage (or StructuralPage for a page without words).",
                    obj=model,
                    id="approval.E001",
                )
            )
        elif issubclass(model, DraftStateMixin) and not issubclass(model, (Page, GovernedSnippet)):
            errors.append(
                Error(
                    f"{model._meta.label} can be published outside the approval workflow.",
                    hint="Inherit cms.core.governed.GovernedSnippet.",
                    obj=model,
                    id="approval.E002",
                )
            )
        if issubclass(model, StructuralPage) and model.content_panels:
            errors.append(
                Error(
                    f"{model._meta.label} is structural but has content panels.",
                    hint="A structural page carries no words; inherit GovernedPage instead.",
                    obj=model,
                    id="approval.E003",
                )
            )
    return errors


@register()
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The last signature must end in our own finish action."""
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") != "publishing.approval.finish.finish":
        return [
            Error(
                "WAGTAIL_FINISH_WORKFLOW_ACTION does not check the two signatures.",
                hint='Set it to "publishing.approval.finish.finish".',
                id="approval.E004",
            )
        ]
    return []


@register(Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every governed table has its triggers, and every governed snippet its workflow."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue  # half-way through an upgrade: the trigger may come with the next migration
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            triggers = {row[0] for row in cursor.fetchall()}
        for model in apps.get_models():
            if not issubclass(model, Governed):
                continue
            table = Page._meta.db_table if issubclass(model, Page) else model._meta.db_table
            errors.extend(
                Error(
                    f"{model._meta.label} has no database trigger against unsigned publication ({kind}).",
                    hint="Add its table to a migration like approval.0003_triggers.",
                    obj=model,
                    id="approval.E005",
                )
                for kind in ("insert", "live", "withdraw", "delete")
                if f"approval_{table}_{kind}" not in triggers
            )
            if (
                issubclass(model, GovernedSnippet)
                and not WorkflowContentType.objects.filter(
                    content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
                ).exists()
            ):
                errors.append(
                    Error(
                        f"{model._meta.label} is not bound to the approval workflow.",
                        hint="Bind it in a migration like approval.0002_press_approval_workflow.",
                        obj=model,
                        id="approval.E006",
                    )
                )
    return errors
