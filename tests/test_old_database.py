"""A database of before the new beginning is told from others, refused by ``migrate`` and put aside by the demo."""

import sqlite3
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.core import reset
from scripts.old_database import put_aside


@pytest.mark.django_db
def test_migrate_refuses_a_database_of_before():
    assert not reset.is_of_before(connection)
    MigrationRecorder(connection).record_applied(*reset.BEFORE)
    with pytest.raises(CommandError, match="yükseltilemez"):
        call_command("migrate", verbosity=0)


@pytest.fixture
def old(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT, settings.UPLOAD_ROOT = tmp_path / "media", tmp_path / "uploads"
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE django_migrations (app varchar(255), name varchar(255))")
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "foto.jpg").write_text("x")
    fake = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": path}, close=lambda: None)
    monkeypatch.setattr("django.db.connection", fake)
    monkeypatch.setattr("cms.core.reset.is_of_before", lambda connection: True)
    return path


def test_the_demo_puts_it_aside_with_its_files_and_says_where(old, tmp_path, capsys):
    assert put_aside() == ""
    (folder,) = tmp_path.glob("onceki-surum-*")
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*")} == {
        "db.sqlite3", "media", "media/foto.jpg",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    said = capsys.readouterr().out
    assert said.count(str(folder)) == 2
    assert "Silinmedi" in said
    assert "Nothing was deleted" in said


def test_files_and_databases_that_somebody_chose_are_not_moved(old, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "elsewhere" / "media"
    text = put_aside()
    assert "DATABASE_URL" in text
    assert "Nothing was touched" in text
    assert old.exists()
    assert not list(tmp_path.glob("onceki-surum-*"))


def test_a_database_of_this_house_stays(old, monkeypatch, capsys):
    monkeypatch.setattr("cms.core.reset.is_of_before", lambda connection: False)
    assert put_aside() == ""
    assert old.exists()
    assert capsys.readouterr().out == ""
