"""Which function does which kind of job. Apps register theirs in ``AppConfig.ready``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from media_library.models.jobs import JobKind

TECHNICAL = re.compile(r"^\w+: ")


class Progress(Protocol):
    """Called with percent done (0–100): keeps the claim on the job. Raises ``LeaseLost`` when it is gone."""

    def __call__(self, percent: int) -> None: ...


class JobRefused(Exception):
    """The job cannot succeed, now or later; its text is a sentence for the person who waits for it."""


class LeaseLost(Exception):
    """Somebody else has the job now; whatever was being done must be left."""


Do = Callable[[int, Progress], None]
GiveUp = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """``do(subject_id, progress)`` does one job and may be repeated; ``give_up(subject_id, reason)`` is called when it
    is not tried again, inside the transaction that says so."""

    do: Do
    give_up: GiveUp | None = None


WORK: dict[JobKind, Work] = {}


def told(reason: str, otherwise: str) -> str:
    """What a person is told of a job that was given up: ``reason`` where it is a sentence, ``otherwise`` where it is
    one for the log."""
    return otherwise if not reason or TECHNICAL.match(reason) else reason


def register(kind: JobKind, do: Do, give_up: GiveUp | None = None) -> None:
    """Says who does jobs of ``kind``. The same kind replaces."""
    WORK[kind] = Work(do=do, give_up=give_up)
