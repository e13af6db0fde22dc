"""The library in a real browser: thirty photos from a card, one of them to the press, a consent taken back."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from media_library.kits.models import KitDownload
from media_library.metadata.read import read
from media_library.models import Consent, ConsentLook, Photo, Shoot, Takedown
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.test_main_journey import sign_in
from tests.browser.test_uploads import drop, gate, on_disk, rows, upload_root  # noqa: F401
from tests.browser.window import DESKTOP, PHONE, keep, new_window
from tests.factories.uploads import heavy, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVENT = "İskele Mahallesi çocuk şenliği"
TITLE = "Çocuklar şenlikte buluştu"
CHILD, GUARDIAN = "Ece Örnek", "Sevgi Örnek"
EXPECTED = ("net::ERR_", "423 (Locked)", "409 (Conflict)", "410 (Gone)", "404 (Not Found)")


def open_a_shoot(page: Page) -> Shoot:
    """The archivist opens a shoot as soon as the card is in the reader."""
    page.goto(reverse("archive:shoot_add"))
    page.get_by_label("Etkinlik").fill(EVENT)
    page.get_by_label("Yer", exact=True).fill("İskele Mahallesi")
    keep(page, "arsiv-1-cekim")
    page.get_by_role("button", name="Çekimi aç").click()
    until(lambda: Shoot.objects.exists())
    return Shoot.objects.get()


def upload(page: Page, shoot: Shoot, passes, folder) -> None:
    """Thirty photos are dropped; the line is cut in the middle and comes back."""
    page.goto(reverse("archive:shoot", args=[shoot.pk]))
    drop(page, on_disk(folder, {f"DSC_{number:04}.JPG": heavy(number, 60_000) for number in range(30)}))
    expect(page.locator(".upload__row")).to_have_count(30)
    passes.release(10)
    expect(rows(page, "taken")).to_have_count(10)
    page.context.set_offline(True)
    expect(page.locator("[data-lost]")).to_be_visible()
    keep(page, "arsiv-2-kesinti")
    page.context.set_offline(False)
    passes.release(1000)
    until(lambda: Photo.objects.filter(shoot=shoot).count() == 30, timeout=60)
    expect(page.locator("[data-say]")).to_contain_text("Yükleme bitti")


def describe(page: Page, shoot: Shoot) -> None:
    """All thirty at once, with a template for the credit."""
    page.goto(reverse("archive:shoot", args=[shoot.pk]))
    page.get_by_role("link", name="Bu çekimi betimle").click()
    page.locator("[name=caption]").fill("İskele Mahallesi’ndeki çocuk şenliğinden: {etkinlik}.")
    page.locator("[name=credit]").fill("Fotoğraf: Gökçe Işık")
    page.locator("[name=copyright_notice]").fill("© Çamlıkıyı Belediyesi")
    keep(page, "arsiv-3-betimleme")
    page.get_by_role("button", name=re.compile("30 kaydı değiştir")).click()
    expect(page.locator(".messages")).to_contain_text("30")
    assert Photo.objects.filter(credit="Fotoğraf: Gökçe Işık", caption__contains=EVENT).count() == 30


def record_consent(page: Page, photo: Photo) -> None:
    """A child is seen: the guardian's consent is written down."""
    Photo.objects.filter(pk=photo.pk).update(contains_children=True)
    page.goto(f"{reverse('rights:consent_add')}?foto={photo.pk}")
    page.locator("[name=person_name]").fill(CHILD)
    page.locator("[name=is_child]").check()
    page.locator("[name=guardian_name]").fill(GUARDIAN)
    keep(page, "arsiv-4-riza")
    page.get_by_role("button", name="Kaydet").click()
    until(lambda: Consent.objects.filter(photos=photo).exists())


def use(page: Page, bulletin: BulletinPage, photo: Photo) -> None:
    """The editor puts the photo into a bulletin and sends it to the signatures."""
    page.goto(reverse("wagtailadmin_pages:edit", args=[bulletin.pk]))
    page.locator("#id_lead_image-chooser").get_by_role("button", name="Fotoğraf seç").click()
    page.get_by_role("dialog", name="Fotoğraf seç").locator(f"[data-tile=f{photo.pk}]").click()
    expect(page.locator("#id_lead_image")).to_have_value(str(photo.pk))
    page.get_by_label("Ana fotoğrafın alternatif metni").fill("Şenlikte oynayan çocuklar")
    page.get_by_label("Ana fotoğrafın kaynağı").fill("Fotoğraf: Gökçe Işık")
    page.get_by_role("button", name="Onaya gönder").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("gönderildi", re.IGNORECASE))


