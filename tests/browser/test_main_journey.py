"""The main journey in a real browser: a camera's photo, an editor's words, two signatures, the press, the networks."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.core.management import call_command
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from press_archive.bulletins.models import BulletinPage
from publishing.approval import evidence, publication
from publishing.dispatch.models import Delivery
from publishing.social.models import SocialPost
from tests import factories
from tests.browser.window import DESKTOP, PHONE, becomes, keep, new_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Işıklı Park’ın kapıları 29 Kasım’da açılıyor"


def camera_jpeg() -> bytes:
    """A 12-megapixel JPEG with a camera's EXIF: make, model, orientation, position."""
    image = Image.new("RGB", (4000, 3000), "#7fb2d9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1900, 4000, 3000), fill="#3f7d4e")
    draw.ellipse((3000, 300, 3500, 800), fill="#ffe08a")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Canon", "EOS R6", 1
    position = exif.get_ifd(0x8825)
    position.update({1: "N", 2: (39.0, 19.0, 12.0), 3: "E", 4: (26.0, 41.0, 30.0)})
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90, exif=exif)
    return stream.getvalue()


def sign_in(page: Page, username: str, address: str) -> None:
    """Through the sign-in form, as a person does."""
    page.goto(address)
    page.get_by_label("Kullanıcı adı").fill(username)
    page.get_by_label("Parola").fill(factories.PASSWORD)
    page.get_by_role("button", name=re.compile("Oturum aç|Giriş")).click()
    expect(page).not_to_have_url(re.compile("login"))


def write(page: Page) -> None:
    """The editor writes the bulletin and sends it to the signatures."""
    sign_in(page, "editor", "/admin/")
    page.get_by_role("link", name="Bültenler").click()
    page.get_by_role("link", name=re.compile("Yeni bülten|Basın bülteni ekle")).first.click()
    page.get_by_label("Başlık", exact=False).first.fill(TITLE)
    page.get_by_label("Spot").fill("Bin metrekarelik park, 29 Kasım Pazar günü saat 14.00’te törenle açılacak.")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("Park; oyun alanı, koşu yolu ve ışıklı havuzuyla hizmet verecek.")

    page.locator("#id_lead_image-chooser").get_by_role("button", name="Fotoğraf seç").click()
    dialog = page.get_by_role("dialog", name="Fotoğraf seç")
    dialog.get_by_role("button", name="Bilgisayardan yükle").click()
    dialog.locator("input[type=file]").set_input_files(
        {"name": "IMG_4821.JPG", "mimeType": "image/jpeg", "buffer": camera_jpeg()}
    )
    expect(dialog.locator("[data-upload-form]").get_by_label("Çekim")).to_have_value(TITLE)
    dialog.get_by_role("button", name="Yükle ve ekle").click()
    expect(page.locator("#id_lead_image")).not_to_have_value("", timeout=30_000)
    page.get_by_label("Ana fotoğrafın alternatif metni").fill("Gün ışığında yeşil alan ve gökyüzü")
    page.get_by_label("Ana fotoğrafın kaynağı").fill("Fotoğraf: Deniz Örnek")
    page.get_by_label("Müdürlük").select_option(label="Park ve Bahçeler Müdürlüğü")
    keep(page, "yolculuk-1-editor")

    page.get_by_role("tab", name="Dağıtım ve sosyal medya").click()
    for number, (network, text) in enumerate(
        [("X", "Işıklı Park 29 Kasım’da açılıyor. 🌳"), ("Bluesky", "Işıklı Park açılıyor.")]
    ):
        page.get_by_role("checkbox", name=network, exact=True).check()
        page.locator(f"#id_social_texts-{number}-text").fill(text)
    keep(page, "yolculuk-2-kanallar")
    page.get_by_role("button", name="Onaya gönder").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("onaya gönderildi|gönderildi", re.IGNORECASE))
    keep(page, "yolculuk-3-gonderildi")


def sign(page: Page, username: str, office: str) -> None:
    """On a phone: read, İmzala, Evet."""
    sign_in(page, username, "/onay/")
    page.locator(".card", has_text=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    keep(page, f"yolculuk-4-{username}")
    page.get_by_role("button", name="İmzala", exact=True).tap()
    expect(page.get_by_role("dialog")).to_contain_text(office)
    page.get_by_role("button", name="Evet, imzala").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("İmzalandı.")


def test_from_the_camera_to_the_press_and_the_networks(live_server, browser, faults):
    for person in (factories.editor, factories.director, factories.mayor, factories.social_editor):
        person()
    factories.department("Park ve Bahçeler Müdürlüğü", "park-ve-bahceler")
    factories.distribution_list(emails=("haber@gazete.example", "masa@radyo.example"))

    write(new_window(browser, live_server, faults, DESKTOP))
    bulletin = BulletinPage.objects.get()
    assert not bulletin.live
    public = new_window(browser, live_server, faults, DESKTOP)
    assert public.goto(bulletin.url).status == 404
    faults.clear()  # the browser notes the 404 that was asked for

    sign(new_window(browser, live_server, faults, PHONE), "mudur", "Müdür")
    assert not BulletinPage.objects.get().live
    sign(new_window(browser, live_server, faults, PHONE), "baskan", "Başkan")

    bulletin = BulletinPage.objects.get()
    assert bulletin.live
    assert public.goto(bulletin.url).status == 200
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.locator("main")).to_contain_text(bulletin.number)
    becomes(public, "[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    keep(public, "yolculuk-5-web-1280")
    small = new_window(browser, live_server, faults, PHONE)
    small.goto(bulletin.url)
    keep(small, "yolculuk-5-web-360")

    call_command("worker", drain=True, verbosity=0)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    recipients = {message.to[0] for message in mail.outbox if message.to[0].endswith(".example")}
    assert {"haber@gazete.example", "masa@radyo.example"} <= recipients

    social = new_window(browser, live_server, faults, DESKTOP)
    sign_in(social, "sosyal", "/admin/sosyal/")
    card = social.locator("article, .social-card, li", has_text="Işıklı Park açılıyor.").first
    expect(card).to_be_visible()
    keep(social, "yolculuk-6-sosyal")
    card.locator("input[type=url]").fill("https://bsky.app/profile/camlikiyi.example/post/1")
    card.get_by_role("button", name=re.compile("Paylaşıldı")).click()
    expect(social.locator(".messages")).to_be_visible()
    assert SocialPost.objects.get(network="bluesky").state == "posted"

    assert evidence.verify().intact
    assert list(publication.unsigned_live_content()) == []
