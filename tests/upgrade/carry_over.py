"""Puts the rows of an SQLite database of an earlier release into a PostgreSQL database of the same release."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def build_as_of(old: sqlite3.Connection) -> None:
    """Migrates the empty database to exactly the migrations that ``old`` had."""
    applied = set(old.execute("SELECT app, name FROM django_migrations"))
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = [node for node in applied if node in graph.nodes]
    last = [node for node in wanted if not any(child.key in applied for child in graph.node_map[node].children)]
    executor.migrate(last)


def carry_over(path: Path) -> None:
    """Builds the tables and copies every row, with triggers and foreign keys asleep meanwhile."""
    old = sqlite3.connect(path)
    build_as_of(old)
    # The search index of one engine means nothing to the other; it is made anew by `rebuild_modelsearch_index`.
    tables = [
        name
        for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type='table'")
        if not name.startswith("wagtailsearch_")
    ]
    with connection.cursor() as cursor:
        kinds = columns(cursor)
        tables = [name for name in tables if name in kinds and name != "django_migrations"]
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in kinds if name != "django_migrations"))
        for table in tables:
            copy(cursor, old, table, kinds[table])
        cursor.execute("SET session_replication_role = DEFAULT")


def columns(cursor: Any) -> dict[str, dict[str, str]]:
    """``{table: {column: type}}`` of the PostgreSQL database."""
    cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema='public'"
    )
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def copy(cursor: Any, old: sqlite3.Connection, table: str, kinds: dict[str, str]) -> None:
    old_rows = old.execute(f'SELECT * FROM "{table}"')
    names = [one[0] for one in old_rows.description]
    kept = [(place, name) for place, name in enumerate(names) if name in kinds and kinds[name] != "tsvector"]
    listed = ", ".join(f'"{name}"' for _place, name in kept)
    marks = ", ".join("%s" for _one in kept)
    rows = [[value(row[place], kinds[name]) for place, name in kept] for row in old_rows]
    if rows:
        cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)
    if kinds.get("id") in ("integer", "bigint"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT max(id) FROM \"{table}\"))"
            if rows
            else "SELECT 1"
        )


def value(stored: Any, kind: str) -> Any:
    """What SQLite stored, as PostgreSQL takes it: true and false are numbers there, moments are texts in UTC."""
    if stored is None:
        return None
    if kind == "boolean":
        return bool(stored)
    if kind.startswith("timestamp"):
        return f"{stored}+00"
    return stored
