"""The scissors in a real browser: boxes by mouse, finger and keyboard, on a wide screen and on a telephone; and how
many acts and seconds a clipping takes."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from cms.web_fetch.fetcher import Answer
from press_archive.clippings import links
from press_archive.clippings.models import Clipping
from press_archive.scans.models import Cut, PaperPage
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, PHONE, keep
from tests.factories.clippings import outlet
from tests.factories.scans import drawn_page, sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def words_at(box):
    """What was read of the first story: a headline in tall letters and two lines below it."""
    left, top, width, _height = box
    read = [(40, 60, 3, "Sahil", 1), (260, 60, 3, "açılıyor", 1), (40, 20, 2, "Yol", 2), (110, 20, 2, "bitti.", 2)]
    return [[left + x, top + 30 + 90 * line, width // 6, tall, line, 1, 1, text] for x, tall, _n, text, line in read]


@pytest.fixture
def page(db):
    _picture, boxes = sheet()
    found = drawn_page(words=words_at(boxes[0]))
    other = PaperPage(paper=found.paper, file=found.file, place=1, number=4, state="read", width_cm=Decimal("28.8"))
    other.picture, other.small, other.width, other.height = found.picture, found.small, found.width, found.height
    other.save()
    found.box, found.other = boxes[0], other
    return found


def drag(window: Page, page, box) -> None:
    """Draws ``box`` (in pixels of the page) with the mouse."""
    window.locator("[data-stage]").scroll_into_view_if_needed()
    rim = window.locator("[data-stage]").bounding_box()
    scale = rim["width"] / page.width
    left, top, width, height = (value * scale for value in box)
    window.mouse.move(rim["x"] + left, rim["y"] + top)
    window.mouse.down()
    window.mouse.move(rim["x"] + left + width / 2, rim["y"] + top + height / 2)
    window.mouse.move(rim["x"] + left + width, rim["y"] + top + height)
    window.mouse.up()


def test_a_story_is_cut_with_one_drag_and_one_click(browser: Browser, live_server, faults, page):
    """What issue asks for: a printed clipping within 60 seconds. The machine's own part is measured, a person reads and
    decides besides."""
    window = opened(browser, live_server, factories.archivist(), faults, DESKTOP)
    began = time.monotonic()
    window.goto(reverse("scans:paper", args=[page.paper_id]))
    expect(window.locator("[data-save]").first).to_be_disabled()
    drag(window, page, page.box)
    expect(window.locator("[data-measure]")).to_contain_text("3 sütun")
    expect(window.get_by_label("Haber başlığı")).to_have_value("Sahil açılıyor")
    keep(window, "scissors-1280")
    assert not Axe().run(window, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    window.get_by_label("Ton", exact=True).select_option("positive")
    window.get_by_role("button", name="Kupürü kaydet").click()
    expect(window.get_by_text("Kupür kaydedildi:")).to_be_visible()
    spent = time.monotonic() - began
    print(f"printed clipping: 1 drag, 1 choice, 1 click; {spent:.1f} s of the machine")  # noqa: T201
    made = Clipping.objects.get()
    assert (made.headline, made.tone, made.columns, made.page) == ("Sahil açılıyor", "positive", 3, "3")
    cut = Cut.objects.get()
    left, top, width, height = page.box
    assert abs(cut.left - left) < 12
    assert abs(cut.width - width) < 24
    assert abs(cut.top - top) < 12
    assert abs(cut.height - height) < 24
    expect(window.locator(".scans-box--done")).to_have_count(1)
    # Another story over two pages: the boxes stay while one goes to the other page.
    drag(window, page, (20, page.height // 2, 400, 300))
    window.get_by_role("link", name="s. 4").click()
    expect(window.locator("[data-list] li")).to_have_count(1)
    drag(window, page, (20, 250, 300, 300))
    window.get_by_label("Haber başlığı").fill("İki sayfalık haber")
    window.get_by_role("button", name="Kupürü kaydet").click()
    expect(window.get_by_text("Kupür kaydedildi:")).to_be_visible()
    assert Clipping.objects.get(headline="İki sayfalık haber").page == "3, 4"
    assert Cut.objects.count() == 3
    expect(window.locator("[data-list] li")).to_have_count(0)


def test_with_the_keyboard_alone_and_with_a_finger_on_a_telephone(browser: Browser, live_server, faults, page):
    window = opened(browser, live_server, factories.editor(), faults, PHONE)
    window.goto(reverse("scans:paper", args=[page.paper_id]))
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.get_by_role("button", name="Kutu ekle").focus()
    window.keyboard.press("Enter")
    box = window.locator("[data-box]")
    expect(box).to_be_focused()
    before = box.bounding_box()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowLeft", "Shift+ArrowUp"):
        for _time in range(5):
            window.keyboard.press(key)
    after = box.bounding_box()
    assert after["x"] > before["x"]
    assert after["width"] < before["width"]
    expect(box).to_have_attribute("aria-label", "1. kutu, sayfa 3: " + box.get_attribute("aria-label").split(": ")[1])
    window.keyboard.press("Delete")
    expect(window.locator("[data-box]")).to_have_count(0)
    expect(window.get_by_role("button", name="Kutu ekle")).to_be_focused()

    # A finger: what the telephone sends is pointer events of a touch.
    stage = window.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    rim = stage.bounding_box()
    line = window.context.new_cdp_session(window)
    points = [(20, 30), (120, 100), (240, 190)]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": rim["x"] + x, "y": rim["y"] + y}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(window.locator("[data-box]")).to_have_count(1)
    keep(window, "scissors-360")
    assert not Axe().run(window, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    window.get_by_label("Haber başlığı").fill("Parmakla kesilen")
    window.get_by_role("button", name="Kaydet ve ayrıntıları yaz").click()
    expect(window.get_by_label("Haber başlığı")).to_have_value("Parmakla kesilen")
    assert Clipping.objects.get().scans.count() == 1


def test_a_link_takes_two_clicks(browser: Browser, live_server, faults, monkeypatch):
    """20 seconds for a link: paste, fill, save. The site's own seconds are its own; here it answers at once."""
    outlet("Kıyı Haber", kind="news_site", website="https://kiyi.example")
    text = "<p>Çamlıkıyı’da yeni park törenle açıldı, ilçe halkı ilgi gösterdi.</p>" * 5
    html = (
        "<html><head><title>Park açıldı</title></head><body><article><h1>Park açıldı</h1>"
        f"<time datetime='2026-11-20'>20 Kasım 2026</time>{text}</article></body></html>"
    )
    answer = Answer(address="https://kiyi.example/park", status=200, content_type="text/html", body=html.encode())
    monkeypatch.setattr(links, "fetch_page", lambda *args, **kwargs: answer)
    window = opened(browser, live_server, factories.editor(), faults, DESKTOP)
    began = time.monotonic()
    window.goto(reverse("clippings:add"))
    window.get_by_label("İnternet haberi mi? Adresini yapıştırın").fill("https://kiyi.example/park")
    window.get_by_role("button", name="Doldur").click()
    expect(window.get_by_label("Haber başlığı")).to_have_value("Park açıldı")
    window.get_by_role("button", name="Oluştur").or_(
        window.get_by_role("button", name="Kaydet", exact=True)
    ).first.click()
    window.wait_for_url("**/kupurler/*/")
    spent = time.monotonic() - began
    print(f"link: 1 paste, 2 clicks; {spent:.1f} s of the machine")  # noqa: T201
    assert Clipping.objects.get().outlet.name == "Kıyı Haber"
