"""The two exceptions by which a mail backend says what it knows of a broken line."""

from __future__ import annotations

import smtplib


class NothingSent(ConnectionError):
    """The attempt ended before any of the message left this machine: it may be repeated."""

    def __init__(self, detail: str, *, unreachable: bool = False) -> None:
        super().__init__(detail)
        self.unreachable = unreachable


class Unclear(smtplib.SMTPException):
    """The message was on its way when the line broke: nobody here can know whether it was taken."""
