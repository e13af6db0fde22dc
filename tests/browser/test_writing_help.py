"""Writing in a real browser: the counter counts as the server does, and a lost session loses no word."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.core.networks import NETWORKS
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from tests import factories
from tests.browser.window import DESKTOP, becomes, keep, new_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXTS = (
    "Çalışma başladı.",
    "İzmir’in ‘gözü’…",
    "🌳👨‍👩‍👧‍👦 🇹🇷 1️⃣ © ™ ☀",
    "日本",
    "Ayrıntı: https://belediye.example/a.",
    "ornek.bel.tr'de ve basin@ornek.bel.tr 14.30'da",
    "(https://a.example/b) https://a.example'de",
    "c\u0327ag\u0306rı\r\nikinci satır",
)


def sign_in(page, live_server, user):
    client = Client()
    client.get("/admin/login/")
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_the_counter_says_what_the_server_will_say(browser, live_server, faults):
    page = new_window(browser, live_server, faults, DESKTOP)
    sign_in(page, live_server, factories.editor())
    page.goto(reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", BulletinIndexPage.objects.get().pk]))
    page.wait_for_function("() => window.socialMeasure")
    for text in TEXTS:
        for key, network in NETWORKS.items():
            counted = page.evaluate("([key, text]) => window.socialMeasure(key, text)", [key, text])
            assert counted == network.measure(text), (key, text)
    page.get_by_role("tab", name="Dağıtım ve sosyal medya").click()
    page.get_by_role("checkbox", name="X", exact=True).check()
    page.fill("[name=social_texts-0-text]", "a" * 292)
    expect(page.locator(".social-counter").first).to_have_text("292 / 280 — 12 karakter fazla")
    keep(page, "sosyal-sayac")
    page.fill("[name=social_texts-0-text]", "Sahil yolu açıldı.")
    expect(page.locator(".social-counter").first).to_have_text("18 / 280")
    # The same words for the other network, and back.
    page.get_by_role("checkbox", name="Bluesky", exact=True).check()
    other = page.locator("[name=social_texts-1-text]")
    other.fill("Bluesky’ın kendi sözü.")
    page.get_by_role("button", name="Öteki ağlara kopyala").first.click()
    expect(other).to_have_value("Sahil yolu açıldı.")
    page.locator(".network-tools").get_by_role("button", name="Geri al").click()
    expect(other).to_have_value("Bluesky’ın kendi sözü.")
    # The page has no headline yet, so the background saving is turned away.
    faults[:] = [fault for fault in faults if "400" not in fault]


def test_a_lost_session_loses_no_word(browser, live_server, faults, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    bulletin = factories.bulletin(title="Sahil yolu")
    page = new_window(browser, live_server, faults, DESKTOP)
    sign_in(page, live_server, factories.editor())
    url = reverse("wagtailadmin_pages:edit", args=[bulletin.pk])
    page.goto(url)
    page.wait_for_function("() => document.querySelector('form[data-edit-form]').dataset.keeper === 'ready'")
    page.fill("#id_summary", "Oturum kapanırken yazılan spot.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Kaydet", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Oturumunuz kapanmış")
    expect(page.locator("#id_summary")).to_have_value("Oturum kapanırken yazılan spot.")
    keep(page, "oturum-kapandi")
    sign_in(page, live_server, factories.editor())
    page.goto(url)
    expect(page.get_by_text("Kaydedilmemiş metniniz bulundu")).to_be_visible()
    keep(page, "kayip-metin")
    page.get_by_role("button", name="Geri yükle").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value("Oturum kapanırken yazılan spot.")
    saved = BulletinPage.objects.get(pk=bulletin.pk).get_latest_revision().as_object()
    assert saved.summary == "Oturum kapanırken yazılan spot."
    becomes(page, "() => Object.keys(localStorage).filter((name) => name.startsWith('unsaved:'))", [])
    # The question whether somebody is signed in, and the editing screen's own pings, were answered with no.
    faults[:] = [fault for fault in faults if "403" not in fault and "401" not in fault]
