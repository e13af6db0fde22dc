"""What the scans of all gates mean together: pure, so that it comes out the same whichever gate met the net first.

A badge is inside from the entry that counts to the exit that counts. The earliest entry counts. A later one while the
badge is inside is ``AGAIN`` at the same gate, and ``CONFLICT`` at another: two people may have come with one badge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a scan."""

    COUNTS = "counts"
    AGAIN = "again"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Seen:
    """One scan; ``badge`` nobody: refused or a walk-in."""

    pk: int
    gate: int
    badge: int | None
    is_exit: bool
    is_refused: bool
    at: dt.datetime


def outcomes(scans: Iterable[Seen]) -> Mapping[int, Outcome]:
    """What became of each scan, by its number."""
    found: dict[int, Outcome] = {}
    inside: dict[int, int] = {}  # badge: the gate that let it in
    for scan in sorted(scans, key=lambda one: (one.at, one.pk)):
        if scan.is_refused:
            found[scan.pk] = Outcome.REFUSED
        elif scan.badge is None:
            found[scan.pk] = Outcome.COUNTS
        elif scan.is_exit:
            found[scan.pk] = Outcome.COUNTS if inside.pop(scan.badge, None) is not None else Outcome.AGAIN
        elif scan.badge in inside:
            found[scan.pk] = Outcome.AGAIN if inside[scan.badge] == scan.gate else Outcome.CONFLICT
        else:
            inside[scan.badge] = scan.gate
            found[scan.pk] = Outcome.COUNTS
    return found
