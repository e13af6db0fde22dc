"""A connection to the very address that was found public."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl

from cms.web_fetch.hosts import Place, resolved, stand_in


class Pinned(http.client.HTTPConnection):
    """Speaks to one of the addresses that ``place`` led to when they were looked at; the name is not asked for again.
    Expects the certificate of the host. Raises ``hosts.Unknown`` and ``hosts.Forbidden`` too."""

    line: socket.socket | None = None

    def __init__(self, place: Place, *, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self.default_port = place.port  # the header names the host alone
        self.place, self.stopped = place, False

    def connect(self) -> None:
        if port := stand_in(self.place):
            self.sock = self.line = socket.create_connection(("127.0.0.1", port), timeout=self.timeout)
            return
        trouble: OSError = OSError("no address")
        for ip in resolved(self.place)[:3]:
            if self.stopped:
                raise TimeoutError
            try:
                self.sock = self.line = socket.create_connection((ip, self.port), timeout=self.timeout)
                break
            except OSError as error:
                trouble = error
        else:
            raise trouble
        if self.place.scheme == "https":
            self.sock = self.line = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        if self.stopped:
            raise TimeoutError

    def stop(self) -> None:
        """From another thread: whatever it waits for ends."""
        self.stopped = True
        with contextlib.suppress(OSError):
            if self.line is not None:
                self.line.shutdown(socket.SHUT_RDWR)
