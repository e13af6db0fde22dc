"""The public pages in a real browser, on a phone and on a desk: accessible, within the window, and by themselves."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, expect, sync_playwright

from cms.website.entries import path_of
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import VideoKind
from search import services as index
from tests import factories
from tests.browser.window import becomes, fits
from tests.factories.bulletins import full_values, register, with_labels
from tests.factories.galleries import photo_gallery, video, video_gallery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIZES = {"telefon": {"width": 360, "height": 740}, "masaustu": {"width": 1280, "height": 900}}


@pytest.fixture
def site():
    """A site with everything on it; gives the address of each kind of page and the status it answers with."""
    factories.identity(
        municipality="Körfezyakası Belediyesi",
        primary_colour="#f2c14e",
        accent_colour="#2a9d8f",
        address="Cumhuriyet Meydanı No: 1",
        phone="0266 000 00 00",
        email="basin@belediye.example",
    )
    earlier = factories.publish(factories.bulletin())
    page = factories.publish(with_labels(factories.bulletin(**full_values(earlier)), "İçme suyu", "Işıklandırma"))
    page = factories.publish(factories.edit(page, correction="Açılış saati düzeltildi."))
    gone = factories.withdraw(factories.publish(factories.bulletin(title="Geri çekilecek")))
    contact = StandardPage(title="Basın iletişimi", body=full_values()["body"], live=False)
    HomePage.objects.get().add_child(instance=contact)
    contact.save_revision(user=factories.editor())
    factories.publish(contact)
    for level in AlertBanner.Level.values:
        banner = AlertBanner(
            title=f"Uyarı {level}", text="Yollar kapalı.", level=level, link="https://belediye.example/"
        )
        banner.save()
        banner.save_revision(user=factories.editor())
        factories.publish(banner)
    words = "Hat, planlanan günde ve saatte hizmete alındı; ekipler gece boyunca çalıştı. " * 4
    paragraphs = [{"type": "paragraph", "value": f"<p>{words}</p>"} for _ in range(3)]
    short = factories.publish(factories.bulletin(**factories.with_photo(), body=paragraphs, contact_name="Ayşe Örnek"))
    register(22)
    photos = factories.publish(photo_gallery(title="Sahil yolundan kareler"))
    films = factories.publish(video_gallery([video("Kentimiz", kind=VideoKind.PROMOTION), video("Açılış")]))
    index.catch_up("test")
    taken_back = factories.withdraw(factories.publish(photo_gallery(title="Geri çekilecek galeri")))
    return {
        "ana-sayfa": ("/", 200),
        "bultenler": ("/bultenler/", 200),
        "bulten": (path_of(page), 200),
        "kisa": (path_of(short), 200),
        "sabit-sayfa": ("/basin-iletisimi/", 200),
        "geri-cekilen": (path_of(gone), 410),
        "bulunamadi": ("/yok/", 404),
        "etiketler": ("/etiketler/", 200),
        "kit": (f"/basin-kiti/bulten/{page.pk}/", 200),
        "foto-galeriler": ("/foto-galeri/", 200),
        "foto-galeri": (photos.get_url(), 200),
        "video-galeriler": ("/video-galeri/", 200),
        "video-galeri": (films.get_url(), 200),
        "arama": ("/ara/?q=icme+suyu+isigi", 200),
        "bos-arama": ("/ara/?q=mamut", 200),
        "geri-cekilen-galeri": (taken_back.get_url(), 410),
    }


@pytest.fixture
def browser(site):
    # After the site: the browser's driver runs an event loop in this thread, beside which Django would open a second
    # connection that nobody closes before the database is put back.
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


def watched(context: BrowserContext, own: str, faults: list[str]) -> None:
    """Collects what the pages complain about and every address outside the site."""

    def heard(line):
        # A page that answers 404 or 410 says so on the console; that is its job.
        if "the server responded with" not in line.text:
            faults.append(line.text)

    def asked(request):
        if not request.url.startswith((own, "data:")):
            faults.append(request.url)

    context.on("console", heard)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("request", asked)


def test_every_kind_of_page_on_phone_and_desk(browser, live_server, site):
    SHOTS.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    for device, size in SIZES.items():
        context = browser.new_context(viewport=size, locale="tr-TR", base_url=live_server.url)
        watched(context, live_server.url, faults)
        window = context.new_page()
        for name, (address, status) in site.items():
            response = window.goto(address)
            assert response is not None
            assert response.status == status, name
            fits(window)
            expect(window.locator("h1")).to_have_count(1)
            found = Axe().run(window, options=RULES)
            assert found.violations_count == 0, f"{name} {device}: {found.generate_report()}"
            window.screenshot(path=SHOTS / f"site-{name}-{device}.png", full_page=True)
            window.emulate_media(color_scheme="dark")
            found = Axe().run(window, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
            assert found.violations_count == 0, f"{name} {device}, dark: {found.generate_report()}"
            window.emulate_media(color_scheme="light")
        context.close()
    assert faults == []


def test_keyboard_and_video(browser, live_server, site):
    faults: list[str] = []
    context = browser.new_context(viewport=SIZES["masaustu"], locale="tr-TR", base_url=live_server.url)
    context.route(lambda address: not address.startswith(live_server.url), lambda route: route.abort())
    watched(context, live_server.url, faults)
    window = context.new_page()
    window.goto(site["bulten"][0])
    window.keyboard.press("Tab")
    expect(window.locator(".skip-link")).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator("main")).to_be_focused()
    assert faults == []

    window.get_by_role("button", name=re.compile("Videoyu oynat")).click()
    player = window.locator("iframe")
    expect(player).to_have_attribute("title", "Açılış töreni")
    expect(player).to_have_attribute("src", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1")
    context.close()


def test_a_bulletin_is_copied_shared_and_its_office_called(browser, live_server, site):
    context = browser.new_context(viewport=SIZES["telefon"], locale="tr-TR", base_url=live_server.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = context.new_page()
    window.goto(site["bulten"][0])
    call = window.get_by_role("link", name=re.compile("^Ara ?: Basın irtibatı"))
    expect(call).to_have_attribute("href", "tel:02660000000")
    expect(call).to_be_in_viewport()
    window.get_by_role("button", name="Metni kopyala").click()
    expect(window.get_by_role("button", name="Kopyalandı")).to_be_visible()
    text = window.evaluate("navigator.clipboard.readText()").replace("\r", "")
    lines = text.split("\n\n")
    assert lines[0] == "Iğdır Mahallesi'nde içme suyu hattı & <yeni> depo"
    assert {"Takvim", "Söz verdik, yaptık."} <= set(lines)
    assert lines[-1].endswith(site["bulten"][0])
    assert "Videoyu oynat" not in text
    window.evaluate("navigator.share = (what) => { window.given = what; return Promise.resolve(); }")
    window.get_by_role("button", name="Paylaş").click()
    becomes(window, "(path) => Boolean(window.given?.url.endsWith(path))", arg=site["bulten"][0])
    context.close()


def test_three_paragraphs_take_one_sheet(browser, live_server, site):
    window = browser.new_page(base_url=live_server.url)
    window.goto(site["kisa"][0])
    window.emulate_media(color_scheme="dark")
    assert len(re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True, format="A4"))) == 1
    window.emulate_media(media="print", color_scheme="dark")
    becomes(window.locator(".prose p").first, "one => getComputedStyle(one).color", "rgb(0, 0, 0)")


def test_paper_keeps_the_words_and_drops_the_furniture(browser, live_server, site):
    window = browser.new_page(base_url=live_server.url)
    window.goto(site["bulten"][0])
    window.emulate_media(media="print")
    expect(window.locator("h1")).to_be_visible()
    expect(window.locator(".menu")).to_be_hidden()
    expect(window.locator(".downloads")).to_be_hidden()
    expect(window.locator(".tools")).to_be_hidden()
    expect(window.locator(".printed")).to_contain_text(site["bulten"][0])
    expect(window.locator(".printed")).to_contain_text("Yayım: ")
    for heading in window.locator(".article h1, .article h2:visible, .article h3:visible").all():
        becomes(heading, "one => getComputedStyle(one).breakAfter", "avoid")
    expect(window.locator(".facts dl")).to_be_visible()
