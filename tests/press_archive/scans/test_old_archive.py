"""An old archive of clippings comes in: folders by year, outlet and day; stopped, killed, run again, never doubled."""

from __future__ import annotations

import csv
import datetime as dt
import multiprocessing
import os
import signal

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from PIL import Image

from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Outlet
from press_archive.scans import old_archive
from press_archive.scans.models import ImportedClipping
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.factories.scans import jpeg

pytestmark = pytest.mark.django_db
OLD_TEXT = "Bayram coşkuyla kutlandı\nMeydan doldu."
fork = multiprocessing.get_context("fork")


@pytest.fixture
def tree(settings, tmp_path):
    """Two outlets, four stories, and what does not belong there."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    root = tmp_path / "kupurler"
    page = jpeg(Image.new("RGB", (60, 80), "white"))
    other = jpeg(Image.new("RGB", (60, 90), "white"))
    files = {
        "2019/Kıyı Gazetesi/19.05.2019/Bayram coşkusu s3.jpg": page,
        "2019/Kıyı Gazetesi/19.05.2019/Bayram coşkusu s3.txt": OLD_TEXT.encode("cp1254"),
        "2019/Kıyı Gazetesi/19.05.2019/Pazar yeri.jpg": page,
        "2019/Kıyı Gazetesi/19.05.2019/Pazar yeri-2.jpg": other,
        "2019/Körfez_Sabah/05/20/Su kesintisi.pdf": b"%PDF-1.4\n%%EOF",
        "2019/Körfez_Sabah/2019-05-21 Yol.txt": "Yol bitti\nAçılış pazartesi.".encode(),
        "2019/Körfez_Sabah/tarihsiz.jpg": page,
        "2019/19 Mayıs 2019/kurulussuz.jpg": page,
        "2019/Kıyı Gazetesi/19.05.2019/program.exe": b"MZ",
        "2019/Kıyı Gazetesi/20.05.2019/sahte.jpg": b"<svg onload=alert(1)>",
        "2019/Kıyı Gazetesi/20.05.2019/Thumbs.db": b"x",
    }  # fmt: skip
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def run(root, **options):
    call_command(
        "import_clippings", str(root), user=factories.archivist().username, report=str(root.parent / "r.csv"), **options
    )


def lines(root):
    with (root.parent / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row[0].rpartition("/")[2]: row for row in csv.reader(file, delimiter=";")}


def test_stories_are_read_from_folders_and_kept_once(tree, capsys):
    run(tree, dry_run=True)
    assert "20 Mayıs 2019 · Körfez Sabah · Su kesintisi (1 dosya)" in capsys.readouterr().out
    assert not Clipping.objects.exists()
    run(tree)
    found = {row.headline: row for row in Clipping.objects.all()}
    assert set(found) == {"Bayram coşkuyla kutlandı", "Pazar yeri", "Su kesintisi", "Yol bitti"}
    feast = found["Bayram coşkuyla kutlandı"]
    assert (feast.outlet.name, f"{feast.published_on}", feast.page) == ("Kıyı Gazetesi", "2019-05-19", "3")
    assert (feast.text, feast.origin, feast.scans.count()) == ("Meydan doldu.", "scan", 1)
    assert found["Pazar yeri"].scans.count() == 2
    assert (found["Su kesintisi"].outlet.name, f"{found['Su kesintisi'].published_on}") == (
        "Körfez Sabah",
        "2019-05-20",
    )
    assert Outlet.objects.filter(name__in=["Kıyı Gazetesi", "Körfez Sabah"]).count() == 2
    report = lines(tree)
    assert "günü okunamadı" in report["tarihsiz.jpg"][2]
    assert "kuruluşu okunamadı" in report["kurulussuz.jpg"][2]
    assert "Bu tür dosya alınmaz" in report["program.exe"][2]
    assert "değil ya da bozuk" in report["sahte.jpg"][2]
    assert "Thumbs.db" not in report
    # Once more: nothing is there twice; from another place the same stories are known.
    run(tree)
    elsewhere = tree.rename(tree.parent / "tasinan")
    run(elsewhere)
    assert (Clipping.objects.count(), feast.scans.count()) == (4, 1)
    assert lines(elsewhere)["Pazar yeri.jpg"][1] == "zaten arşivde"
    # A text that comes later is taken over where there was none.
    (elsewhere / "2019/Kıyı Gazetesi/19.05.2019/Pazar yeri.txt").write_text("Pazar yeri\nEsnaf taşındı.")
    run(elsewhere)
    found["Pazar yeri"].refresh_from_db()
    assert "Esnaf taşındı." in found["Pazar yeri"].text
    assert Clipping.objects.count() == 4


def test_a_clipping_that_was_typed_before_gets_its_scans(tree):
    paper = outlet("Kıyı Gazetesi")
    there = clipping("Pazar yeri", outlet=paper, medium="newspaper", published_on=dt.date(2019, 5, 19))
    run(tree)
    run(tree)
    assert Clipping.objects.filter(headline="Pazar yeri").get() == there
    assert (there.scans.count(), lines(tree)["Pazar yeri-2.jpg"][1]) == (2, "zaten arşivde")
    # One that has scans keeps those.
    elsewhere = tree.rename(tree.parent / "tasinan")
    (elsewhere / "2019/Kıyı Gazetesi/19.05.2019/Pazar yeri-3.jpg").write_bytes(jpeg(Image.new("RGB", (60, 70))))
    run(elsewhere)
    assert there.scans.count() == 2


def test_every_file_of_a_refused_story_has_its_line(tree):
    (tree / "2019/Körfez_Sabah/tarihsiz.exe").write_bytes(b"MZ")
    (tree / "2019/Kıyı Gazetesi/20.05.2019/sahte.docx").write_bytes(b"PK")
    run(tree)
    report = lines(tree)
    assert "günü okunamadı" in report["tarihsiz.jpg"][2]
    assert "değil ya da bozuk" in report["sahte.jpg"][2]
    assert all("Bu tür dosya alınmaz" in report[name][2] for name in ("tarihsiz.exe", "sahte.docx"))


@pytest.mark.once
def test_who_may_import(tree):
    for name in (factories.mayor().username, "kimse"):
        with pytest.raises(CommandError):
            call_command("import_clippings", str(tree), user=name)
    with pytest.raises(CommandError):
        call_command("import_clippings", str(tree / "yok"), user=factories.editor().username)


def killed_after_a_scan(root, user, pipe):
    connections.close_all()
    genuine = clippings.add_scan

    def halt(**values):
        genuine(**values)
        os.write(pipe, b".")
        fork.Event().wait()

    clippings.add_scan = halt
    archive = old_archive.Archive(str(root), user)
    for story in old_archive.stories(old_archive.scan(root)):
        archive.take(story)
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_story_the_next_run_has_it_whole_and_once(tree):
    user = factories.archivist()
    reader, writer = os.pipe()
    connections.close_all()  # the child would end the line that both have
    child = fork.Process(target=killed_after_a_scan, args=(tree, user, writer))
    child.start()
    assert os.read(reader, 1) == b"."
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert [row.headline for row in Clipping.objects.all()] == ["Yol bitti"]  # whole, and before the one in hand
    assert ImportedClipping.objects.exclude(clipping=None).count() == 1
    run(tree)
    assert Clipping.objects.count() == 4
    assert Clipping.objects.get(headline="Pazar yeri").scans.count() == 2
