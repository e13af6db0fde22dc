"""A mail server that accepts the connection and then keeps its client waiting, in one of several ways."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable


class SlowServer:
    """``behaviour`` is one of: "silent" (says nothing at all), "trickle" (one byte of a greeting now and then),
    "silent after text" (takes a whole mail and never answers), "trickle after text"."""

    def __init__(self, behaviour: str) -> None:
        self.behaviour = behaviour
        self.connections = 0
        self.texts = 0
        self.ended = threading.Event()
        self.arrived = threading.Condition()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = self.socket.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with self.arrived:
                self.connections += 1
                self.arrived.notify_all()
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def wait_for_connection(self) -> bool:
        with self.arrived:
            return self.arrived.wait_for(lambda: self.connections > 0, 30)

    def _talk(self, line: socket.socket) -> None:
        try:
            if self.behaviour == "silent":
                self.ended.wait()
            elif self.behaviour == "trickle":
                self._trickle(line)
            else:
                self._take(line)
                if self.behaviour == "trickle after text":
                    self._trickle(line)
                self.ended.wait()
        except OSError:
            pass
        finally:
            line.close()

    def _trickle(self, line: socket.socket) -> None:
        while not self.ended.wait(0.05):
            line.sendall(b"2")

    def _take(self, line: socket.socket) -> None:
        stream = line.makefile("rb")
        say: Callable[[bytes], None] = line.sendall
        say(b"220 slow.example\r\n")
        for command in stream:
            verb = command[:4].upper()
            if verb == b"DATA":
                say(b"354 go ahead\r\n")
                while stream.readline() not in (b".\r\n", b""):
                    pass
                self.texts += 1
                return
            say(b"250 OK\r\n")

    def stop(self) -> None:
        self.ended.set()
        self.socket.close()
