"""What no code may do, refused by the database itself, and what must follow from a change whoever makes it
(:class:`Effect`): triggers for SQLite and PostgreSQL from one description.

``Triggers`` and ``AppendOnly`` are migration operations; they mean the same on both engines. SQLite drops a table's
triggers with the table that a later migration rebuilds, and refuses the rebuilding while another table's trigger speaks
of it: there they sleep while migrations run (:func:`suspend`) and :func:`restore` makes anew what is missing. On
PostgreSQL they never sleep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.models.signals import post_migrate, pre_migrate

NEVER_CHANGED = "basin_masasi: append-only table"
# In a condition: "is not", which knows NULL.
DIFFERS = "{differs}"
OPERATORS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Refuses ``event`` on a row of ``table`` with ``message`` while ``condition`` (SQL on NEW and OLD) holds.

    ``columns`` limits an UPDATE to statements that name one of them.
    """

    name: str
    table: str
    event: str
    message: str
    condition: str = "TRUE"
    columns: tuple[str, ...] = ()

    def create_sql(self, vendor: str) -> list[str]:
        """The statements that make it. Raises ``NotImplementedError`` for an engine that nobody tried."""
        if vendor not in OPERATORS:
            raise NotImplementedError(vendor)
        condition = self.condition.replace(DIFFERS, OPERATORS[vendor])
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        head = f"CREATE TRIGGER {self.name} BEFORE {self.event}{of} ON {self.table} FOR EACH ROW"
        if vendor == "sqlite":
            return [f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"]
        result = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {result}; END $$",
            f"{head} EXECUTE FUNCTION {self.name}()",
        ]

    def drop_sql(self, vendor: str) -> list[str]:
        """The statements that take it away; they do not mind when it is not there."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Trigger):
    """Refuses nothing: does ``action``, one SQL statement or several for each engine, after ``event``."""

    message: str = ""
    action: tuple[tuple[str, str], ...]

    def create_sql(self, vendor: str) -> list[str]:
        if vendor not in OPERATORS:
            raise NotImplementedError(vendor)
        condition = self.condition.replace(DIFFERS, OPERATORS[vendor])
        head = f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} FOR EACH ROW"
        action = dict(self.action)[vendor]
        if vendor == "sqlite":
            return [f"{head} WHEN {condition} BEGIN {action}; END"]
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN {action}; END IF; RETURN NULL; END $$",
            f"{head} EXECUTE FUNCTION {self.name}()",
        ]


def append_only(table: str, events: Iterable[str] = ("UPDATE", "DELETE")) -> list[Trigger]:
    """The triggers of a table whose rows are written once."""
    return [
        Trigger(name=f"{table}_{event.lower()}_refused", table=table, event=event, message=NEVER_CHANGED)
        for event in events
    ]


# --- Migration operations ---------------------------------------------------------------------------------------------


class Triggers(Operation):
    """Makes triggers, in place of those of the same names if there are any."""

    reduces_to_sql = True
    reversible = True
    category = OperationCategory.SQL

    def __init__(self, *triggers: Trigger) -> None:
        self.triggers = triggers

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, list(self.triggers), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """A trigger is no part of a model."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self.triggers:
            for statement in [*trigger.drop_sql(_vendor(schema_editor)), *trigger.create_sql(_vendor(schema_editor))]:
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self.triggers:
            for statement in trigger.drop_sql(_vendor(schema_editor)):
                schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Make triggers on {', '.join(sorted({trigger.table for trigger in self.triggers}))}"


class AppendOnly(Triggers):
    """Lets the rows of tables be written once, and never changed or deleted."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        super().__init__(*(trigger for table in tables for trigger in append_only(table)))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, list(self.tables), {}


class DropTriggers(Triggers):
    """Takes away triggers that an earlier migration made."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, to_state, from_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, to_state, from_state)

    def describe(self) -> str:
        return f"Drop triggers on {', '.join(sorted({trigger.table for trigger in self.triggers}))}"


def _vendor(schema_editor: Any) -> str:
    return str(schema_editor.connection.vendor)


# --- What has to be there ---------------------------------------------------------------------------------------------

# Triggers that follow from the installed models: each function takes the names of the tables that there are.
DERIVED: list[Callable[[set[str]], Iterable[Trigger]]] = []


def expected(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """``{name: trigger}`` of what the applied migrations made and of what follows from the installed models."""
    return {**_of_migrations(connection), **{trigger.name: trigger for trigger in _derived(connection)}}


def _of_migrations(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    found: dict[str, Trigger] = {}
    for migration, _backwards in executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True):
        if (migration.app_label, migration.name) not in loader.applied_migrations:
            continue
        for operation in migration.operations:
            if isinstance(operation, DropTriggers):
                for trigger in operation.triggers:
                    found.pop(trigger.name, None)
            elif isinstance(operation, Triggers):
                found.update((trigger.name, trigger) for trigger in operation.triggers)
    return found


def _derived(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    tables = set(connection.introspection.table_names())
    for declaration in DERIVED:
        yield from declaration(tables)


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all triggers in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        return {row[0] for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """What should be there and is not."""
    there = present(connection)
    return [trigger for name, trigger in expected(connection).items() if name not in there]


def suspend(connection: BaseDatabaseWrapper) -> None:
    """Before migrations on SQLite: takes the triggers away, as rebuilding a table would."""
    _execute(connection, [sql for one in expected(connection).values() for sql in one.drop_sql(connection.vendor)])


def restore(connection: BaseDatabaseWrapper) -> None:
    """Makes what is missing, and what follows from the models in any case: its rule may have changed."""
    anew = {trigger.name: trigger for trigger in (*missing(connection), *_derived(connection))}
    vendor = connection.vendor
    with transaction.atomic(using=connection.alias):
        _execute(connection, [sql for one in anew.values() for sql in one.drop_sql(vendor) + one.create_sql(vendor)])


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def before_migrate(using: str, plan: Any = None, **kwargs: Any) -> None:
    """When there is anything to do."""
    if plan and connections[using].vendor == "sqlite":
        suspend(connections[using])


def after_migrate(using: str, **kwargs: Any) -> None:
    restore(connections[using])


def connect(sender: AppConfig) -> None:
    """Called once by the app's configuration ``sender``. A migration that fails is followed by :func:`restore` too: see
    ``cms.core.management.commands.migrate``."""
    pre_migrate.connect(before_migrate, sender=sender, dispatch_uid="triggers.before_migrate")
    post_migrate.connect(after_migrate, sender=sender, dispatch_uid="triggers.after_migrate")
