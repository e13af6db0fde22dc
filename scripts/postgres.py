"""A private, throw-away PostgreSQL server: made in a temporary directory on a free port, gone afterwards.

Durability is switched off; it must never hold anything that matters.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",  # small tables, many plans: compiling costs more than it saves
}
# In memory, if there is that much of it: a copy of a database is many small files.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3


class NoPostgres(Exception):
    """No usable PostgreSQL programs on this machine; the message says why."""


def binaries() -> Path:
    """The directory with ``initdb`` and ``pg_ctl``, the newest version first; raises :class:`NoPostgres`."""
    candidates = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    candidates.sort(key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("pg_ctl"):
        candidates.append(Path(found).resolve().parent)
    for candidate in candidates:
        if (candidate / "initdb").exists() and (candidate / "postgres").exists():
            return candidate
    raise NoPostgres("no PostgreSQL programs here (apt install postgresql)")


def version(url: str) -> str:
    """The major version of the server at ``url`` ("15"); ``psycopg.OperationalError`` when there is none."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        return str(connection.info.server_version // 10000)


@contextlib.contextmanager
def throwaway_server() -> Iterator[str]:
    """Yields the URL (``postgres://…/postgres``) of a running server; raises :class:`NoPostgres`."""
    programs = binaries()
    as_user: list[str] = []
    account: str | None = None
    root = Path(tempfile.mkdtemp(prefix="basin-masasi-pg-", dir=_place()))
    if os.geteuid() == 0:
        account = next((name for name in UNPRIVILEGED if _exists(name)), None)
        if account is None or not shutil.which("runuser"):
            raise NoPostgres("root may not run PostgreSQL, and there is no account postgres")
        shutil.chown(root, account)
        as_user = ["runuser", "-u", account, "--"]
    password = secrets.token_urlsafe(16)
    secret_file = root / "password"
    secret_file.write_text(password)
    if account:
        shutil.chown(secret_file, account)
    data, port = root / "data", _free_port()
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def run(*command: str | Path) -> None:
        result = subprocess.run(
            [*as_user, *map(str, command)], cwd=root, env=environment, stdin=subprocess.DEVNULL,
            stdout=(root / "output").open("ab"), stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        if result.returncode:
            raise NoPostgres(f"{command[0]} failed:\n{(root / 'output').read_text()[-2000:]}")

    try:
        run(
            programs / "initdb", "-D", data, "-U", "test", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={secret_file}",
        )  # fmt: skip
        settings = {**SPEED, "listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(root)}
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{key} = '{value}'\n" for key, value in settings.items())
        run(programs / "pg_ctl", "-D", data, "-l", root / "log", "-w", "-t", "60", "start")
        try:
            yield f"postgres://test:{password}@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _place() -> str | None:
    """The directory for the server's files; ``None`` is the usual one for temporary files."""
    try:
        return str(MEMORY) if os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM else None
    except OSError:
        return None


def _exists(account: str) -> bool:
    try:
        pwd.getpwnam(account)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
