"""Debian's redis-server on a socket of its own: nothing is written to the disk, nothing listens on a port."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis

PROGRAM = shutil.which("redis-server")


@dataclass
class Redis:
    """The server's process; ``url`` is a value of ``CACHE_URL``."""

    root: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"unix://{self.root}/s?db=0"

    def start(self) -> None:
        assert PROGRAM, "no Redis here: apt install redis-server"
        self.process = subprocess.Popen(
            [PROGRAM, "--port", "0", "--unixsocket", f"{self.root}/s", "--save", "", "--appendonly", "no",
             "--dir", str(self.root), "--logfile", f"{self.root}/log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline, nothing = time.monotonic() + 20, threading.Event()
        while not self._answers():
            assert time.monotonic() < deadline, (self.root / "log").read_text()
            nothing.wait(0.01)

    def kill(self) -> None:
        """As if the machine had lost its power: what it held is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self.process = None

    def names(self) -> list[str]:
        with redis.Redis.from_url(self.url) as line:
            return sorted(key.decode() for key in line.scan_iter())

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as line:
                return bool(line.ping())
        except redis.ConnectionError:
            return False
