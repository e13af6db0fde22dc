"""Brings the demo up to what a site needs to be looked at: migrations, static files beside them, accounts and pages.

``python -m scripts.prepare_demo [static | rest]``; ``rest`` loads the content. Each only when it changed; ends with a
sentence where a disk is full or read-only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

from scripts.old_database import put_aside
from scripts.trouble import explained


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        django.setup()
        if sys.argv[1:] == ["static"]:
            collect_static()
            return 0
        if sys.argv[1:] == ["rest"]:
            from django.core.management import call_command

            call_command("load_demo", "--rest")
            return 0
        return prepare()
    except Exception as error:
        if text := explained(error):
            print(text, file=sys.stderr)
            return 1
        raise


def prepare() -> int:
    """Everything; the static files in a second process, which takes as long as the database."""
    from django.core.management import call_command
    from django.db import connection

    if trouble := put_aside():
        print(trouble, file=sys.stderr)
        return 1
    connection.ensure_connection()  # where no database can be made, nothing else need be begun
    second = None
    if not is_collected():
        print("Durağan dosyalar hazırlanıyor / collecting static files …", flush=True)
        second = subprocess.Popen([sys.executable, "-m", "scripts.prepare_demo", "static"])
    try:
        if count := unapplied_migrations():
            print("Veritabanı hazırlanıyor / preparing the database …", flush=True)
            call_command(counted_migrate(count), interactive=False, verbosity=1, stdout=Silence())
        if second is not None and second.wait():
            return 1
    finally:
        if second is not None and second.poll() is None:
            second.kill()
    call_command("load_demo", "--first")  # last: it ends with the table of accounts
    return 0


class Silence:
    """Where a command's own words go."""

    def write(self, _text: str) -> None: ...

    def flush(self) -> None: ...


def counted_migrate(total: int) -> Any:
    """Django's ``migrate``, which counts instead of naming each migration."""
    from cms.core.management.commands.migrate import Command

    class Counted(Command):
        done = 0

        def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
            if action != "apply_success":
                return
            self.done += 1
            live = sys.stdout.isatty()
            if live or self.done % 25 == 0 or self.done == total:
                end = "" if live and self.done < total else "\n"
                print(f"{chr(13) if live else ''}  adım / step {self.done}/{total}", end=end, flush=True)

    return Counted()


def unapplied_migrations() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def sources() -> str:
    """A digest of the static files' sources and of how they are stored."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def stamp() -> Path:
    from django.conf import settings

    return Path(settings.STATIC_ROOT) / ".sources.sha256"


def is_collected() -> bool:
    """Whether the collected files are those of the sources, and whole."""
    there = stamp()
    return (there.parent / "staticfiles.json").exists() and there.exists() and there.read_text() == sources()


def collect_static() -> None:
    """Collects them; the stamp is gone meanwhile, so that a call that was cut short is seen."""
    from django.core.management import call_command

    digest = sources()
    stamp().unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp().write_text(digest)


if __name__ == "__main__":
    sys.exit(main())
