"""Production settings refuse to start unsafe, and are clean for Django's own deployment check."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import template

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "SECRET_KEY": "k7!vq2Zr9@xPmL4#sT8wYb1&nDc6^hGf3*jKe5(uRa0)iQo_production",
    "SITE_URL": "https://basin.belediye.example",
    "ALLOWED_HOSTS": "basin.belediye.example",
    "EVIDENCE_KEYS": f"2026a:{'0f8d2c71' * 8}",
}
OURS = (
    "EVIDENCE_KEYS",
    "REQUIRE_2FA_ROLES",
    "SECRET_KEY",
    "DEBUG",
    "DATABASE_URL",
    "EMAIL_URL",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "MEDIA_ROOT",
    "STATIC_ROOT",
)


def manage(tmp_path: Path, *command: str, settings: str = "cms.settings.production", **environment: str):
    """Runs ``manage.py`` in a process of its own, with nothing inherited that is a setting."""
    inherited = {key: value for key, value in os.environ.items() if key not in OURS}
    return subprocess.run(
        [sys.executable, "manage.py", *command, "--settings", settings],
        cwd=ROOT,
        env={**inherited, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}", **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-only-key-that-production-settings-refuse-0f8d2c71a94e4b6c"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"EVIDENCE_KEYS": ""}, "EVIDENCE_KEYS"),
        ({"EVIDENCE_KEYS": "2026a:kisa"}, "EVIDENCE_KEYS"),
    ],
)
def test_production_refuses_to_start_unsafe(tmp_path, change, reason):
    result = manage(tmp_path, "check", **{**GOOD, **change})
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {reason}" in result.stderr


def test_production_refuses_without_any_environment(tmp_path):
    result = manage(tmp_path, "check", "--deploy")
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_the_deployment_check_is_clean(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_demo_key_is_one_that_production_refuses(tmp_path):
    script = "from django.conf import settings; print(settings.SECRET_KEY)"
    shown = manage(tmp_path, "shell", "--no-imports", "-c", script, settings="cms.settings.dev")
    assert shown.returncode == 0, shown.stderr
    result = manage(tmp_path, "check", **{**GOOD, "SECRET_KEY": shown.stdout.strip()})
    assert "ImproperlyConfigured: SECRET_KEY" in result.stderr


@pytest.mark.slow
@pytest.mark.once
def test_production_knows_no_demo_and_loads_none(tmp_path, django_db_setup):
    """No account with a password that stands in the source, whichever way somebody tries."""
    shutil.copyfile(template.PRISTINE["default"], tmp_path / "db.sqlite3")  # all migrations have been applied
    assert manage(tmp_path, "migrate", "--verbosity", "0", **GOOD).returncode == 0
    command = manage(tmp_path, "load_demo", **GOOD)
    assert command.returncode != 0
    assert "Unknown command: 'load_demo'" in command.stderr
    script = "from demo import loader; loader.load(password=None, write=print)"
    by_hand = manage(tmp_path, "shell", "--no-imports", "-c", script, **GOOD)
    assert by_hand.returncode != 0
    assert "Deneme verisi gerçek bir kuruluma yüklenemez." in by_hand.stderr
    count = "from cms.users.models import User; print('accounts:', User.objects.count())"
    assert "accounts: 0" in manage(tmp_path, "shell", "--no-imports", "-c", count, **GOOD).stdout
    # A database that was a demo before is noticed.
    leftover = (
        "from cms.users.models import User; from cms.users.known_passwords import DEMO_PASSWORD; "
        "User.objects.create_user('mudur', password=DEMO_PASSWORD)"
    )
    assert manage(tmp_path, "shell", "--no-imports", "-c", leftover, **GOOD).returncode == 0
    checked = manage(tmp_path, "check", "--database", "default", **GOOD)
    assert checked.returncode != 0
    assert "users.E002" in checked.stderr
    assert "mudur" in checked.stderr


def test_every_variable_of_the_environment_stands_in_the_table():
    """The table of the operations page is the only place an administrator looks."""
    names = set()
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        if path.name != "test.py":
            names |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", path.read_text()))
    for path in (ROOT / "deploy" / "gunicorn.conf.py", *(ROOT / "demo").rglob("*.py")):
        names |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z0-9_]+)\"", path.read_text()))
    assert {"SECRET_KEY", "ACCESS_LOG", "DEMO_PASSWORD"} <= names
    operations = (ROOT / "docs" / "operations.md").read_text()
    rows = set(re.findall(r"`([A-Z0-9_]+)`", "".join(re.findall(r"^\|([^|]*)\|", operations, re.MULTILINE))))
    assert names - rows == set()
    for name in ("README.md", "README.tr.md"):
        told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / name).read_text(), re.MULTILINE)
        assert len(told) == 6
        assert set(told) <= rows


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, "['director', 'mayor', 'administrator']"), ({"REQUIRE_2FA_ROLES": "mayor"}, "['mayor']")],
)
def test_production_asks_signers_and_administrators_for_a_second_factor(tmp_path, environment, expected):
    code = "from django.conf import settings; print(settings.REQUIRE_2FA_ROLES)"
    result = manage(tmp_path, "shell", "-v0", "-c", code, **{**GOOD, **environment})
    assert expected in result.stdout, result.stderr
