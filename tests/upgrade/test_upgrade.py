"""An installation of the first release, with content in every state, comes through the migrations.

``first-release.tar.gz`` holds its database and files: two live bulletins (one with photo, mails and a kit), one under
embargo, one half signed, one waiting, one withdrawn; galleries; a hand-made kit with unsigned words; names that differ
only in case; a delegation that an administrator recorded.
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

ROOT = Path(settings.BASE_DIR)
RELEASE = Path(__file__).parent / "first-release.tar.gz"

pytestmark = pytest.mark.slow


def run(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return done.stdout


def upgraded(tmp_path: Path, url: str, *, copy_rows: bool = False) -> dict:
    environment = {
        "TEST_DATABASE_URL": url, "TEST_MEDIA_ROOT": str(tmp_path / "media"), "PYTHONPATH": str(ROOT),
        "TEST_UPLOAD_ROOT": str(tmp_path / "uploads"), "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }  # fmt: skip
    if copy_rows:
        code = (
            "import django; django.setup(); from pathlib import Path; "
            f"from tests.upgrade.carry_over import carry_over; carry_over(Path({str(tmp_path / 'db.sqlite3')!r}))"
        )
        run("-c", code, **environment)
    run("manage.py", "migrate", "--verbosity=0", **environment)
    return json.loads(run("-m", "tests.upgrade.look", **environment).splitlines()[-1])


def check(found: dict) -> None:
    assert set(found["pages"].values()) == {200}, found["pages"]
    assert "Çamlıkıyı Belediyesi" in found["front"]
    assert "sağlam" in found["before"], found["before"]
    assert "sağlam" in found["evidence"], found["evidence"]
    assert found["withdrawn"] == 410
    assert found["half_waits_for"] == "mayor"
    assert not found["scheduled_is_live"]
    assert found["corrected"] == [True, 2]
    said = " ".join(text for _status, text in found["kits"].values())
    for unsigned in ("İmzasız", "Elle yapılmış"):
        assert unsigned not in said
    assert {status for label, (status, _text) in found["kits"].items() if label.startswith("mail")} <= {200, 410}
    assert len(found["tags"]) == len(set(found["tags"])), found["tags"]


@pytest.fixture
def first_release(tmp_path):
    with tarfile.open(RELEASE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def test_on_sqlite(first_release):
    check(upgraded(first_release, f"sqlite:///{first_release / 'db.sqlite3'}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres(first_release):
    values = connection.settings_dict
    name = f"upgrade_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    url = f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{name}"
    try:
        check(upgraded(first_release, url, copy_rows=True))
    finally:
        shutil.rmtree(first_release / "media", ignore_errors=True)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
