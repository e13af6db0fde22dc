"""What became of one attempt to hand something to another machine: ``Outcome``, ``Receipt``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The five things that can become of an attempt. Only ``TEMPORARY`` may be tried again without a person."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of one attempt.

    ``reference`` names it at the other side (Message-ID, address of a post); ``detail`` is the other side's answer, for
    an officer to read; ``unreachable`` says that nobody answered at all or in time, so that others need not try now.
    """

    outcome: Outcome
    detail: str = ""
    reference: str = ""
    unreachable: bool = False
