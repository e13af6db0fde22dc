"""For migrations: rows whose names are the same by Turkish rules become one, and every row gets its ``name_key``.

``merge`` works on tables only, with historical models, so that it means the same in every later version.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

LENGTH = 200


def key_of(name: str) -> str:
    """The key as it was when keys came in; see ``cms.core.names``."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if char.isspace() else char for char in text if unicodedata.category(char) not in ("Cf", "Cc"))
    return " ".join(text.replace("I", "ı").replace("İ", "i").lower().split())[:LENGTH]


def merge(
    model: Any,
    schema_editor: Any,
    *,
    signed: Iterable[int] = (),
    mergeable: Callable[[Any, Any], bool] = lambda kept, gone: True,
) -> dict[int, int]:
    """Gives every row of ``model`` its key and takes out those that say the same; {taken out: what stands for it}.

    The most used row of a name stays, among the ``signed`` if there are any. Signed rows are never taken out, nor those
    that are not ``mergeable`` with the one that stays: they keep standing under a key with their number.
    """
    signed = set(signed)
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in model.objects.order_by("pk"):
        groups[key_of(row.name)].append(row)
    pointing = pointing_at(model._meta.db_table, schema_editor.connection)
    gone: dict[int, int] = {}
    for key, rows in groups.items():
        if len(rows) > 1:
            uses = {row.pk: _uses(row.pk, pointing, schema_editor) for row in rows}
            rows.sort(key=lambda row: (row.pk not in signed, -uses[row.pk], row.pk))
        first, *others = rows
        for row in others:
            if row.pk in signed or not mergeable(first, row):
                row.name_key = f"{key[: LENGTH - 24]} #{row.pk}"
                row.save(update_fields=["name_key"])
                print(f"\n  {model._meta.label}: “{row.name}” (#{row.pk}) stays beside “{first.name}” (#{first.pk})")  # noqa: T201
                continue
            _point_to(first.pk, row.pk, pointing, schema_editor)
            gone[row.pk] = first.pk
            model.objects.filter(pk=row.pk).delete()
        first.name_key = key
        first.save(update_fields=["name_key"])
    return gone


def pointing_at(table: str, connection: Any) -> list[tuple[str, str]]:
    """Every (table, column) with a foreign key to ``table``."""
    found = []
    with connection.cursor() as cursor:
        for other in connection.introspection.table_names(cursor):
            for constraint in connection.introspection.get_constraints(cursor, other).values():
                target = constraint["foreign_key"]
                if target and target[0] == table:
                    found.append((other, constraint["columns"][0]))
    return sorted(set(found))


def _uses(pk: int, pointing: list[tuple[str, str]], schema_editor: Any) -> int:
    quote = schema_editor.connection.ops.quote_name
    total = 0
    with schema_editor.connection.cursor() as cursor:
        for table, column in pointing:
            cursor.execute(f"SELECT COUNT(*) FROM {quote(table)} WHERE {quote(column)} = %s", [pk])  # noqa: S608
            total += cursor.fetchone()[0]
    return total


def _point_to(kept: int, gone: int, pointing: list[tuple[str, str]], schema_editor: Any) -> None:
    connection = schema_editor.connection
    quote = connection.ops.quote_name
    for table, column in pointing:
        named = f"{quote(table)}", f"{quote(column)}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {named[0]} WHERE {named[1]} = %s", [gone])  # noqa: S608
            rows = [row[0] for row in cursor.fetchall()]
            for row in rows:
                try:
                    with transaction.atomic(using=connection.alias):
                        cursor.execute(f"UPDATE {named[0]} SET {named[1]} = %s WHERE id = %s", [kept, row])  # noqa: S608
                except IntegrityError:  # it had both
                    cursor.execute(f"DELETE FROM {named[0]} WHERE id = %s", [row])  # noqa: S608


def renumbered(value: Any, gone: Mapping[int, int]) -> Any:
    """A revision's list of primary keys with those of the taken-out rows exchanged; each stands once."""
    return list(dict.fromkeys(gone.get(pk, pk) for pk in value))
