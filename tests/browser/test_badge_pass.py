"""The badge on a telephone: opened once with the net, it opens without; revoked, it is forgotten."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from press_archive.accreditation import addresses, services
from tests.browser.window import PHONE, keep
from tests.factories.accreditation import accredited, accredited_event, officer
from tests.factories.journalists import press_account, press_browser, press_outlet

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_pass_opens_in_airplane_mode_and_is_forgotten_when_it_is_revoked(browser, live_server):
    derya = press_account(outlet=press_outlet())
    row = accredited(accredited_event(), derya, zones=["Saha"])
    cookie = press_browser(derya).cookies[settings.PRESS_SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    context.add_cookies([{"name": settings.PRESS_SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(addresses.pass_of(row))
    expect(page.get_by_text("internet olmadan da açılır")).to_be_visible()
    expect(page.get_by_role("img", name="Girişte okutulacak kod")).to_be_visible()
    keep(page, "badge-pass-phone")

    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Derya Işık")).to_be_visible()
    colour = page.locator(".pass__role").evaluate("one => getComputedStyle(one).backgroundColor")
    assert colour == "rgb(29, 79, 145)"  # the style is kept as well

    context.set_offline(False)
    services.end_accreditation(application=row, user=officer(), words="Etkinlik kuralları")
    page.reload()
    expect(page.get_by_role("heading", name="Yaka kartı yok")).to_be_visible()
    kept = page.evaluate("async () => (await (await caches.open('yaka-karti-1')).keys()).map((one) => one.url)")
    assert not any("/kart/" in url and not url.endswith((".js", ".css")) for url in kept)
    context.close()
