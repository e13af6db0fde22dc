"""Galleries in a real browser: nothing moves while they load, photos open large by mouse, key and finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from media_library.renditions.sizes import WIDTHS, modern
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.browser.window import becomes, fits
from tests.factories.galleries import photo_gallery, row, video_gallery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
MOST_SCRIPT = 6_000


@pytest.fixture
def gallery():
    rows = [row(alt=f"Kare {n}", caption=f"Söz {n}") for n in range(1, 6)]
    return factories.publish(photo_gallery(rows, title="Sahil yolu açıldı"))


@pytest.fixture
def window(gallery, browser, live_server, faults):
    def open_one(width=1280, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="tr-TR", base_url=live_server.url, **options
        )
        context.on("console", lambda line: faults.append(line.text))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context.new_page()

    return open_one


def test_nothing_moves_while_a_gallery_loads_and_little_is_loaded(window, gallery, settings):
    for one in gallery.rows:
        make_sizes(one.photo, modern(WIDTHS))
    film = factories.publish(video_gallery())
    asked = []
    for width in (360, 1280):
        page = window(width, 740)
        page.add_init_script(WATCH_SHIFTS)
        page.on("request", lambda request: asked.append(request.url))
        for address in (gallery.get_url(), "/foto-galeri/", film.get_url()):
            page.goto(address, wait_until="networkidle")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert page.evaluate("shifted") < 0.02, (address, width)
            fits(page)
    assert {url.rsplit("/", 1)[1] for url in asked if url.endswith(".js")} == {"lightbox.js"}
    assert (settings.BASE_DIR / "press_archive/galleries/static/galleries/lightbox.js").stat().st_size < MOST_SCRIPT
    assert any(url.endswith(".avif") for url in asked)
    assert not any(url.endswith(".mp4") for url in asked)


def test_photos_open_large_and_keys_walk_through_them(window, gallery):
    page = window()
    page.goto(gallery.get_url())
    page.locator(".mosaic [data-large]").nth(2).focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Fotoğraflar, büyük")
    expect(box).to_be_visible()
    count, words = box.locator(".lightbox__count"), box.locator(".lightbox__words")
    expect(count).to_have_text("3 / 5")
    expect(words).to_contain_text("Söz 3")
    expect(words).to_contain_text("Fotoğraf: Deniz Örnek")
    image = box.get_by_role("img", name="Kare 3")
    expect(image).to_be_visible()
    assert image.bounding_box()["y"] + image.bounding_box()["height"] <= words.bounding_box()["y"] + 1
    for key, place in (
        ("ArrowRight", 4), ("ArrowLeft", 3), ("End", 5), ("ArrowRight", 1), ("ArrowLeft", 5), ("Home", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(count).to_have_text(f"{place} / 5")
    box.get_by_role("button", name="Sonraki fotoğraf").click()
    expect(count).to_have_text("2 / 5")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator(".mosaic [data-large]").nth(1)).to_be_focused()
    page.locator(".mosaic [data-large]").first.click()
    box.get_by_role("button", name="Kapat").click()
    expect(box).to_be_hidden()


def test_a_finger_swipes_through_the_photos(window, gallery):
    page = window(360, 740, has_touch=True)
    page.goto(gallery.get_url())
    page.locator(".mosaic [data-large]").first.tap()
    count = page.locator(".lightbox__count")
    expect(count).to_have_text("1 / 5")
    touch = page.context.new_cdp_session(page)

    def swipe(start, end):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": 350}]})
        for x in range(start, end, 20 if end > start else -20):
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": 350}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(300, 60)
    expect(count).to_have_text("2 / 5")
    swipe(60, 300)
    expect(count).to_have_text("1 / 5")


def test_without_scripts_each_photo_leads_to_its_large_size_and_words_stand_below(window, gallery):
    page = window(java_script_enabled=False)
    page.goto(gallery.get_url())
    expect(page.get_by_text("Söz 1", exact=True)).to_be_visible()
    page.locator(".mosaic [data-large]").first.click()
    assert "/media/images/" in page.url


def test_nothing_fades_for_those_who_asked_for_calm(window, gallery):
    page = window(reduced_motion="reduce")
    page.goto(gallery.get_url())
    page.locator(".mosaic [data-large]").first.click()
    image = page.locator(".lightbox__stage img")
    expect(image).to_be_visible()
    becomes(image, "(one) => getComputedStyle(one).animationName", "none")
