"""A house of paper: answers that were asked for beforehand, handed to a browser again, with the styles and scripts.

The screens are made inside the test's own transaction, as the test's own people see them; the browser needs no second
connection to the database, and keeps what it has read of the scripts from one screen to the next.
"""

from __future__ import annotations

import mimetypes
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse

KEPT_HEADERS = ("Content-Type", "Content-Security-Policy")
# A picture of one grey point stands for every photo.
GREY = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x80\x80\x80\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"  # noqa: E501


@dataclass
class Sheet:
    """One answer."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


def sheet_of(response: HttpResponse) -> Sheet:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    return Sheet(response.content, response.status_code, headers)


class PaperHouse(ThreadingHTTPServer):
    """Serves ``sheets`` by path with query; what is not among them is a static file, a grey picture or nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> PaperHouse:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    server: PaperHouse
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if (sheet := self.server.sheets.get(self.path)) is not None:
            self.give(sheet)
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            headers = {"Content-Type": kind, "Cache-Control": "max-age=3600"}
            self.give(Sheet(Path(str(found)).read_bytes(), headers=headers))
        elif "image/" in self.headers.get("Accept", ""):
            self.give(Sheet(GREY, headers={"Content-Type": "image/gif", "Cache-Control": "max-age=3600"}))
        else:
            self.give(Sheet(b"", 204, {}))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.give(Sheet(b"", 204, {}))

    def give(self, sheet: Sheet) -> None:
        self.send_response(sheet.status)
        for name, value in sheet.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sheet.body)))
        self.end_headers()
        self.wfile.write(sheet.body)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads it."""
