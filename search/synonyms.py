"""Other names of the same: read from what archivists keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def names() -> Mapping[str, Sequence[str]]:
    """Base forms of a name, joined by a blank, to those of its other names."""
    return {}