def sign(page: Page, username: str) -> None:
    """On a phone: read, İmzala, Evet."""
    sign_in(page, username, "/onay/")
    page.locator(".card", has_text=TITLE).first.click()
    page.get_by_role("button", name="İmzala", exact=True).tap()
    page.get_by_role("button", name="Evet, imzala").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("İmzalandı.")


def download_everything(page: Page, address: str, name: str) -> zipfile.ZipFile:
    """A journalist follows the link of the mail and takes the whole kit."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    keep(page, name)
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("Hepsini indir")).click()
    return zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes()))


def test_from_the_card_to_the_press_and_back(live_server, browser, faults, gate, tmp_path):  # noqa: F811
    for person in (factories.director, factories.mayor):
        person()
    found: list[str] = []
    archivist = opened(browser, live_server, factories.archivist(), found, DESKTOP)
    archivist.on("dialog", lambda dialog: dialog.accept())
    shoot = open_a_shoot(archivist)
    upload(archivist, shoot, gate, tmp_path / "kart")
    describe(archivist, shoot)
    call_command("media_worker", drain=True, verbosity=0)
    archivist.goto(reverse("archive:shoot", args=[shoot.pk]))
    keep(archivist, "arsiv-5-cekim-dolu")

    photo = Photo.objects.order_by("pk").last()
    record_consent(archivist, photo)
    bulletin = factories.bulletin(title=TITLE, lists=[factories.distribution_list(emails=("haber@gazete.example",))])
    use(opened(browser, live_server, factories.editor(), faults, DESKTOP), bulletin, photo)
    sign(new_window(browser, live_server, faults, PHONE), "mudur")
    sign(new_window(browser, live_server, faults, PHONE), "baskan")
    bulletin = BulletinPage.objects.get(pk=bulletin.pk)
    assert bulletin.live

    call_command("media_worker", drain=True, verbosity=0)
    call_command("worker", drain=True, verbosity=0)
    letter = next(one for one in mail.outbox if one.to == ["haber@gazete.example"])
    address = re.search(r"https?://\S+/basin-kiti/\S+", letter.body).group()
    journalist = new_window(browser, live_server, faults, DESKTOP)
    kit = download_everything(journalist, address, "arsiv-6-kit")
    assert kit.testzip() is None
    names = kit.namelist()
    assert {".docx", ".txt", ".pdf"} <= {"." + name.rsplit(".", 1)[-1] for name in names}
    originals = [name for name in names if name.lower().endswith(".jpg")]
    assert len(originals) == 2
    for name in originals:
        said = read(io.BytesIO(kit.read(name)))
        assert (said.credit, said.copyright) == ("Fotoğraf: Gökçe Işık", "© Çamlıkıyı Belediyesi")
        assert said.latitude is None
    assert KitDownload.objects.exists()
    small = new_window(browser, live_server, faults, PHONE)
    small.goto(address)
    keep(small, "arsiv-6-kit-360")

    public = new_window(browser, live_server, found, DESKTOP)
    public.goto(bulletin.url)
    shown = public.locator("main picture img, main img").first
    expect(shown).to_be_visible()
    where = shown.evaluate("image => image.currentSrc")
    assert public.request.get(where).status == 200

    consent = Consent.objects.get()
    archivist.goto(reverse("rights:consent_withdraw", args=[consent.pk]))
    expect(archivist.locator("main")).to_contain_text(TITLE)
    keep(archivist, "arsiv-7-geri-alma")
    archivist.get_by_role("button", name="Rızanın geri alındığını kaydet").click()
    until(lambda: Takedown.objects.exists())

    public.reload()
    keep(public, "arsiv-8-bulten")
    assert public.request.get(where).status in (404, 410)
    assert "Şenlikte oynayan çocuklar" not in public.content()
    journalist.goto(address)
    expect(journalist.locator("main")).to_contain_text("kitten çıkarıldı")
    keep(journalist, "arsiv-8-kit")
    call_command("media_worker", drain=True, verbosity=0)
    after = download_everything(journalist, address, "arsiv-8-kit-sonra")
    assert not [name for name in after.namelist() if name.lower().endswith(".jpg")]
    takedown = Takedown.objects.get()
    archivist.goto(reverse("rights:takedown", args=[takedown.pk]))
    expect(archivist.locator("main")).to_contain_text(TITLE)
    expect(archivist.locator("main")).to_contain_text("haber@gazete.example")
    keep(archivist, "arsiv-9-kaldirma")
    archivist.goto(reverse("archive:finder"))
    keep(archivist, "arsiv-10-arsiv")
    assert ConsentLook.objects.filter(consent=consent).exists()
    # The name of the child never leaves the archivist's pages.
    for page in (public, journalist):
        assert CHILD not in page.content()
    assert [fault for fault in found if not any(known in fault for known in EXPECTED)] == []
