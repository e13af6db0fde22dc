"""Rules of approval that only the database can answer: ``manage.py check --database default``.

``approval.E001`` a governed table without its triggers; ``E002`` a governed snippet without its workflow; ``E004`` the
triggers that keep what content in approval uses are missing; ``W002`` evidence from before there was a key. ``E003`` no
key for the evidence and ``W001`` a derived one need no database. That every public type is governed at all is asked by
``cms.core.checks``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, WorkflowContentType

from cms.core import hold_triggers
from cms.core.governed import Governed, GovernedSnippet
from cms.core.triggers import present
from cms.settings.evidence import derived_keys
from publishing.approval.models import EvidenceRecord, EvidenceSeal


@register(Tags.security)
def check_evidence_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E003: without a key nothing can be put on the record, and so nothing can be signed."""
    if settings.EVIDENCE_KEYS:
        return []
    return [
        Error(
            "EVIDENCE_KEYS is empty: the evidence of approvals cannot be sealed.",
            hint="EVIDENCE_KEYS=2026a:<64 hex digits>: python3 -c 'import secrets; print(secrets.token_hex(32))'",
            id="approval.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_evidence_keys_are_kept(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """W001: a key derived from ``SECRET_KEY`` is for a developer's machine."""
    if derived_keys(settings.SECRET_KEY) != settings.EVIDENCE_KEYS:
        return []
    return [
        Warning(
            "The evidence is sealed with a key derived from SECRET_KEY; its seals end when that is changed.",
            hint="Give EVIDENCE_KEYS a key of its own, kept outside the database and its backups.",
            id="approval.W001",
        )
    ]


@register(Tags.database)
def check_seals(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W002: records from before the upgrade that brought the key."""
    if "default" not in (databases or []):
        return []
    tables = set(connections["default"].introspection.table_names())
    if EvidenceSeal._meta.db_table not in tables:
        return []
    bare = EvidenceRecord.objects.exclude(sequence__in=EvidenceSeal.objects.values("sequence")).count()
    if not bare:
        return []
    return [
        Warning(
            f"{bare} evidence records have no seal with a key.",
            hint="Once, at the upgrade: manage.py seal_evidence. Later: manage.py verify_evidence says what is wrong.",
            id="approval.W002",
        )
    ]


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
        triggers = present(connection)
        if not hold_triggers.present(connection):
            errors.append(
                Error(
                    "What content in approval uses is not kept by the database.",
                    hint="Run manage.py migrate: it makes the triggers anew.",
                    id="approval.E004",
                )
            )
        for model in apps.get_models():
            if not issubclass(model, Governed):
                continue
            table = Page._meta.db_table if issubclass(model, Page) else model._meta.db_table
            errors.extend(
                Error(
                    f"{model._meta.label} has no database trigger against unsigned publication ({kind}).",
                    hint="Run manage.py migrate: it makes the triggers anew.",
                    obj=model,
                    id="approval.E001",
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
                        hint="Run manage.py migrate: it binds governed snippets.",
                        obj=model,
                        id="approval.E002",
                    )
                )
    return errors
