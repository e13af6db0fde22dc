"""A plain Wagtail (``bench.stock``) under the settings of our own server, to be measured beside ours."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bench import house
from tests.services.nginx import free_port


def environment(scratch: Path) -> dict[str, str]:
    """The variables under which it keeps everything in the folder ``scratch``."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "bench.stock", "BENCH_STOCK": str(scratch), "WEB_CONCURRENCY": "2",
    }  # fmt: skip


def told(scratch: Path, *command: str) -> str:
    """The last line that a command of Python's prints under them; makes the folder."""
    scratch.mkdir()
    return house.told(*command, environment=environment(scratch))


@contextlib.contextmanager
def serving(scratch: Path) -> Iterator[tuple[int, int]]:
    """It, once it answers: its port and its process. Raises ``RuntimeError`` when it does not."""
    port = free_port()
    command = [house.GUNICORN, "--config", "deploy/gunicorn.conf.py", "django.core.wsgi:get_wsgi_application()"]
    variables = {**environment(scratch), "BIND": f"127.0.0.1:{port}"}
    with house.answering(command, variables, port=port, path="/", status=None) as server:
        yield port, server.pid
