"""A gate on a telephone without the net: its camera sees badges, and what it saw reaches the house later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from press_archive.accreditation import codes, services
from press_archive.accreditation.models import Badge
from press_archive.gate import addresses, selectors
from press_archive.gate import services as gates
from press_archive.gate.models import Scan
from tests.browser.inspection import axe
from tests.browser.window import PHONE, keep
from tests.factories.accreditation import accredited, accredited_event, fresh, officer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# The camera's picture is a canvas that shows one code after the other; page, decoder and verdict are the real ones.
CAMERA = """
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 480;
const pen = canvas.getContext('2d');
window.hold = ({ size, path }) => {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = '#fff'; pen.fillRect(0, 0, 480, 480);
  const scale = 480 / (size + 8);
  pen.setTransform(scale, 0, 0, scale, 4 * scale, 4 * scale);
  pen.fillStyle = '#000'; pen.fill(new Path2D(path));
};
setInterval(() => { pen.setTransform(1, 0, 0, 1, 0, 0); pen.fillStyle = '#fff'; pen.fillRect(0, 0, 1, 1); }, 50);
Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: async () => canvas.captureStream(20) } });
"""


def shown(page, token):
    code = codes.code_of(token)
    page.evaluate("code => hold(code)", {"size": code.size, "path": code.path})


def forged(token):
    said, _dot, signature = token.rpartition(".")
    return f"{said}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def test_a_gate_in_airplane_mode(browser, live_server):
    user, event = officer(), accredited_event()
    derya = fresh(accredited(event, name="Derya Işık", email="d@ornek.example", zones=["Saha"])).badge
    can = accredited(event, name="Can Su", email="c@ornek.example")
    revoked = fresh(can).badge.token
    services.end_accreditation(application=can, user=user, words="Etkinlik kuralları")
    # Badges open hours before an event; this telephone stands at the gate today.
    gate = gates.open_gate(event=event, name="Kuzey kapısı", user=user)
    other = fresh(accredited(accredited_event("Başka açılış"), name="Ece Ay", email="e@ornek.example")).badge.token
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    context.add_init_script(CAMERA)
    page = context.new_page()
    page.clock.install(time=event.starts_at)
    page.goto(addresses.page_of(gate))
    page.wait_for_selector("body[data-ready]")
    assert axe(page) == []

    context.set_offline(True)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("button", name="Kamerayı aç").click()
    verdict, following = page.locator("#said"), page.get_by_role("button", name="Sıradaki")
    for token, words in (
        (derya.token, "Girebilir"), (forged(derya.token), "kart sahte"), (revoked, "geçersiz kılındı"),
        (other, "başka etkinliğin"), ("HTTPS://ORNEK.EXAMPLE/", "bizim değil"), (derya.token, "zaten girildi"),
    ):  # fmt: skip
        shown(page, token)
        expect(verdict).to_contain_text(words)
        if words == "Girebilir":
            expect(page.locator("#name")).to_have_text("Derya Işık")
            keep(page, "gate-in-phone")
        if words == "zaten girildi":
            keep(page, "gate-again-phone")
            assert axe(page) == []
        page.evaluate("code => hold(code)", {"size": 1, "path": ""})
        following.click()
    expect(page.locator("#net")).to_contain_text("bekleyen okutma: 6")
    page.reload()  # the telephone was put away and taken out again
    expect(page.locator("#net")).to_contain_text("bekleyen okutma: 6")
    page.get_by_label("Ad, kuruluş ve neden girdiği").fill("Ayşe, Yerel Haber")
    page.get_by_role("button", name="İçeri al").click()
    assert not Scan.objects.exists()

    context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("bütün okutmalar gönderildi")
    found = selectors.attendance(event)
    assert [badge.name for badge in found.came] == ["Derya Işık"]
    assert sorted(scan.refused for scan in found.refused) == ["foreign", "forged", "inside", "other_event", "revoked"]
    assert len(found.walk_ins) == 1
    assert Badge.objects.filter(pk=derya.pk, revoked_at__isnull=True).exists()

    # Closed while the telephone was without a net again: what it saw arrives, and then it is emptied.
    context.set_offline(True)
    page.get_by_label("Ad, kuruluş ve neden girdiği").fill("Su, Körfez Radyo")
    page.get_by_role("button", name="İçeri al").click()
    expect(page.locator("#net")).to_contain_text("bekleyen okutma: 1")
    gates.close_gate(gate=gate, user=user)
    context.set_offline(False)
    page.reload()
    expect(page.locator("#net")).to_contain_text("liste telefondan silindi")
    assert Scan.objects.filter(note="Su, Körfez Radyo").count() == 1
    assert page.evaluate("async () => [localStorage.length, (await caches.keys()).length]") == [0, 0]
    context.close()
