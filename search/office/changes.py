"""Triggers that note what changed for the office's index, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.triggers import Effect, Trigger
from cms.users.office_search import KINDS, Source
from search.office.models import OfficeChange

NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}


def triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of what the office can find, among ``tables``."""
    if OfficeChange._meta.db_table not in tables:
        return
    for kind in KINDS.values():
        for number, source in enumerate(kind.sources()):
            if source.table in tables:
                for event in source.events:
                    yield _trigger(kind.name, kind.number, number, source, event)


def _trigger(kind: str, number: int, place: int, source: Source, event: str) -> Trigger:
    row = "OLD" if event == "DELETE" else "NEW"
    keys, condition = source.keys.replace("{row}", row), source.when.replace("{row}", row)
    return Effect(
        name=f"office_found_{number}_{place}_{event.lower()}", table=source.table, event=event, condition=condition,
        action=tuple(
            (
                vendor,
                f"INSERT INTO {OfficeChange._meta.db_table} (kind, object_id, noted_at, attempts, trouble)"  # noqa: S608
                f" SELECT '{kind}', k.id, {now}, 0, ''"
                f" FROM (SELECT CAST(NULL AS bigint) AS id WHERE 1 = 0 UNION {keys}) k WHERE k.id IS NOT NULL",
            )
            for vendor, now in NOW.items()
        ),
    )  # fmt: skip
