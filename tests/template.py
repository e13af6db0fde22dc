"""A migrated database, kept between test runs.

Migrating takes half a minute of CPU and gives the same result as long as nothing that it reads has changed. The result
is kept in ``build/`` (SQLite) or on the server (PostgreSQL) under a digest of everything it depends on; every test
process works on a copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.test.runner import DiscoverRunner

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
# What a migration or a receiver of ``post_migrate`` may read; tests, views and templates are not among it.
INPUTS = (
    "constraints.txt", "cms/settings/base.py", "cms/settings/test.py", "cms/core/**/*.py", "cms/users/*.py",
    "**/migrations/*.py", "**/models.py", "**/models/*.py", "**/apps.py", "**/*guards.py", "**/grants.py",
    "**/checks.py", "**/public_tables.py", "**/findable.py", "search/changes.py", "cms/website/generation.py",
)  # fmt: skip
# The one that the tests of this process work on copies of.
PRISTINE: dict[str, str] = {}
PACKAGES = ("cms", "media_library", "press_archive", "publishing", "search", "demo")


def digest() -> str:
    """20 hex digits over everything that the migrated database depends on."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted({path for pattern in INPUTS for path in ROOT.glob(pattern) if _is_ours(path)}):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return len(parts) == 1 or parts[0] in PACKAGES


def make() -> str:
    """Makes sure that the template exists; gives its path (SQLite) or its name (PostgreSQL)."""
    vendor = connections["default"].vendor
    with _alone(vendor):
        return _sqlite_template() if vendor == "sqlite" else _postgres_template()


@contextmanager
def _alone(vendor: str) -> Iterator[None]:
    """One process at a time; a killed one lets go by itself."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / f"template-{vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate() -> None:
    """Makes the test database the slow way, under the name that the settings give it."""
    DiscoverRunner(verbosity=0, interactive=False).setup_databases()


def _sqlite_template() -> str:
    connection = connections["default"]
    template = BUILD / f"template-{digest()}.sqlite3"
    if not template.exists():
        for old in BUILD.glob("template-*.sqlite3"):
            old.unlink(missing_ok=True)
        _migrate()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        half = template.with_suffix(f".{os.getpid()}")
        shutil.copyfile(str(connection.settings_dict["NAME"]), half)
        half.replace(template)  # a copy that was cut short never has the template's name
    return str(template)


def _postgres_template() -> str:
    connection = connections["default"]
    name = f"basin_masasi_{digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'basin\\_masasi\\_%%'")
        old = [row[0] for row in cursor.fetchall()]
    _migrate()
    made = str(connection.settings_dict["NAME"])
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        for database in old:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
        cursor.execute(f'ALTER DATABASE "{made}" RENAME TO "{name}"')
    return name


def test_database_name() -> str:
    """The name that this process's test database is to have."""
    connection = connections["default"]
    return str(connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}")
