"""Notices in a real browser: the button asks for them, the worker shows them, and one tap ends them."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from publishing.push.models import Device
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import PHONE, keep
from tests.publishing.push.service import FakeBrowser
from tests.publishing.push.test_push import vapid  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# No push service of a maker can be asked here; all the rest is the browser's own.
SUBSCRIBED = "PushManager.prototype.subscribe = async () => ({ toJSON: () => (%s) });"
# The browser hands a message to the worker and goes on: a notice of the one before may still stand.
IS_SHOWN = """async (expected) => {
  const [registration] = await navigator.serviceWorker.getRegistrations();
  const shown = await registration.getNotifications();
  const notices = shown.map((one) => [one.title, one.body, new URL(one.data).pathname]);
  const said = [new URL(registration.scope).pathname, notices];
  return JSON.stringify(said) === JSON.stringify(expected);
}"""


def test_a_telephone_is_told_from_a_button_on(browser, live_server, faults, vapid):  # noqa: F811
    page = opened(browser, live_server, factories.mayor(), faults, PHONE)
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    said = FakeBrowser().subscription()
    keys = {"endpoint": said["endpoint"], "keys": {"p256dh": said["p256dh"], "auth": said["auth"]}}
    page.add_init_script(SUBSCRIBED % json.dumps(keys))
    page.goto("/admin/account/bildirimler/")
    page.get_by_role("button", name="Bu telefona bildirim gönder").click()
    expect(page.get_by_text("Bu cihaza bildirim gönderiliyor.")).to_be_visible()
    keep(page, "push-phone")
    assert Device.objects.get().endpoint == said["endpoint"]

    found: list[dict] = []
    line = page.context.new_cdp_session(page)
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    expect(page.get_by_role("button", name="Bu cihaza bildirim gönderme")).to_be_visible()
    for address, expected in (("/onay/1/", "/onay/1/"), ("https://kotu.example/", "/onay/")):
        notice = {"title": "Basın Masası", "body": "Onayınızı bekleyen acil bir içerik var.", "url": address}
        line.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": live_server.url, "registrationId": found[-1]["registrationId"], "data": json.dumps(notice)},
        )
        page.wait_for_function(IS_SHOWN, arg=["/admin/", [[notice["title"], notice["body"], expected]]])

    page.get_by_role("button", name="Bu cihaza bildirim gönderme").click()
    expect(page.get_by_role("button", name="Bu telefona bildirim gönder")).to_be_visible()
    assert not Device.objects.exists()
