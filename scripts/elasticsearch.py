"""A private, throw-away Elasticsearch server: data in a temporary directory, free ports, an unprivileged account.

It must never hold anything that matters. ``python -m scripts.elasticsearch`` starts one, says where, and stops it when
its input ends.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
HOMES = ROOT / "build" / "elasticsearch"
UNPRIVILEGED = "nobody"  # Elasticsearch refuses to run as root
MEMORY = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
SETTINGS = {
    "cluster.name": "basin-masasi-tests",
    "network.host": "127.0.0.1",
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "http.port": "0",
    "transport.port": "0",
    # A disk that is nearly full makes indexes read-only; tests do that themselves.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "node.processors": "2",
}
LISTENS = re.compile(r"AbstractHttpServerTransport.*publish_address \{([^}]+)\}")
STARTED = "] started {"


class NoElasticsearch(Exception):
    """No usable Elasticsearch on this machine; the message says why."""


def bring() -> Path:
    """The server's directory, brought where it is not here yet; raises :class:`NoElasticsearch`."""
    if not shutil.which("java"):
        raise NoElasticsearch("no Java here (apt install default-jre-headless maven)")
    brought = subprocess.run([ROOT / "scripts" / "elasticsearch.sh"], capture_output=True, text=True, check=False)
    if brought.returncode:
        raise NoElasticsearch(f"scripts/elasticsearch.sh could not bring it: {brought.stderr.strip()[-200:]}")
    return max(HOMES.glob("*/.whole")).parent


@dataclass
class Server:
    """One node. It may be killed and started again: what it wrote is still there then."""

    home: Path
    root: Path
    account: str | None
    process: subprocess.Popen[str] | None = None
    url: str = ""

    def start(self) -> None:
        """Starts it and waits until it answers; raises :class:`NoElasticsearch`."""
        command = [str(self.home / "bin" / "elasticsearch")]
        if self.account:
            command = ["setpriv", f"--reuid={self.account}", "--regid=nogroup", "--clear-groups", *command]
        java = Path(shutil.which("java") or "").resolve().parent.parent
        own = {
            "ES_JAVA_HOME": str(java), "ES_PATH_CONF": str(self.root / "config"), "ES_TMPDIR": str(self.root / "tmp"),
            "ES_JAVA_OPTS": MEMORY, "HOME": str(self.root),
        }  # fmt: skip
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        self.process = subprocess.Popen(
            command, cwd=self.root, env={**kept, **own}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout
        said: deque[str] = deque(maxlen=30)
        for line in self.process.stdout:
            said.append(line)
            if found := LISTENS.search(line):
                self.url = f"http://{found.group(1)}"
            if STARTED in line and self.url:
                threading.Thread(target=_drain, args=(self.process.stdout,), daemon=True).start()
                return
        self.stop()
        raise NoElasticsearch(f"the server did not start:\n{''.join(said)[-2000:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it; ``SIGKILL`` is how a machine ends it that loses its current."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None


def _drain(output: IO[str]) -> None:
    """Whoever does not read what the server says stops it when the pipe is full."""
    with contextlib.suppress(ValueError):
        for _line in output:
            pass


@contextlib.contextmanager
def throwaway_server() -> Iterator[Server]:
    """A running server; raises :class:`NoElasticsearch`."""
    home = bring()
    root = Path(tempfile.mkdtemp(prefix="basin-masasi-es-"))
    account = UNPRIVILEGED if os.geteuid() == 0 else None
    try:
        if account and subprocess.run(
            ["setpriv", f"--reuid={account}", "--regid=nogroup", "--clear-groups", "test", "-r", home / "bin"],
            check=False,
        ).returncode:  # fmt: skip
            home = Path(shutil.copytree(home, root / "home", symlinks=True))
        shutil.copytree(home / "config", root / "config")
        lines = [f"{key}: {value}" for key, value in SETTINGS.items()]
        lines += [f"path.data: {root / 'data'}", f"path.logs: {root / 'logs'}"]
        (root / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
        options = root / "config" / "jvm.options"
        options.write_text(options.read_text().replace("-XX:+UseG1GC", "-XX:+UseSerialGC"))  # two cores, for everybody
        for name in ("data", "logs", "tmp"):
            (root / name).mkdir()
        if account:
            for path in [root, *root.rglob("*")]:
                shutil.chown(path, account)
        server = Server(home, root, account)
        try:
            server.start()
            yield server
        finally:
            server.stop(signal.SIGKILL)
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwinds, so that the server stops
    with throwaway_server() as running:
        print(running.url, flush=True)
        sys.stdin.read()
