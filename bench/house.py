"""Scratch installations of ours, and the processes that a measure needs beside itself."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.load import get
from tests.services.nginx import free_port

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = str(Path(sys.executable).with_name("gunicorn"))


class House:
    """One scratch installation with ``size`` bulletins."""

    def __init__(self, *, size: int, scratch: Path, smtp_port: int) -> None:
        self.size, self.port = size, free_port()
        self.database = scratch / f"{size}.sqlite3"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(scratch / f"media-{size}"),
            "STATIC_ROOT": str(scratch / "static"),
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "SITE_URL": f"http://localhost:{self.port}",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "BIND": "",
            "CACHE_URL": "dummy://",  # each page is made; bench.kept measures the kept ones
        }
        self.paths: dict[str, list[str]] = {}

    def under(self, **variables: str) -> House:
        """The same, with other variables of its environment."""
        other = copy.copy(self)
        other.environment = {**self.environment, **variables}
        return other

    def manage(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def inside(self, command: str, argument: Any = None) -> dict[str, Any]:
        """The answer of ``bench.inside``; its own messages go to stderr."""
        answer: dict[str, Any] = json.loads(
            told("-m", "bench.inside", command, json.dumps(argument), environment=self.environment)
        )
        return answer

    def fill(self) -> None:
        pages = self.inside("prepare", self.size)["pages"]
        last = max(1, self.size // 20)
        self.paths = {
            "page": [path.removeprefix(f"http://localhost:{self.port}") for path in pages],
            "list": ["/bultenler/"],
            "deep": [f"/bultenler/?sayfa={max(1, last * part // 20)}" for part in range(1, 20)],
        }

    def make_sizes(self) -> None:
        """Runs the media worker until nothing is due."""
        self.manage("media_worker", "--drain", "--verbosity", "0")


def told(*command: str, environment: dict[str, str]) -> str:
    """The last line that a command of Python's prints."""
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, check=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return result.stdout.splitlines()[-1]


@contextlib.contextmanager
def process(command: list[str], environment: dict[str, str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A child process, ended and waited for."""
    child = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextlib.contextmanager
def answering(
    command: list[str], environment: dict[str, str], *, port: int, path: str, status: int | None = 200
) -> Iterator[subprocess.Popen[str]]:
    """A web server, once it answers for ``path`` with ``status`` (``None``: any). Raises ``RuntimeError`` when it does
    not."""
    with process(command, environment, stdin=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 60
        while True:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[-1]} does not answer")
            with contextlib.suppress(OSError):
                answered = get(port, path)
                if status and answered != status:
                    raise RuntimeError(f"{path} answered {answered}")
                break
            time.sleep(0.1)
        yield server


@contextlib.contextmanager
def serving(house: House) -> Iterator[subprocess.Popen[str]]:
    """gunicorn as the demo runs it."""
    command = [GUNICORN, "--config", "deploy/gunicorn.conf.py", "cms.wsgi"]
    with answering(command, house.environment, port=house.port, path="/bultenler/") as server:
        yield server
