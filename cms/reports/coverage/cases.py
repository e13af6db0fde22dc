"""The right-of-reply cases of a period."""

from __future__ import annotations

from typing import Any

from cms.reports.coverage.periods import Period


def cases_of(period: Period) -> list[dict[str, Any]]:
    """Cases about what was published in ``period``."""
    return []
