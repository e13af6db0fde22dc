"""A server in front of another one, on loopback, that fails as it is told."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Fault = Callable[[str, str], str]


class FaultProxy:
    """``fault``, told method and path of a request, gives what becomes of it: ``""`` passes, ``cut`` ends the
    connection without an answer, ``lost`` lets the server do it and ends the connection then, ``hang`` says nothing for
    a while."""

    def __init__(self, target: str) -> None:
        self.host, self.port = urlsplit(target).hostname or "", urlsplit(target).port or 0
        self.fault: Fault = lambda method, path: ""
        self.patience = threading.Event()
        self.seen: list[tuple[str, str]] = []
        self.url = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: FaultProxy

    def log_message(self, *args: object) -> None:
        pass

    def _pass(self) -> None:
        proxy = self.proxy
        proxy.seen.append((self.command, self.path))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = proxy.fault(self.command, self.path)
        if fault == "hang":
            proxy.patience.wait(20)
        if fault in ("cut", "hang"):
            self.close_connection = True
            return
        behind = http.client.HTTPConnection(proxy.host, proxy.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        said = answer.read()
        behind.close()
        if fault == "lost":
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass


@contextlib.contextmanager
def fault_proxy(target: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target)
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.patience.set()
            server.shutdown()
            thread.join(5)
