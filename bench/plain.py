"""A plain Wagtail (``bench.stock``) under the settings of our own server, to be measured beside ours."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(scratch: Path) -> dict[str, str]:
    """The variables under which it keeps everything in the folder ``scratch``."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "bench.stock", "BENCH_STOCK": str(scratch), "WEB_CONCURRENCY": "2",
    }  # fmt: skip


@contextlib.contextmanager
def serving(scratch: Path) -> Iterator[tuple[int, int]]:
    """It, once it answers: its port and its process. Raises ``RuntimeError`` when it does not."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    application = "django.core.wsgi:get_wsgi_application()"
    variables = {**environment(scratch), "BIND": f"127.0.0.1:{port}"}
    server = subprocess.Popen([gunicorn, "--config", "deploy/gunicorn.conf.py", application], cwd=ROOT, env=variables)
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the plain Wagtail does not answer")
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
