"""Runs the demo: site first, its content behind it, and the workers of the ``Procfile`` once that is there.

Ends with ``SIGTERM`` or ``SIGINT`` within three seconds, with everything that it has started; also when whoever started
it dies. The workers wait for the content so that two do not write the same things at once.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
GRACE = 2.0  # seconds that the processes have to end by themselves
CONTENT = ".venv/bin/python -m scripts.prepare_demo rest"
PR_SET_PDEATHSIG = 1
LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded once: not between fork and exec


def die_with_parent() -> None:
    """The kernel ends this process when its parent dies (Linux)."""
    if LIBRARY is not None:
        LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def procfile() -> dict[str, str]:
    """Name and command of each process."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line.strip())
    return {name.strip(): command.strip() for name, _colon, command in pairs}


class Terminal:
    """Whole lines of several processes; a count stands in one place where the terminal can do that."""

    def __init__(self) -> None:
        self.live = sys.stdout.isatty()
        self._lock = threading.Lock()
        self._count = False

    def line(self, text: str) -> None:
        """A line that stays."""
        with self._lock:
            print(("\r\033[K" if self._count else "") + text, flush=True)
            self._count = False

    def count(self, text: str) -> None:
        """A count, which the next one replaces."""
        if not self.live:
            self.line(text)
            return
        with self._lock:
            print(f"\r\033[K{text}", end="", flush=True)
            self._count = True


class Demo:
    """The processes, by name."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.terminal = Terminal()
        self.stopping = threading.Event()

    def start(self, name: str, command: str) -> None:
        """One process in a group of its own, its output line by line in the terminal."""
        process = subprocess.Popen(
            shlex.split(command), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True, preexec_fn=die_with_parent,
        )  # fmt: skip
        self.processes[name] = process
        self.terminal.line(f"{name}: başladı / started")
        assert process.stdout
        threading.Thread(target=self._read, args=(name, process.stdout), daemon=True).start()

    def _read(self, name: str, output: IO[bytes]) -> None:
        for raw in output:
            text = raw.decode(errors="replace").rstrip()
            if name != "content":
                self.terminal.line(f"{name} | {text}")
            elif is_count(text):
                self.terminal.count(f"  {text}")
            elif text:
                self.terminal.line(text)

    def run(self) -> int:
        """Until it is told to stop, or the site ends by itself; gives the exit status."""
        commands = procfile()
        # The sites of the demo's press, which its monitors ask; every process has to know where they are.
        os.environ["DEMO_SITES_PORT"] = port = str(free_port())
        self.start("sites", f".venv/bin/python -m demo.sites {port}")
        self.start("web", commands.pop("web"))
        self.start("content", CONTENT)
        open_since = 0.0
        while not self.stopping.wait(0.1):
            if not open_since and answers():
                open_since = time.monotonic()
                self.terminal.line(f"Site açık / the site is open: {os.environ['SITE_URL']}/")
            for name, process in list(self.processes.items()):
                status = process.poll()
                if status is None:
                    continue
                if name != "content":
                    self.terminal.line(f"{name}: kendiliğinden durdu / ended by itself ({status})")
                    return 1
                del self.processes[name]
                if status:
                    self.terminal.line(
                        "Deneme içeriği yarıda kaldı; bir sonraki make demo sürdürür.\n"
                        "The demo's content is not whole; the next make demo goes on."
                    )
                for worker, command in commands.items():
                    self.start(worker, command)
                self.terminal.line("Her şey yerinde; işçiler başladı / all is there, the workers have started.")
        return 0

    def end(self) -> None:
        """Everything that was started, within ``GRACE`` seconds and a moment."""
        groups = [process.pid for process in self.processes.values()]
        for number in (signal.SIGTERM, signal.SIGKILL):
            for group in groups:
                try:
                    os.killpg(group, number)
                except ProcessLookupError:
                    continue
            deadline = time.monotonic() + GRACE
            while time.monotonic() < deadline and any(one.poll() is None for one in self.processes.values()):
                time.sleep(0.02)


def is_count(text: str) -> bool:
    """Whether a line of the loader is a count such as "bülten 7/30"."""
    done, slash, total = text.rpartition(" ")[2].partition("/")
    return bool(slash) and done.isdigit() and total.isdigit()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def answers() -> bool:
    """Whether somebody listens at the demo's port."""
    try:
        with socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=1):
            return True
    except OSError:
        return False


def main() -> int:
    demo = Demo()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: demo.stopping.set())
    die_with_parent()
    try:
        return demo.run()
    finally:
        demo.end()


if __name__ == "__main__":
    sys.exit(main())
