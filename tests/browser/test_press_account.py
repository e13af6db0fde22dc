"""A journalist's own pages in a real browser: a face is cropped by keyboard, a device of the browser makes a passkey
and signs in with it; nothing is wider than a telephone, and axe finds nothing."""

from __future__ import annotations

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from press_archive.journalists import photos, sessions
from press_archive.journalists.models import JournalistSession, Passkey, Portrait
from tests.browser.inspection import RULES
from tests.browser.window import DESKTOP, PHONE, becomes, fits, keep, new_window
from tests.factories.journalists import press_account, press_outlet

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

OWN = "/basin/hesabim/"
PAGES = (
    "/basin/giris/",
    "/basin/giris/parola/",
    "/basin/basvuru/",
    OWN,
    f"{OWN}fotograf/",
    f"{OWN}duzeltme/",
    f"{OWN}sil/",
)


def come_in(page: Page, account, live_server) -> None:
    JournalistSession.objects.create(account=account, digest=sessions.digest_of("a token"), label="Chrome, Linux")
    page.context.add_cookies(
        [{"name": settings.PRESS_SESSION_COOKIE_NAME, "value": sessions.SIGNER.sign("a token"),
          "url": f"{live_server.url}/basin/"}]
    )  # fmt: skip


def two_halves() -> bytes:
    """Black on the left, white on the right."""
    picture, out = Image.new("RGB", (1000, 500), "black"), io.BytesIO()
    picture.paste("white", (500, 0, 1000, 500))
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_journalist_at_home(browser: Browser, live_server, faults):
    account = press_account(outlet=press_outlet())
    page = new_window(browser, live_server, faults, PHONE)
    come_in(page, account, live_server)
    for path in PAGES:
        page.goto(path)
        fits(page)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], path
        keep(page, f"press-{path.strip('/').replace('/', '-')}-360")
    # The right half is chosen by keyboard alone.
    page.goto(f"{OWN}fotograf/")
    page.get_by_label("Yüz fotoğrafınız").set_input_files(
        {"name": "yuz.png", "mimeType": "image/png", "buffer": two_halves()}
    )
    canvas = page.locator("canvas")
    expect(canvas).to_be_visible()
    canvas.focus()
    for _press in range(20):
        page.keyboard.press("ArrowRight")
    page.get_by_label("Açık rıza").check()
    page.get_by_role("button", name="Fotoğrafı kaydet").click()
    expect(page.get_by_text("Fotoğrafınız kaydedildi.")).to_be_visible()
    with Image.open(io.BytesIO(photos.bytes_of(Portrait.objects.get()))) as kept:
        assert kept.getpixel((5, 5))[0] > 240, "only white is left"
    keep(page, "press-own-photo-360")
    # A key of this browser's device.
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.get_by_role("button", name="Bu aygıta geçiş anahtarı ekle").click()
    expect(page.get_by_text("Geçiş anahtarı eklendi")).to_be_visible()
    page.get_by_role("button", name="Çıkış yap", exact=True).click()
    expect(page.get_by_role("heading", name="Basın girişi")).to_be_visible()
    page.get_by_role("button", name="Geçiş anahtarıyla gir").click()
    expect(page.get_by_role("heading", name=account.name)).to_be_visible()
    assert Passkey.objects.get().used_at is not None
    page.set_viewport_size(DESKTOP)
    page.goto(OWN)
    becomes(page, "[...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    keep(page, "press-own-1280")
