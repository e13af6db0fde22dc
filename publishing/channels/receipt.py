"""What a channel says about one attempt: ``Outcome``, ``Receipt``, and the two exceptions a mail backend may raise."""

from __future__ import annotations

import smtplib
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
    an officer to read; ``unreachable`` says that nobody answered at all.
    """

    outcome: Outcome
    detail: str = ""
    reference: str = ""
    unreachable: bool = False


class NothingSent(ConnectionError):
    """The attempt ended before any of the message left this machine: it may be repeated."""

    def __init__(self, detail: str, *, unreachable: bool = False) -> None:
        super().__init__(detail)
        self.unreachable = unreachable


class Unclear(smtplib.SMTPException):
    """The message was on its way when the line broke: nobody here can know whether it was taken."""
