"""The approvers' desk in a real browser: a phone of 360 px, two taps, no violation of accessibility or CSP."""

from __future__ import annotations

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from publishing.approval.desk.reading import content_type_pk
from tests import factories
from tests.browser.window import DESKTOP, PHONE, SHOTS, fits, keep, new_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = [
    {
        "type": "paragraph",
        "value": "<p>Fen İşleri Müdürlüğü ekipleri, sahil yolunun üç kilometrelik bölümünde <b>asfalt ve kaldırım "
        "yenileme</b> çalışmasına başladı. Çalışma boyunca ulaşım tek şeritten sağlanacak.</p>",
    },
    {"type": "subheading", "value": "Çalışma takvimi"},
    {
        "type": "quote",
        "value": {"text": "Yaz gelmeden bitireceğiz.", "name": "Deniz Örnek", "title": "Belediye Başkanı"},
    },
]


def opened(browser: Browser, live_server, user, faults: list[str], size: dict[str, int] = PHONE) -> Page:
    """A window of ``size`` in which ``user`` is signed in."""
    page = new_window(browser, live_server, faults, size)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


def accessible(page: Page) -> None:
    """No violation found by axe-core, nothing wider than the window, no small target."""
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    fits(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, .actions button, main a.button, main a.card, .jumps a')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.textContent)"""
    )
    assert small == []


def story():
    """A correction of a live bulletin and two new items wait for Müdür, with everything that can go out."""
    lists = [factories.distribution_list(emails=("haber@gazete.example", "yazi@ajans.example"))]
    social = {"x": "Sahil yolu yenileniyor. 3 km asfalt ve kaldırım.", "instagram": "Sahil yolumuz yenileniyor."}
    live = factories.publish(
        factories.bulletin(
            title="Sahil yolunda yenileme başladı", body=BODY, lists=lists, social=social, **factories.with_photo()
        )
    )
    spot = "Sahil yolunun dört kilometrelik bölümü yenileniyor."
    live = factories.submit(factories.edit(live, summary=spot, correction="Uzunluk dört kilometre."))
    storm = factories.bulletin(
        title="Fırtına uyarısı: sahil yolu kapatılıyor",
        go_live_at=timezone.now() + dt.timedelta(hours=2),
        department=factories.department("Zabıta Müdürlüğü", "zabita"),
        **factories.with_photo(),
    )
    storm = factories.submit(storm)
    factories.submit(factories.bulletin(title="Kültür merkezinde kış programı açıklandı", body=BODY))
    return live, storm


def settled(page: Page) -> None:
    """Waits until every frame has its height."""
    expect(page.locator("iframe[data-frame]:not([height])")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def test_the_mayor_signs_in_two_taps(live_server, browser, faults):
    story()
    page = opened(browser, live_server, factories.director(), faults)
    page.goto(reverse("approval:desk"))
    expect(page.locator(".card-title").first).to_have_text("Fırtına uyarısı: sahil yolu kapatılıyor")
    accessible(page)
    keep(page, "onay-masasi-360")
    page.locator(".card").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fırtına uyarısı: sahil yolu kapatılıyor")
    settled(page)
    keep(page, "onay-inceleme-360")
    accessible(page)
    page.get_by_role("button", name="İmzala", exact=True).tap()
    expect(page.get_by_role("dialog")).to_contain_text("Müdür olarak")
    accessible(page)
    page.screenshot(path=SHOTS / "onay-imza-360.png")
    page.get_by_role("button", name="Evet, imzala").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("İmzalandı.")
    expect(page.locator("main")).to_contain_text("Sırada 2 içerik var.")
    accessible(page)
    keep(page, "onay-imzalandi-360")


def test_a_correction_is_read_with_its_changes_and_returned_with_a_ready_phrase(live_server, browser, faults):
    live, _storm = story()
    page = opened(browser, live_server, factories.director(), faults)
    page.goto(reverse("approval:review", args=[live.current_workflow_task_state.pk]))
    expect(page.locator(".changes ins").first).to_have_text("dört")
    settled(page)
    keep(page, "onay-duzeltme-360")
    accessible(page)
    page.get_by_role("button", name="İade et").first.tap()
    page.get_by_role("button", name="Rakamlar doğrulansın.").tap()
    expect(page.get_by_label("İade gerekçesi")).to_have_value("Rakamlar doğrulansın.")
    accessible(page)
    page.screenshot(path=SHOTS / "onay-iade-360.png")
    page.get_by_role("dialog").get_by_role("button", name="İade et").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("İade edildi.")
    accessible(page)


def test_the_other_pages_of_the_desk(live_server, browser, faults):
    live, storm = story()
    key = [content_type_pk(live), live.pk]
    phone = opened(browser, live_server, factories.mayor(), faults)
    wide = opened(browser, live_server, factories.mayor(), faults, DESKTOP)
    for name, path in (
        ("masasi-bos", reverse("approval:desk")),
        ("izi", reverse("approval:evidence", args=key)),
        ("kaldir", reverse("approval:withdraw", args=key)),
        ("baska-makam", reverse("approval:review", args=[storm.current_workflow_task_state.pk])),
    ):
        for page, width in ((phone, 360), (wide, 1280)):
            page.goto(path)
            settled(page)
            keep(page, f"onay-{name}-{width}")
            accessible(page)
    wide = opened(browser, live_server, factories.director(), faults, DESKTOP)
    for name, path in (
        ("masasi", reverse("approval:desk")),
        ("inceleme", reverse("approval:review", args=[storm.current_workflow_task_state.pk])),
        ("duzeltme", reverse("approval:review", args=[live.current_workflow_task_state.pk])),
    ):
        wide.goto(path)
        settled(wide)
        keep(wide, f"onay-{name}-1280")
        accessible(wide)
    # A remark on the telephone, and the desk in the dark.
    dark = opened(browser, live_server, factories.director(), faults)
    dark.emulate_media(color_scheme="dark")
    review = reverse("approval:review", args=[live.current_workflow_task_state.pk])
    dark.goto(review)
    settled(dark)
    dark.locator(".passages > summary").click()
    accessible(dark)
    dark.locator("a.passage").nth(1).click()
    dark.get_by_role("button", name="Seçili sözleri buraya al").click()
    dark.locator("#remark-proposal").fill("Sahil yolunun beş kilometrelik bölümü yenileniyor.")
    accessible(dark)
    keep(dark, "onay-not-360")
    dark.get_by_role("button", name="Notu kaydet").click()
    expect(dark.locator(".remark ins")).to_have_text("beş")
    accessible(dark)
    dark.goto(reverse("approval:search") + "?q=sahil")
    accessible(dark)
    dark.goto(reverse("approval:desk"))
    accessible(dark)
    keep(dark, "onay-masasi-koyu-360")
