"""An installation of the last release, with content in every state, comes through the migrations.

``release.tar.gz`` holds its database and files; ``make_release`` makes it when a release is made. As long as nothing
was migrated since, it shows that the release itself is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.upgrade.make_release import RELEASE, environment

ROOT = Path(settings.BASE_DIR)

pytestmark = pytest.mark.slow


def run(*arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return done.stdout


def upgraded(tmp_path: Path, url: str, *, copy_rows: bool = False) -> dict:
    variables = environment(tmp_path, url)
    if copy_rows:
        code = (
            "import django; django.setup(); from pathlib import Path; "
            f"from tests.upgrade.carry_over import carry_over; carry_over(Path({str(tmp_path / 'db.sqlite3')!r}))"
        )
        run("-c", code, **variables)
    run("manage.py", "migrate", "--verbosity=0", **variables)
    return json.loads(run("-m", "tests.upgrade.look", **variables).splitlines()[-1])


def check(found: dict) -> None:
    assert set(found["pages"].values()) == {200}, found["pages"]
    assert "Çamlıkıyı Belediyesi" in found["front"]
    assert "sağlam" in found["before"], found["before"]
    assert "sağlam" in found["evidence"], found["evidence"]
    assert found["withdrawn"] == 410
    assert found["half_waits_for"] == "mayor"
    assert not found["scheduled_is_live"]
    assert found["corrected"] == [True, 2]
    assert [status for label, (status, _text) in found["kits"].items() if label.startswith("Ege Postası")] == [200]
    assert "Elle yapılmış" not in " ".join(text for _status, text in found["kits"].values())
    assert found["checks"] == ""
    assert {status for label, (status, _text) in found["kits"].items() if label.startswith("mail")} <= {200, 410}
    assert len(found["tags"]) == len(set(found["tags"])), found["tags"]


@pytest.fixture
def release(tmp_path):
    with tarfile.open(RELEASE) as archive:
        # Debian 12's Python 3.11.2 knows no filters yet; the archive is the project's own.
        archive.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return tmp_path


def test_on_sqlite(release):
    check(upgraded(release, f"sqlite:///{release / 'db.sqlite3'}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres(release):
    values = connection.settings_dict
    name = f"upgrade_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    url = f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{name}"
    try:
        check(upgraded(release, url, copy_rows=True))
    finally:
        shutil.rmtree(release / "media", ignore_errors=True)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
