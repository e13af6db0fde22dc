"""The old archive comes in once, whatever happens on the way."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from media_library.intake.importing import services
from media_library.intake.importing.models import ImportedFile, ImportedFolder
from media_library.models import JobKind, MediaJob, Photo, Shoot
from tests import factories

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "eski"
    opening = root / "2019" / "2019-05-19 Gençlik Bayramı"
    (opening / "RAW").mkdir(parents=True)
    (opening / "DSC_0001.JPG").write_bytes(factories.jpeg(300, 200, "#112233"))
    (opening / "RAW" / "DSC_0002.JPG").write_bytes(factories.jpeg(300, 200, "#332211"))
    (opening / "kopya.jpg").write_bytes(factories.jpeg(300, 200, "#112233"))
    (opening / "bozuk.jpg").write_bytes(factories.jpeg(300, 200, "#445566")[:600])
    (opening / "notlar.docx").write_bytes(b"PK")
    (opening / "Thumbs.db").write_bytes(b"x")
    (opening / "bos.jpg").write_bytes(b"")
    other = root / "Nikâh salonu"
    other.mkdir()
    (other / "a.jpg").write_bytes(factories.jpeg(200, 300, "#778899"))
    (other / "disari.jpg").symlink_to("/etc/hostname")
    return root


def run(root, report, *options):
    out = io.StringIO()
    call_command("import_media", str(root), "--report", str(report), *options, stdout=out)
    with report.open(encoding="utf-8-sig") as stream:
        return out.getvalue(), list(csv.reader(stream, delimiter=";"))[1:]


@pytest.mark.django_db
def test_a_tree_comes_in_with_a_line_for_every_file(tree, tmp_path):
    user = factories.archivist()
    before = {path: path.read_bytes() for path in tree.rglob("*.jpg") if not path.is_symlink()}
    said, lines = run(tree, tmp_path / "rapor.csv", "--user", user.username)
    assert {(row[0].rsplit("/", 1)[-1], row[1]) for row in lines} == {
        ("DSC_0001.JPG", "eklendi"),
        ("DSC_0002.JPG", "eklendi"),
        ("kopya.jpg", "zaten arşivde"),
        ("bozuk.jpg", "alınmadı"),
        ("notlar.docx", "alınmadı"),
        ("bos.jpg", "alınmadı"),
        ("a.jpg", "eklendi"),
    }
    assert all(row[2] for row in lines if row[1] != "eklendi")
    assert "3 eklendi, 1 zaten arşivdeydi, 3 alınmadı" in said
    assert "kalan süre" in said
    shoot = Shoot.objects.get(title="Gençlik Bayramı")
    assert f"{shoot.date:%d.%m.%Y}" == "19.05.2019"
    assert shoot.photos.count() == 2
    assert Photo.objects.get(shoot__title="Nikâh salonu").uploaded_by_user == user
    # The old archive is only read, and what was taken is a copy of its own.
    assert {path: path.read_bytes() for path in before} == before
    assert all(path.stat().st_nlink == 1 for path in before)
    assert set(MediaJob.objects.values_list("kind", flat=True)) == {JobKind.ARCHIVED}


@pytest.mark.django_db
def test_a_second_run_looks_only_at_what_is_new_or_changed(tree, tmp_path):
    run(tree, tmp_path / "bir.csv")
    count, shoots = Photo.objects.count(), Shoot.objects.count()
    said, _ = run(tree, tmp_path / "iki.csv")
    assert "7 dosya; 7 tanesine daha önce bakılmış." in said
    assert (Photo.objects.count(), Shoot.objects.count()) == (count, shoots)
    broken = tree / "2019" / "2019-05-19 Gençlik Bayramı" / "bozuk.jpg"
    broken.write_bytes(factories.jpeg(300, 200, "#445566"))
    _, lines = run(tree, tmp_path / "uc.csv")
    assert [row[1] for row in lines if row[0].endswith("bozuk.jpg")] == ["eklendi"]
    assert Shoot.objects.count() == shoots


@pytest.mark.django_db
def test_a_dry_run_takes_nothing(tree, tmp_path):
    out = io.StringIO()
    call_command("import_media", str(tree), "--dry-run", stdout=out)
    assert "19.05.2019  Gençlik Bayramı  (6 dosya)" in out.getvalue()
    assert not Photo.objects.exists()
    assert not ImportedFolder.objects.exists()


@pytest.mark.django_db
def test_names_from_an_old_disk_and_names_that_are_formulas(tmp_path):
    root = tmp_path / "eski"
    folder = os.fsencode(root) + b"/Ba\xfekan"
    os.makedirs(folder)
    with open(folder + b"/a.jpg", "wb") as stream:
        stream.write(factories.jpeg(90, 60, "#010203"))
    (root / "=cmd.jpg").write_bytes(b"")
    _, lines = run(root, tmp_path / "rapor.csv")
    assert {row[0] for row in lines} == {"Ba\\xfekan/a.jpg", "'=cmd.jpg"}
    assert Shoot.objects.get().title == "Başkan"


@pytest.mark.django_db
def test_a_wrong_folder_or_name_is_said_before_anything_happens(tmp_path):
    with pytest.raises(CommandError, match="Klasör bulunamadı"):
        call_command("import_media", str(tmp_path / "yok"))
    with pytest.raises(CommandError, match="Bulunamadı: kimse"):
        call_command("import_media", str(tmp_path), "--user", "kimse")


@pytest.mark.django_db
def test_a_file_that_fails_on_the_way_leaves_no_trace(tree, monkeypatch):
    found = next(one for one in services.scan(tree) if one.below.name == "a.jpg")

    def broken(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(services, "_note", broken)
    with pytest.raises(RuntimeError):
        services.take(root=str(tree), found=found, wishes=services.Wishes())
    assert not Photo.objects.exists()
    assert not ImportedFile.objects.exists()


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_nothing_is_lost_or_doubled(tmp_path, settings):
    from django.db import connection

    root = tmp_path / "eski"
    for folder in range(3):
        event = root / f"2020-01-0{folder + 1} Etkinlik {folder}"
        event.mkdir(parents=True)
        for number in range(8):
            data = factories.jpeg(400, 300, f"#{folder * 60:02x}{number * 20:02x}44")
            (event / f"DSC_{number}.jpg").write_bytes(data)
    database = tmp_path / "db.sqlite3"
    connection.close()
    shutil.copyfile(connection.settings_dict["NAME"], database)
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "MEDIA_ROOT": str(tmp_path / "media"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "import_media", str(root), "--report", str(tmp_path / "rapor.csv")]
    kills = 0
    for _ in range(30):
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stored = tmp_path / "media" / "original_images"
        target = len(list(stored.iterdir())) + 6 if stored.exists() else 4
        deadline = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < deadline:
            if stored.exists() and len(list(stored.iterdir())) >= target:
                child.send_signal(signal.SIGKILL)
                kills += 1
                break
            select_pause(child)
        if child.wait(60) == 0:
            break
    assert kills >= 3
    query = (
        "import django; django.setup(); "
        "from media_library.models import Photo, Shoot; "
        "from media_library.intake.importing.models import ImportedFile; "
        "print(Photo.objects.count(), Photo.objects.values('sha256').distinct().count(), Shoot.objects.count(), "
        "ImportedFile.objects.filter(outcome='added').count(), "
        "sum(not p.file.storage.exists(p.file.name) for p in Photo.objects.all()))"
    )
    answer = subprocess.run([sys.executable, "-c", query], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.split() == ["24", "24", "3", "24", "0"], answer.stdout + answer.stderr


def select_pause(child: subprocess.Popen) -> None:
    """A moment that ends at once when ``child`` does."""
    try:
        child.wait(0.02)
    except subprocess.TimeoutExpired:
        return


def one_file(root, name="a.jpg"):
    root.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(factories.jpeg(90, 60))
    return root


@pytest.mark.django_db
def test_a_path_longer_than_the_database_holds_comes_in_and_is_known_the_next_time(tmp_path):
    deep = tmp_path / "eski"
    for number in range(5):
        deep = deep / (f"{number}" + "ö" * 120)  # 241 bytes each, the most that a disk takes is 255
    deep = deep / ("2019-05-19 Bayram " + "x" * 230)
    root = one_file(deep, "b" * 245 + ".jpg").parents[5]
    _, lines = run(root, tmp_path / "bir.csv")
    assert [row[1] for row in lines] == ["eklendi"]
    assert len(ImportedFile.objects.get().path) == services.LONGEST_PATH
    said, _ = run(root, tmp_path / "iki.csv")
    assert "1 tanesine daha önce bakılmış" in said
    assert Photo.objects.count() == 1


@pytest.mark.django_db
def test_a_file_that_vanishes_after_the_scan_is_looked_for_again(tmp_path, monkeypatch):
    root = one_file(tmp_path / "eski")
    genuine = services.take

    def gone(*, found, **rest):
        (root / "a.jpg").rename(tmp_path / "a.jpg")
        return genuine(found=found, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(services, "take", gone)
        _, lines = run(root, tmp_path / "bir.csv")
    assert [row[1] for row in lines] == ["alınmadı"]
    os.utime(tmp_path / "a.jpg", ns=(0, 10**18))
    (tmp_path / "a.jpg").rename(root / "a.jpg")
    _, lines = run(root, tmp_path / "iki.csv")
    assert [row[1] for row in lines] == ["eklendi"]


@pytest.mark.django_db
def test_a_full_disk_stops_the_import_instead_of_refusing_every_file(tmp_path, monkeypatch):
    root = one_file(tmp_path / "eski")

    def full(**_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(services, "take_in_photo", full)
        with pytest.raises(CommandError, match="Aktarım durdu"):
            run(root, tmp_path / "bir.csv")
    assert not ImportedFile.objects.exists()
    _, lines = run(root, tmp_path / "iki.csv")
    assert [row[1] for row in lines] == ["eklendi"]


@pytest.mark.django_db
def test_one_file_that_nobody_thought_of_does_not_stop_the_rest(tmp_path, monkeypatch):
    root = one_file(one_file(tmp_path / "eski"), "b.jpg")
    (root / "b.jpg").write_bytes(factories.jpeg(91, 60))
    genuine = services.take_in_photo

    def odd(*, name, **rest):
        if name == "a.jpg":
            raise ArithmeticError
        return genuine(name=name, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(services, "take_in_photo", odd)
        _, lines = run(root, tmp_path / "bir.csv")
    assert [row[1] for row in lines] == ["alınmadı", "eklendi"]
    assert "Beklenmedik" in lines[0][2]
    _, lines = run(root, tmp_path / "iki.csv")
    assert [row[1] for row in lines] == ["eklendi", "eklendi"]


@pytest.mark.django_db
def test_two_imports_do_not_run_at_once(tmp_path):
    root = one_file(tmp_path / "eski")
    with services.alone(), pytest.raises(CommandError, match="başka bir aktarım sürüyor"):
        run(root, tmp_path / "bir.csv")
    assert not Photo.objects.exists()
    run(root, tmp_path / "bir.csv")
    assert Photo.objects.count() == 1


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_is_said_before_the_work(tmp_path):
    root = one_file(tmp_path / "eski")
    with pytest.raises(CommandError, match="Rapor yazılamıyor"):
        call_command("import_media", str(root), "--report", str(tmp_path / "yok" / "rapor.csv"))
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_links_in_a_circle_and_folders_that_vanish_end_the_scan_all_the_same(tmp_path, monkeypatch):
    root = one_file(tmp_path / "eski")
    (root / "halka").symlink_to(root, target_is_directory=True)
    (root / "kapali").mkdir()
    genuine = os.scandir

    def closed(path):
        if str(path).endswith("kapali"):
            raise PermissionError(13, "Permission denied")
        return genuine(path)

    monkeypatch.setattr(services.os, "scandir", closed)
    assert [(one.name, one.size < 0) for one in services.scan(root)] == [("a.jpg", False), ("kapali", True)]
