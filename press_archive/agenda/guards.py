"""What was announced stays as it was said: the database takes a version only of a live event's own revision, a
cancellation only of one that is off the air, and neither is changed or removed."""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.triggers import NEVER_CHANGED, Trigger
from press_archive.agenda.models import EventVersion, PressEvent

UNSIGNED = "basin_masasi: only a signed event is announced"


def version_triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of this app's tables among ``tables``, once the tables they ask are there."""
    version, event = EventVersion._meta.db_table, PressEvent._meta.db_table
    if not {version, event} <= tables:
        return
    live = f"""EXISTS (SELECT 1 FROM {event} e WHERE e.id = NEW.event_id AND e.live
        AND e.live_revision_id = NEW.revision_id)"""  # noqa: S608
    off_air = f"EXISTS (SELECT 1 FROM {event} e WHERE e.id = NEW.event_id AND NOT e.live)"  # noqa: S608
    yield Trigger(
        name="agenda_version_signed", table=version, event="INSERT",
        condition=f"NOT ((NEW.change <> 'cancelled' AND {live}) OR (NEW.change = 'cancelled' AND {off_air}))",
        message=UNSIGNED,
    )  # fmt: skip
    for change in ("UPDATE", "DELETE"):
        yield Trigger(name=f"{version}_{change.lower()}", table=version, event=change, message=NEVER_CHANGED)
