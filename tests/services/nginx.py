"""Debian's nginx with the shipped configuration, on loopback; names, paths, ports and the certificate are others."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
AROUND = """
daemon off;
worker_processes 2;
pid {root}/pid;
error_log {root}/errors notice;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; image/webp webp; image/jpeg jpg; }}
    default_type application/octet-stream;
    client_body_temp_path {root}/temp/body; proxy_temp_path {root}/temp/proxy; fastcgi_temp_path {root}/temp/fastcgi;
    uwsgi_temp_path {root}/temp/uwsgi; scgi_temp_path {root}/temp/scgi;
    include {root}/nginx.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    """What came back. ``copy`` is nginx's word for where it comes from: HIT, MISS, STALE …"""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def copy(self) -> str:
        return self.headers.get("x-cache-status", "")

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Nginx:
    """The server's processes; ``upstream`` is where it looks for the site (host:port). ``plain``: without TLS, which
    costs a measured program more than the server."""

    root: Path
    upstream: str
    static: Path
    media: Path
    name: str = "testserver"
    plain: bool = False
    port: int = field(default_factory=free_port)

    @property
    def front(self) -> Path:
        return self.root / "front"

    def start(self) -> None:
        assert PROGRAM, "no nginx here: apt install nginx-light openssl"
        for name in ("temp", "front", "front/pages", "front/pictures", "front/signs"):
            (self.root / name).mkdir(exist_ok=True)
        if not (self.root / "main.conf").exists():  # else it starts again, with what it has kept
            self._write()
        self.process = subprocess.Popen(
            [str(PROGRAM), "-p", str(self.root), "-c", str(self.root / "main.conf")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=(self.root / "startup").open("wb"),
        )  # fmt: skip
        deadline, nothing = time.monotonic() + 20, threading.Event()
        while not self._answers():
            assert time.monotonic() < deadline, (self.root / "errors").read_text()
            nothing.wait(0.01)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.root / "startup").read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _write(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", f"/CN={self.name}", "-addext", f"subjectAltName=DNS:{self.name},IP:127.0.0.1",
             "-keyout", str(self.root / "key.pem"), "-out", str(self.root / "certificate.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        changed = {
            r"/etc/nginx/basin-masasi-(\w+)\.conf": rf"{self.root}/\1.conf",
            r"/etc/letsencrypt/live/[^/]+/fullchain\.pem": f"{self.root}/certificate.pem",
            r"/etc/letsencrypt/live/[^/]+/privkey\.pem": f"{self.root}/key.pem",
            r"/var/lib/basin-masasi/static/": f"{self.static}/",
            r"/var/lib/basin-masasi/media/": f"{self.media}/",
            r"/var/lib/basin-masasi/front/": f"{self.front}/",
            r"unix:/run/basin-masasi/web\.sock": self.upstream,
            r"basin\.belediye\.example": self.name,
            r"listen 80;": f"listen 127.0.0.1:{free_port()};",
            r"listen 443( ssl http2)": rf"listen 127.0.0.1:{self.port}" + ("" if self.plain else r"\1"),
            r"listen \[::\]:\d+.*;": "",
        }
        for source, target in (("nginx", "nginx"), ("nginx-proxy", "proxy"), ("nginx-cache", "cache")):
            text = (DEPLOY / f"{source}.conf").read_text()
            for pattern, replacement in changed.items():
                text = re.sub(pattern, replacement, text)
            (self.root / f"{target}.conf").write_text(text)
        user = "user root;" if os.getuid() == 0 else ""
        (self.root / "main.conf").write_text(AROUND.format(root=self.root, user=user))

    def get(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request over TLS; ``headers`` with ``_`` for ``-``."""
        trusted = ssl.create_default_context(cafile=str(self.root / "certificate.pem"))
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=trusted, timeout=30)
        try:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, {"Host": self.name, **said})
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            line.close()
