"""Sites of the press on loopback, by the name in ``Host``: lists and stories as they are out there, and as nobody
should make them. ``cms.web_fetch`` takes this machine for every ``*.example`` (``WEB_FETCH_STAND_IN_PORT``)."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reply:
    """One answer. ``stream``: writes a body that has no end or no length; gets a function that writes bytes."""

    body: bytes = b""
    kind: str = "application/rss+xml; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stream: Callable[[Callable[[bytes], None]], None] | None = None


@dataclass
class Sites:
    """What is served: ``pages[host/path]``, a reply or a function of the request's headers. ``asked``: (address,
    headers) in order."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    def times(self, address: str) -> int:
        """How often ``address`` (host and path) was asked for."""
        return sum(one == address for one, _headers in self.asked)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up in the middle is no fault of ours."""


@contextlib.contextmanager
def serving(sites: Sites, *, port: int = 0) -> Any:
    """The sites, until the end of the block."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = f"{self.headers.get('Host', '')}{self.path}"
            sites.asked.append((address, {name.lower(): value for name, value in self.headers.items()}))
            sites.gate.wait(30)
            page = sites.pages.get(address) or sites.pages.get(address.partition("?")[0])
            reply = page(self.headers) if callable(page) else page
            if reply is None:
                reply = Reply(b"yok", "text/plain", 404)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            if reply.stream is None and "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.close_connection = True
            if self.command == "HEAD":
                return
            if reply.stream is None:
                self.wfile.write(reply.body)
                return

            def write(piece: bytes) -> None:
                self.wfile.write(piece)
                self.wfile.flush()

            reply.stream(write)

        do_HEAD = do_GET

        def log_message(self, *args: Any) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    sites.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield sites
    finally:
        sites.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


# --- Documents --------------------------------------------------------------------------------------------------------


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A feed of ``items`` (:func:`item`)."""
    return f"{head}<rss version='2.0'><channel><title>Haber</title>{''.join(items)}</channel></rss>".encode()


def item(title: str, link: str, text: str = "", *, date: str = "", guid: str = "") -> str:
    """One item as it stands in a feed; nothing is escaped."""
    parts = [f"<title>{title}</title>", f"<link>{link}</link>" if link else ""]
    parts += [f"<description>{text}</description>" if text else "", f"<pubDate>{date}</pubDate>" if date else ""]
    return f"<item>{''.join(parts)}{f'<guid>{guid}</guid>' if guid else ''}</item>"


def article(title: str, text: str, *, picture: str = "", date: str = "2026-11-27T10:00:00+03:00") -> Reply:
    """A page with one story."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    image = f'<meta property="og:image" content="{picture}">' if picture else ""
    return Reply(
        f"<!doctype html><html lang='tr'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:title' content='{title}'><meta property='article:published_time' content='{date}'>{image}"
        f"</head><body><nav><a href='/'>Ana sayfa</a></nav><article><h1>{title}</h1>{paragraphs}</article>"
        f"<footer>Künye</footer></body></html>".encode(),
        "text/html; charset=utf-8",
    )


def endless(pause: float = 0.0) -> Reply:
    """A feed that begins well and never ends."""

    def stream(write: Callable[[bytes], None]) -> None:
        write(b"<?xml version='1.0'?><rss><channel>")
        while True:
            write(b"<item><title>Sonsuz haber akisi</title></item>" * (1 if pause else 2000))
            time.sleep(pause)

    return Reply(kind="application/rss+xml", stream=stream)
