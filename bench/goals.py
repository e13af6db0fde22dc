"""What was promised, beside what was measured: the table at the end of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.tables import table


@dataclass(frozen=True, slots=True)
class Goal:
    """One line. ``held`` is ``None`` where nothing was promised."""

    what: str
    goal: str
    measured: str
    held: bool | None


def at_most(what: str, value: float, limit: float, unit: str = "", *, more: str = "") -> Goal:
    """A figure that shall not be larger than ``limit``; ``more`` stands behind what was measured."""
    return Goal(what, f"≤ {limit:g}{unit}", f"{_said(value, limit)}{unit}{more}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "", *, more: str = "") -> Goal:
    """A figure that shall not be smaller than ``limit``."""
    return Goal(what, f"≥ {limit:g}{unit}", f"{_said(value, limit)}{unit}{more}", value >= limit)


def _said(value: float, limit: float) -> str:
    return f"{value:,.0f}" if limit >= 20 else f"{value:.3f}" if limit < 0.1 else f"{value:.2f}"


def report(goals: Iterable[Goal]) -> None:
    """Prints ``goals``."""
    words = {True: "yes", False: "NO", None: "—"}
    print("Goals of this run; ratios are of the same run\n")
    table(["", "goal", "measured", "held"], [[one.what, one.goal, one.measured, words[one.held]] for one in goals])
