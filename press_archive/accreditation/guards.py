"""What happened to an application stays on record: of a step the database lets nothing change but its words, to
nothing, when the person is deleted; and no row of it goes."""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.triggers import DIFFERS, NEVER_CHANGED, Trigger

TABLE = "accreditation_applicationstep"
KEPT = ("id", "application_id", "did", "by_id", "fields", "at")


def kept_steps(tables: set[str]) -> Iterator[Trigger]:
    """Those of this app's table, once it is there."""
    if TABLE not in tables:
        return
    differs = " OR ".join(f"NEW.{name} {DIFFERS} OLD.{name}" for name in KEPT)
    yield Trigger(
        name="accreditation_step_update", table=TABLE, event="UPDATE", message=NEVER_CHANGED,
        condition=f"({differs} OR NEW.words <> '')",
    )  # fmt: skip
    yield Trigger(name="accreditation_step_delete", table=TABLE, event="DELETE", message=NEVER_CHANGED)
