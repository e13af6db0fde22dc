"""Triggers that note what changed (``Change``), in the transaction of the change and without a query of the program's.

They follow from what apps declare (``cms.website.findable``). What nobody may find any more is hidden by the same
trigger: the index forgets it later, but shows it no more from that moment on.
"""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.triggers import Effect, Trigger
from cms.website.findable import FINDABLES, Source
from search.models import Change, Document

NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}


def triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of what can be found, among ``tables``."""
    if not {Change._meta.db_table, Document._meta.db_table} <= tables:
        return
    for name, findable in FINDABLES.items():
        for number, source in enumerate(findable.sources()):
            if source.table in tables:
                for event in source.events:
                    yield _trigger(name, number, source, event)


def _trigger(kind: str, number: int, source: Source, event: str) -> Trigger:
    row = "OLD" if event == "DELETE" else "NEW"
    keys, condition = source.keys.replace("{row}", row), source.when.replace("{row}", row)
    return Effect(
        name=f"found_{kind}_{number}_{event.lower()}", table=source.table, event=event, condition=condition,
        action=tuple((vendor, "; ".join(_statements(kind, keys, source, event, vendor))) for vendor in NOW),
    )  # fmt: skip


def _statements(kind: str, keys: str, source: Source, event: str, vendor: str) -> Iterator[str]:
    noted, documents = Change._meta.db_table, Document._meta.db_table
    yield (
        f"INSERT INTO {noted} (kind, object_id, noted_at, lease_owner, attempts, trouble)"  # noqa: S608
        f" SELECT '{kind}', k.id, {NOW[vendor]}, '', 0, ''"
        f" FROM (SELECT CAST(NULL AS bigint) AS id WHERE 1 = 0 UNION {keys}) k WHERE k.id IS NOT NULL"
    )
    gone = "TRUE" if event == "DELETE" else source.gone
    if gone:
        yield f"UPDATE {documents} SET hidden = TRUE WHERE kind = '{kind}' AND object_id IN ({keys}) AND ({gone})"  # noqa: S608
