"""Django's SMTP backend, with a memory for the one thing that matters after a broken line: had DATA begun?

RFC 5321 section 4.2.5: once the server has answered the final dot it is responsible for the message; before that the
client may not assume either. So a line that breaks before the text is handed over means "nothing sent", and a line
that breaks during or after it means "unclear".
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as DjangoEmailBackend

from publishing.channels.receipt import NothingSent, Unclear

if TYPE_CHECKING:
    Base = smtplib.SMTP
else:
    Base = object

LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class DataMemory(Base):
    """For an ``smtplib.SMTP`` class: ``data_began`` is true from the first byte of a message's text on."""

    data_began = False

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self.data_began = False
        return super().mail(sender, options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, reply = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = msg.encode("ascii") if isinstance(msg, str) else msg
        text = LINE_WITH_DOT.sub(b"..", text)
        self.data_began = True
        self.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer: tuple[int, bytes] = self.getreply()
        if answer[0] < 200:
            raise Unclear(f"{answer[0]} {answer[1]!r}")
        return answer


class SMTP(DataMemory, smtplib.SMTP):
    """A plain or STARTTLS connection that remembers whether DATA began."""


class SMTPOverTLS(DataMemory, smtplib.SMTP_SSL):
    """A connection under TLS from the start that remembers whether DATA began."""


class EmailBackend(DjangoEmailBackend):
    """Raises ``NothingSent`` or ``Unclear`` for a broken line, and ``smtplib``'s own exceptions for a server's refusal.

    A connection that the server had silently closed between two messages is opened anew, once.
    """

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return SMTPOverTLS if self.use_ssl else SMTP

    def open(self) -> bool | None:
        try:
            return super().open()
        except smtplib.SMTPResponseException:
            self.drop()
            raise
        except OSError as error:
            self.drop()
            raise NothingSent(str(error), unreachable=True) from error

    def _send(self, email_message: EmailMessage) -> bool:
        fresh = not getattr(self.connection, "used", False)
        try:
            return self._send_once(email_message)
        except NothingSent:
            if fresh:
                raise
        self.open()
        return self._send_once(email_message)

    def _send_once(self, email_message: EmailMessage) -> bool:
        connection: Any = self.connection
        try:
            sent: bool = super()._send(email_message)  # type: ignore[misc]
        except (smtplib.SMTPServerDisconnected, Unclear) as error:
            self.drop()
            raise self._broken(connection, error) from error
        except smtplib.SMTPException as error:
            # After a refused DATA the server may still wait for the rest of that transaction.
            if connection.sock is None or isinstance(error, smtplib.SMTPDataError):
                self.drop()
            raise
        except OSError as error:
            self.drop()
            raise self._broken(connection, error) from error
        connection.used = True
        return sent

    @staticmethod
    def _broken(connection: Any, error: Exception) -> Exception:
        return Unclear(str(error)) if connection.data_began else NothingSent(str(error))

    def drop(self) -> None:
        """Forgets the connection without a farewell: the line is dead."""
        for connection in (self.connection, self._partial_connection):
            if connection is not None:
                connection.close()
        self.connection = self._partial_connection = None

    def close(self) -> None:
        try:
            super().close()
        except OSError:
            # QUIT got no answer; what was sent has been answered for already.
            self.drop()
