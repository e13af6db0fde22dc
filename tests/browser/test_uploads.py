"""Uploading in a real browser: thirty photos dropped at once, the network cut, the page reloaded, all arrive once."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from media_library.intake.uploads import parts, services
from media_library.models import Photo, Shoot
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, PHONE, fits, keep
from tests.factories.uploads import heavy, picture, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a browser says of a line that was cut on purpose.
EXPECTED = ("net::ERR_", "423 (Locked)", "409 (Conflict)", "422 (Unprocessable")


@pytest.fixture(autouse=True)
def upload_root(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"


@pytest.fixture
def shoot():
    return Shoot.objects.create(title="Sakarya Mahallesi pazar yeri açılışı")


@pytest.fixture
def gate(monkeypatch):
    """As many chunks are received as it lets through."""
    passes = threading.Semaphore(0)
    receive = services.receive

    def gated(**values):
        passes.acquire(timeout=60)
        return receive(**values)

    monkeypatch.setattr(services, "receive", gated)
    return passes


def on_disk(folder, files: dict[str, bytes]) -> list[str]:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [str(folder / name) for name in files]


def drop(page: Page, paths: list[str]) -> None:
    """Drops files from outside the browser on the area for them, as a hand would."""
    box = page.locator("[data-zone]").bounding_box()
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": paths, "dragOperationsMask": 1}
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "data": data}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at})


def rows(page: Page, state: str):
    return page.locator(f'.upload__row[data-state="{state}"]')


def is_usable(page: Page) -> None:
    result = Axe().run(page, context=".upload")
    assert result.violations_count == 0, result.generate_report()
    fits(page)


def test_thirty_photos_arrive_once_through_a_cut_and_a_reload(browser: Browser, live_server, shoot, gate, tmp_path):
    found: list[str] = []
    files = {f"DSC_{number:04}.jpg": heavy(number, 70_000) for number in range(30)}
    page = opened(browser, live_server, factories.archivist(), found, DESKTOP)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("uploads:page", args=[shoot.pk]))
    drop(page, on_disk(tmp_path / "kart", files))
    expect(page.locator(".upload__row")).to_have_count(30)

    gate.release(6)
    expect(rows(page, "taken")).to_have_count(6)
    page.context.set_offline(True)
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("[data-lost]")).to_contain_text("kaldığı yerden sürecek")
    keep(page, "uploads-cut")
    page.context.set_offline(False)
    gate.release(9)
    until(lambda: Photo.objects.count() >= 11)

    page.reload()
    expect(page.locator("[data-restored]")).to_be_visible()
    keep(page, "uploads-restored")
    gate.release(1000)
    page.get_by_role("button", name="Kaldığı yerden sür").click()
    until(lambda: Photo.objects.count() == 30, timeout=60)
    expect(rows(page, "waiting")).to_have_count(0)
    expect(rows(page, "sending")).to_have_count(0)
    expect(rows(page, "half")).to_have_count(0)
    expect(rows(page, "refused")).to_have_count(0)
    expect(page.locator("[data-say]")).to_contain_text("Yükleme bitti")

    arrived = {photo.original_name: photo.file.read() for photo in Photo.objects.filter(shoot=shoot)}
    assert Photo.objects.count() == 30
    assert arrived == files
    # An upload whose address got lost in the cut never began.
    assert [path for path in parts.root().iterdir() if path.stat().st_size] == []
    assert [fault for fault in found if not any(known in fault for known in EXPECTED)] == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_bad_files_say_why_beside_good_ones(browser: Browser, live_server, shoot, tmp_path, size):
    found: list[str] = []
    page = opened(browser, live_server, factories.archivist(), found, size)
    page.goto(reverse("uploads:page", args=[shoot.pk]))
    is_usable(page)
    files = {
        "pazar-yeri-kurdele-kesimi-genel-gorunum-sabah-cekimi-001.jpg": picture(1),
        "tören.jpg": picture(2),
        "yarım.jpg": heavy(3, 1000)[:-900],
        "sayfa.jpg": b"<html></html>",
        "kurulum.exe": b"MZ" + bytes(100),
        "boş.jpg": b"",
    }
    page.locator("[data-pick]").first.set_input_files(on_disk(tmp_path / "kart", files))
    expect(rows(page, "taken")).to_have_count(2)
    expect(rows(page, "refused")).to_have_count(4)
    row = page.locator(".upload__row")
    expect(row.filter(has_text="yarım.jpg")).to_contain_text("yarım aktarılmış")
    expect(row.filter(has_text="sayfa.jpg")).to_contain_text("fotoğraf değil")
    expect(row.filter(has_text="kurulum.exe")).to_contain_text("arşive alınmıyor")
    expect(row.filter(has_text="boş.jpg")).to_contain_text("0 bayt")
    expect(rows(page, "taken").locator("img")).to_have_count(2)
    expect(page.locator("[data-counts]")).to_have_text("Eklenen: 2 · Alınmayan: 4 · Kalan: 0")
    is_usable(page)
    keep(page, f"uploads-results-{'phone' if size is PHONE else 'desktop'}")

    # The same card again: nothing is doubled, and the archive's own is shown.
    kept = "() => Object.keys(localStorage).some((name) => name.startsWith('tus::'))"
    until(lambda: not page.evaluate(kept))
    page.locator("[data-pick]").first.set_input_files(str(tmp_path / "kart" / "tören.jpg"))
    expect(row.filter(has_text="Bu dosya bu çekimde zaten var.")).to_have_count(1)
    expect(page.get_by_role("link", name="Arşivdekini gör")).to_be_visible()
    assert Photo.objects.count() == 2
    assert [fault for fault in found if not any(known in fault for known in EXPECTED)] == []


def test_a_file_too_large_for_the_browser_goes_on_when_chosen_again(
    browser: Browser, live_server, shoot, tmp_path, monkeypatch
):
    """Chunks that arrived before the restart are not sent again."""
    data = heavy(9, 14_000_000)
    (path,) = on_disk(tmp_path / "kart", {"DSC_9999.jpg": data})
    received: list[tuple[int, int]] = []
    receive, second = services.receive, threading.Event()

    def watched(*, offset, length, **values):
        if offset and not second.is_set():
            second.wait(60)
            raise parts.Busy
        received.append((offset, length))
        return receive(offset=offset, length=length, **values)

    monkeypatch.setattr(services, "receive", watched)
    found: list[str] = []
    page = opened(browser, live_server, factories.archivist(), found, DESKTOP)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("uploads:page", args=[shoot.pk]))
    page.locator("[data-pick]").first.set_input_files(path)
    until(lambda: received)
    page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('tus::'))")
    page.reload()
    second.set()
    expect(rows(page, "half")).to_contain_text("Yarım kaldı")
    expect(rows(page, "half")).to_contain_text("kaldığı yerden sürer")
    keep(page, "uploads-half")
    page.locator("[data-pick]").first.set_input_files(path)
    expect(rows(page, "taken")).to_have_count(1)
    expect(rows(page, "half")).to_have_count(0)
    assert Photo.objects.get().file.read() == data
    ends = [(offset, offset + length) for offset, length in received]
    assert ends[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(ends)), "a chunk was sent twice"
    assert [fault for fault in found if not any(known in fault for known in EXPECTED)] == []
