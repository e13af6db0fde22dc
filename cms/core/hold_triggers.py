"""The same rules in the database: what ``cms.core.holds`` refuses to a save, triggers refuse to a bulk update.

They are made from the registered rules after every ``migrate`` and removed before it: SQLite loses a table's triggers
when a migration rebuilds the table, and refuses the rebuilding while a trigger speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from cms.core.holds import RULES, Rule, type_sql
from cms.core.models import Hold, Stage
from cms.core.triggers import DIFFERS, Trigger
from cms.core.triggers import present as in_database

PREFIX = "hold_"
# Rules of tables whose saves somebody else guards, with sentences of their own.
EXTRA: list[Rule] = []
MESSAGE = "basin_masasi: content in approval or on the air uses this row"


def _column(model: type[models.Model], attname: str) -> str:
    return next(str(field.column) for field in model._meta.concrete_fields if field.attname == attname)


def _held(type_sql: str, id_sql: str, stages: tuple[Stage, ...]) -> str:
    names = ", ".join(f"'{stage.value}'" for stage in stages)
    return (
        f"EXISTS (SELECT 1 FROM {Hold._meta.db_table} h WHERE h.row_type_id = {type_sql} "  # noqa: S608
        f"AND h.row_id = CAST({id_sql} AS varchar(64)) AND h.stage IN ({names}))"
    )


def triggers() -> Iterator[Trigger]:
    """Each refuses when its condition holds and one of its columns changes."""
    for rule in (*RULES.values(), *EXTRA):
        model = rule.model
        table = model._meta.db_table
        if rule.owner_sql is not None:
            columns = [_column(model, name) for name in rule.fixed]
            for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                if event in rule.events:
                    name = f"{PREFIX}{table}_{event.lower()}_{row.lower()}"
                    yield _trigger(name, table, event, columns if event == "UPDATE" else [], _owned(rule, row))
            continue
        own = type_sql(model), f"OLD.{_column(model, model._meta.pk.attname)}"
        fixed = [_column(model, name) for name in rule.fixed if name not in rule.loose]
        linked = [_column(model, name) for name in rule.linked if name not in rule.loose]
        words = [_column(model, name) for name in rule.words if name not in rule.loose]
        if fixed and rule.live_sql:
            live = f"EXISTS ({rule.live_sql.format(row='OLD')})"
            yield _trigger(f"{PREFIX}{table}_live", table, "UPDATE", fixed, live)
        if fixed or linked:
            yield _trigger(f"{PREFIX}{table}_fixed", table, "UPDATE", fixed + linked, _held(*own, rule.stages))
        if words:
            yield _trigger(f"{PREFIX}{table}_words", table, "UPDATE", words, _held(*own, (Stage.APPROVAL,)))
        yield _trigger(f"{PREFIX}{table}_delete", table, "DELETE", [], _held(*own, tuple(Stage)))


def _trigger(name: str, table: str, event: str, columns: list[str], condition: str) -> Trigger:
    changed = " OR ".join(f"NEW.{column} {DIFFERS} OLD.{column}" for column in columns)
    return Trigger(
        name=name, table=table, event=event, message=MESSAGE, columns=tuple(columns),
        condition=f"({changed}) AND {condition}" if changed else condition,
    )  # fmt: skip


def _owned(rule: Rule, row: str) -> str:
    type_sql, id_sql = (part.format(row=row) for part in rule.owner_sql or ())
    condition = _held(type_sql, id_sql, rule.stages)
    return f"({condition} OR EXISTS ({rule.live_sql.format(row=row)}))" if rule.live_sql else condition


def create(connection: BaseDatabaseWrapper) -> None:
    """Makes every trigger whose tables are there, in place of those that were."""
    drop(connection)
    with connection.cursor() as cursor:
        tables = {info.name for info in connection.introspection.get_table_list(cursor)}
        if Hold._meta.db_table not in tables:
            return
        for trigger in triggers():
            if trigger.table not in tables:
                continue
            known = {info.name for info in connection.introspection.get_table_description(cursor, trigger.table)}
            if set(trigger.columns) <= known:  # else half-way through an upgrade
                for statement in trigger.create_sql(connection.vendor):
                    cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Removes every trigger of this module."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'hold\\_%' ESCAPE '\\'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgname LIKE 'hold\\_%%' AND pg_table_is_visible(c.oid)"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
            cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def present(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger is there."""
    return {trigger.name for trigger in triggers()} <= in_database(connection)


def before_migrate(using: str, **kwargs: Any) -> None:
    drop(connections[using])


def after_migrate(using: str, **kwargs: Any) -> None:
    create(connections[using])


def connect(sender: Any) -> None:
    """Called once by the app's configuration ``sender``."""
    pre_migrate.connect(before_migrate, sender=sender, dispatch_uid="holds.before_migrate")
    post_migrate.connect(after_migrate, sender=sender, dispatch_uid="holds.after_migrate")
