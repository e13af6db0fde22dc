"""The right-of-reply cases of a period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cms.reports.coverage.periods import Period
from press_archive.replies.models import Case
from press_archive.replies.words import Kind, Outcome, Stage


def cases_of(period: Period) -> list[dict[str, Any]]:
    """Cases about what was published in ``period``, as plain values; one query."""
    found = Case.objects.filter(published_on__range=(period.start, period.end)).order_by("published_on", "pk")
    return [
        {
            "outlet": outlet, "day": day.isoformat(), "kind": kind, "stage": stage, "sent": _iso(sent),
            "fulfilled": _iso(fulfilled), "outcome": outcome,
        }
        for outlet, day, kind, stage, sent, fulfilled, outcome in found.values_list(
            "outlet_name", "published_on", "kind", "stage", "sent_on", "fulfilled_on", "outcome"
        )
    ]  # fmt: skip


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def in_words(case: dict[str, Any]) -> tuple[str, str, str]:
    """Kind, stage and outcome as the office calls them."""
    outcome = str(Outcome(case["outcome"]).label) if case["outcome"] else ""
    return str(Kind(case["kind"]).label), str(Stage(case["stage"]).label), outcome
