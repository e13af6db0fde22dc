"""Everything that strangers' machines show of content is seen by whoever signs it."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse

from media_library.models import File
from publishing.approval.desk import surfaces
from tests import factories
from tests.factories import PARAGRAPH
from tests.factories.galleries import photo_gallery, row, video_gallery
from tests.factories.galleries import video as ready_video
from tests.office import browser, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


def reviewed(page):
    answer = browser(factories.director()).get(reverse("approval:review", args=[waiting(page).pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def section(page, key):
    found = page.find(id=key)
    assert found is not None, [one.get("id") for one in page.find_all("section")]
    return found


def addresses(element):
    return [one["src"] for one in element.find_all("img")]


@pytest.fixture
def pictured():
    photo = factories.photo(
        credit="Deniz Örnek", caption="Sahilde sabah", usage_terms="Haber için serbest", headline="Sahil",
        copyright_notice="© Belediye", description="Sahilde yürüyenler",
    )  # fmt: skip
    document = File.objects.create(title="Rapor", file=ContentFile(b"%PDF-1.4 rapor", name="Yıllık Rapor.pdf"))
    body = [PARAGRAPH, {"type": "file", "value": {"document": document.pk, "title": "Yıllık rapor"}}]
    return factories.submit(factories.bulletin(title="Sahil açıldı", body=body, **factories.with_photo(photo=photo)))


def test_every_word_of_every_file_is_on_the_review_page(pictured):
    words = section(reviewed(pictured), "dosya-sozleri").get_text(" ", strip=True)
    for said in (
        "Deniz Örnek", "Sahilde sabah", "Haber için serbest", "Sahil", "© Belediye", "Sahilde yürüyenler",
        "Yıllık Rapor.pdf", "Kullanım koşulları", "Telif bildirimi", "Dosya adı",
    ):  # fmt: skip
        assert said in words


def test_the_link_box_shows_the_crop_that_other_sites_will_show(pictured):
    photo = pictured.get_latest_revision().as_object().lead_image
    box = section(reviewed(pictured), "yuzey-links")
    share = photo.renditions.get(filter_spec__startswith="fill-1200x630")
    assert share.url in addresses(box)
    assert "Sahil yolunun üç kilometrelik" in box.get_text()
    assert "Sahil açıldı" in box.get_text()


def test_the_crop_of_lists_is_seen_too(pictured):
    photo = pictured.get_latest_revision().as_object().lead_image
    box = section(reviewed(pictured), "yuzey-links")
    crops = [one.url for one in photo.renditions.filter(filter_spec__startswith="fill-")]
    assert len([one for one in addresses(box) if one in crops]) >= 2


def test_what_search_engines_are_told_is_read_line_by_line():
    page = factories.submit(photo_gallery([row(alt="Birinci kare", credit="Foto: A"), row(alt="İkinci", credit="B")]))
    box = section(reviewed(page), "yuzey-links")
    text = box.find("details").get_text(" ", strip=True)
    for said in ("Birinci kare", "Foto: A", "İkinci", "ImageGallery"):
        assert said in text
    pictures = {one.photo_id for one in page.photos.all()}
    assert len(pictures) == 2
    assert len(addresses(box.find("details"))) == 4


def test_the_still_of_a_film_is_what_its_link_shows():
    film = ready_video(headline="Kent filmi", caption="İmzalı altyazı")
    page = factories.submit(video_gallery([film]))
    shown = reviewed(page)
    assert film.poster.url in addresses(section(shown, "yuzey-links"))
    assert "İmzalı altyazı" in section(shown, "dosya-sozleri").get_text()


def test_the_press_kit_is_read_before_it_is_made(pictured):
    shown = section(reviewed(pictured), "yuzey-kit").find("iframe")["src"]
    kit = BeautifulSoup(browser(factories.director()).get(shown).content, "html.parser").get_text("\n", strip=True)
    for said in (
        "web-1600/numara-sahil-acildi-01.jpg", "belge/Yıllık Rapor.pdf", "Fotoğraf: Deniz Örnek", "Haber için serbest",
        "captions.txt", "© Belediye", "Sahil yolunun üç kilometrelik",
    ):  # fmt: skip
        assert said in kit, said


def test_content_without_a_page_has_no_link_box():
    from cms.website.models import AlertBanner

    banner = AlertBanner.objects.create(title="Fırtına", text="Sahile inmeyin.")
    banner.save_revision(user=factories.editor())
    factories.submit(banner)
    assert reviewed(banner).find(id="yuzey-links") is None


def test_a_surface_that_fails_is_said_and_spoils_nothing_else(pictured, monkeypatch):
    def broken(request, content):
        raise RuntimeError("kırık")

    monkeypatch.setitem(surfaces.SURFACES, "links", surfaces.Surface("links", "Bağlantı kutusu", broken))
    shown = reviewed(pictured)
    assert "görmeden imzalamayın" in section(shown, "yuzey-links").get_text()
    assert shown.find("iframe") is not None


def test_the_evidence_sheet_prints_the_words_that_were_signed(pictured):
    factories.sign(pictured, user=factories.director())
    page = factories.sign(pictured, user=factories.mayor())
    photo = page.lead_image
    photo.caption = "Sonradan yazıldı"
    photo.save()
    from publishing.approval.desk.reading import content_type_pk

    sheet = browser(factories.director()).get(reverse("approval:evidence", args=[content_type_pk(page), page.pk]))
    html = sheet.content.decode()
    assert "Sahilde sabah" in html
    assert "Sonradan yazıldı" not in html
