"""Django's SMTP backend, with a memory for the one thing that matters after a broken line: had DATA begun?

RFC 5321 section 4.2.5: once the server has answered the final dot it is responsible for the message; before that the
client may not assume either. So a line that breaks before the text is handed over means "nothing sent", and a line
that breaks during or after it means "unclear".
"""

from __future__ import annotations

import contextlib
import functools
import re
import smtplib
import socket
import threading
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as DjangoEmailBackend

from publishing.channels.receipt import NothingSent, Unclear

if TYPE_CHECKING:
    Base = smtplib.SMTP
else:
    Base = object

LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class Line:
    """The line to the server as somebody outside its thread sees it: whether a message's text is on its way, and the
    means to break it.

    A timeout of the socket does not help against a server that sends one byte now and then; :meth:`cut` ends whatever
    waits, also inside a TLS handshake, and from then on no text can begin. So "cut before the text" is certain to mean
    that nothing was sent, even while the thread is still stuck in looking up a name.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._is_cut = False
        self.text_began = False

    def hold(self, sock: socket.socket) -> None:
        """Remembers the connected ``sock``. Raises ``TimeoutError`` when the line was cut meanwhile."""
        with self._lock:
            if self._is_cut:
                sock.close()
                raise TimeoutError
            self._forget()
            # A handle of our own: wrapping in TLS takes the socket object itself away.
            self._handle = sock.dup()

    def begin_mail(self) -> None:
        """A new message, or a new connection for it: none of its text has left."""
        with self._lock:
            self.text_began = False

    def begin_text(self) -> None:
        """From here on nobody knows what the server has. Raises ``TimeoutError`` when the line was cut."""
        with self._lock:
            if self._is_cut:
                raise TimeoutError
            self.text_began = True

    def cut(self) -> bool:
        """Breaks the line for good; gives whether any of the message's text may have left."""
        with self._lock:
            self._is_cut = True
            if self._handle is not None:
                with contextlib.suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)
            return self.text_began

    def release(self) -> None:
        """Lets the connection end: our handle would keep it open."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        if self._handle is not None:
            self._handle.close()
        self._handle = None


class WholeLines:
    """What a server says, line by line: the beginning of a line that never came to its end is no answer."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readline(self, limit: int) -> bytes:
        line: bytes = self.file.readline(limit)
        return line if line.endswith(b"\n") or len(line) >= limit else b""

    def close(self) -> None:
        self.file.close()


class OnLine(Base):
    """For an ``smtplib.SMTP`` class: tells its :class:`Line` what it does."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        self.line = line
        super().__init__(*args, **kwargs)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # Of smtplib.SMTP, which SMTP_SSL's own calls too: the plain socket, before any TLS.
        sock = smtplib.SMTP._get_socket(self, host, port, timeout)  # type: ignore[attr-defined]
        self.line.hold(sock)
        return self.secured(sock)

    def secured(self, sock: socket.socket) -> socket.socket:
        """The socket as the conversation uses it."""
        return sock

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = WholeLines(self.sock.makefile("rb"))  # type: ignore[union-attr]
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, reply = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = msg.encode("ascii") if isinstance(msg, str) else msg
        text = LINE_WITH_DOT.sub(b"..", text)
        self.line.begin_text()
        self.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer: tuple[int, bytes] = self.getreply()
        if answer[0] < 400 and answer[0] != 250:
            raise Unclear(f"{answer[0]} {answer[1]!r}")
        return answer

    def close(self) -> None:
        super().close()
        self.line.release()


class SMTP(OnLine, smtplib.SMTP):
    """A plain or STARTTLS connection."""


class SMTPOverTLS(OnLine, smtplib.SMTP_SSL):
    """A connection under TLS from the start."""

    def secured(self, sock: socket.socket) -> socket.socket:
        return self.context.wrap_socket(sock, server_hostname=self._host)  # type: ignore[attr-defined]


class EmailBackend(DjangoEmailBackend):
    """Raises ``NothingSent`` or ``Unclear`` for a broken line, and ``smtplib``'s own exceptions for a server's refusal.

    A connection that the server had silently closed between two messages is opened anew, once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = Line()

    @property
    def connection_class(self) -> Any:
        return functools.partial(SMTPOverTLS if self.use_ssl else SMTP, line=self.line)

    def cut(self) -> bool:
        """From another thread: breaks the line now; gives whether any of a message's text may have left."""
        return self.line.cut()

    def open(self) -> bool | None:
        self.line.begin_mail()
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
        self.line.begin_mail()
        try:
            sent: bool = super()._send(email_message)  # type: ignore[misc]
        except (smtplib.SMTPServerDisconnected, Unclear) as error:
            self.drop()
            raise self._broken(error) from error
        except smtplib.SMTPException as error:
            # After a refused DATA the server may still wait for the rest of that transaction.
            if connection.sock is None or isinstance(error, smtplib.SMTPDataError):
                self.drop()
            raise
        except OSError as error:
            self.drop()
            raise self._broken(error) from error
        connection.used = True
        return sent

    def _broken(self, error: Exception) -> Exception:
        return Unclear(str(error)) if self.line.text_began else NothingSent(str(error))

    def drop(self) -> None:
        """Forgets the connection without a farewell: the line is dead."""
        for connection in (self.connection, self._partial_connection):
            if connection is not None:
                connection.close()
        self.connection = self._partial_connection = None
        self.line.release()

    def close(self) -> None:
        try:
            super().close()
        except OSError:
            # QUIT got no answer; what was sent has been answered for already.
            self.drop()
