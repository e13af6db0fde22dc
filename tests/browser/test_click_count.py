"""How many clicks from the first page to "onaya gönderildi", counted in Chromium as a person's hand would make them."""

import sys
import time

import pytest
from playwright.sync_api import expect

from media_library.models import Photographer
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.browser.test_writing_help import sign_in
from tests.browser.window import DESKTOP, keep, new_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOAL = 12
COUNTING = """
document.addEventListener("pointerdown", (event) => {
  if (event.isTrusted) window.counted(event.target.textContent.trim().slice(0, 40));
}, true);
"""


def test_from_new_bulletin_to_submitted_takes_few_clicks(browser, live_server, faults, capsys):
    editor, director = factories.editor(), factories.director()
    factories.department("Park ve Bahçeler Müdürlüğü", "park-ve-bahceler")
    factories.distribution_list()
    photographer = Photographer.objects.create(name="Ece Örnek")
    factories.photo(
        "Sahil yolu", description="Deniz kıyısında yeni yol", photographer=photographer, legal_basis="public_event"
    )
    page = new_window(browser, live_server, faults, DESKTOP)
    clicks: list[str] = []
    page.context.expose_function("counted", lambda name: clicks.append(name))
    page.add_init_script(COUNTING)
    sign_in(page, live_server, editor)
    page.goto("/admin/")
    began = time.monotonic()

    page.get_by_role("link", name="Yeni bülten yaz").click()
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("Sahil yolu 29 Kasım’da açılıyor")
    page.locator("#id_summary").click()
    page.keyboard.type("Üç kilometrelik yol, 29 Kasım Pazar günü açılacak.")
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("Yol; yürüyüş ve bisiklet şeridiyle hizmet verecek.")
    page.locator("#id_lead_image-chooser").get_by_role("button", name="Fotoğraf seç").click()
    dialog = page.get_by_role("dialog", name="Fotoğraf seç")
    dialog.get_by_role("gridcell").filter(has_text="Sahil yolu").click()
    # Its words come along from the archive.
    expect(page.locator("#id_lead_image_alt")).to_have_value("Deniz kıyısında yeni yol")
    expect(page.locator("#id_lead_image_credit")).to_have_value("Fotoğraf: Ece Örnek")
    page.locator("#id_department").click()
    page.locator("#id_department").select_option(label="Park ve Bahçeler Müdürlüğü")
    clicks.append("Park ve Bahçeler Müdürlüğü")  # the choice in the browser's own list tells no page
    page.get_by_role("tab", name="Dağıtım ve sosyal medya").click()
    for network, text in (("X", "Sahil yolu açılıyor. 🌳"), ("Bluesky", "Sahil yolu açılıyor.")):
        page.locator(".network-choice label", has_text=network).click()
        page.keyboard.type(text)
    keep(page, "tiklama-sayisi")
    page.get_by_role("button", name="Onaya gönder").click()
    expect(page.locator(".messages")).to_contain_text(
        f"onaya gönderildi. Şimdi Müdür imzasında bekliyor: {director.get_full_name()}."
    )
    seconds = time.monotonic() - began
    sent = BulletinPage.objects.get().get_latest_revision().as_object()
    assert {row.network for row in sent.social_texts.all()} == {"x", "bluesky"}
    assert sent.workflow_in_progress
    with capsys.disabled():
        sys.stdout.write(
            f"\nYeni bültenden “onaya gönderildi”ye: {len(clicks)} tıklama (hedef ≤ {GOAL}), {seconds:.0f} sn\n"
        )
    assert len(clicks) <= GOAL, clicks
