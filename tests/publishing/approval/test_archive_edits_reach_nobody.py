"""For live content of every kind: whoever changes whatever word of whatever row, strangers get what they got before.

This is the test of its kind. A new page type, field, feed or file that prints a word of an unsigned row fails it
without anybody thinking of it, as long as ``house`` holds one of each governed type.
"""

import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.core.governed import Governed
from cms.users.models import Department
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import File, LegalBasis, Photo, Photographer, Shoot, Video, VideoKind
from media_library.work.jobs.worker import MediaWorker
from press_archive.galleries.models import VideoGalleryPage
from publishing.approval.verification import unsigned_live_content
from tests import factories
from tests.crawl import differences, everything
from tests.factories import PARAGRAPH, agenda, portal, publications, replies
from tests.factories.collections import collection
from tests.factories.galleries import photo_gallery, row, still, video_gallery
from tests.office import browser
from tests.rows import reached, rewrite, text_fields

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CORPUS = Path(__file__).parents[2] / "media_library" / "corpus"


def described(title):
    """A photo with a word in every field."""
    shoot = Shoot.objects.create(title="Sahil açılışı", place="Sahil", notes="İç not")
    photographer, _made = Photographer.objects.get_or_create(name="Gökçe Işık")
    photo = factories.photo(
        title, credit="Deniz Örnek", caption="Sahilde sabah", usage_terms="Haber için serbest", headline="Sahil",
        copyright_notice="© Belediye", description="Sahilde yürüyenler", city="Balıkesir", place="İskele",
        photographer=photographer, shoot=shoot, legal_basis=LegalBasis.NO_PERSON, ai_system="Yok",
        taken_at=dt.datetime(2026, 5, 19, 9, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    photo.tags.add("ılıca", "sahil")
    return photo


def film():
    data = (CORPUS / "film.mp4").read_bytes()
    video = Video(
        title="Kent filmi", headline="Kent", caption="Kentten görüntüler", credit="Görüntü: Deniz Örnek",
        description="Kentin filmi", usage_terms="Serbest", copyright_notice="© Belediye", kind=VideoKind.PROMOTION,
        legal_basis=LegalBasis.NO_PERSON, state="ready", duration_ms=1000, size=len(data),
        photographer=Photographer.objects.get(name="Gökçe Işık"), shoot=Shoot.objects.first(),
    )  # fmt: skip
    from hashlib import sha256

    video.sha256 = video.proxy_sha256 = sha256(data).hexdigest()
    video.file.save("film.mp4", ContentFile(data), save=False)
    video.proxy.save("web.mp4", ContentFile(data), save=False)
    video.poster.save("kare.jpg", ContentFile(still()), save=False)
    video.save()
    video.tags.add("kent")
    captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nİyi günler\n".encode()
    video.captions.create(language="tr", file=ContentFile(captions, name="tr.vtt"))
    return video


def drained():
    """What the media worker does: sizes of what is public, kits."""
    worker = MediaWorker(poll=0.01)
    worker.housekeeping = lambda: None
    worker.run(drain=True)


@pytest.fixture
def house(settings, tmp_path):
    """One live content of every governed type, with all that goes out with it."""
    settings.MEDIA_ROOT, settings.UPLOAD_ROOT = str(tmp_path / "media"), str(tmp_path / "uploads")
    photos = [described(f"Fotoğraf {number}") for number in range(2)]
    video = film()
    document = File.objects.create(title="Rapor", file=ContentFile(b"%PDF-1.4 rapor", name="Yıllık Rapor.pdf"))
    body = [
        PARAGRAPH,
        {"type": "file", "value": {"document": document.pk, "title": "Yıllık rapor"}},
        {
            "type": "archive_video",
            "value": {"video": video.pk, "title": "Film", "caption": "Film altı", "credit": "Görüntü: D. Ö."},
        },
    ]
    found = [
        factories.publish(
            factories.bulletin(
                title="Sahil yolu açıldı",
                body=body,
                lists=[factories.distribution_list()],
                social={"x": "Sahil yolu açıldı."},
                **factories.with_photo(photo=photos[0]),
            )
        ),
        factories.publish(photo_gallery([row(photos[0]), row(photos[1])])),
        factories.publish(video_gallery([video])),
    ]
    home = HomePage.objects.get()
    about = StandardPage(title="Hakkımızda", introduction="Biz.", body=body, owner=factories.editor(), live=False)
    home.add_child(instance=about)
    about.save_revision(user=factories.editor())
    banner = AlertBanner.objects.create(title="Fırtına", text="Sahile inmeyin.")
    banner.save_revision(user=factories.editor())
    home.greeting = "Hoş geldiniz"
    home.save_revision(user=factories.editor())
    gathered = collection("Sahil haberleri", words="sahil", introduction="Kıyıdan haberler.")
    found += [factories.publish(one) for one in (about, banner, home, gathered)]
    if apps.is_installed("cms.identity"):
        from cms.identity.models import Identity

        identity = Identity.objects.get()
        identity.municipality, identity.logo = "Kıyı Belediyesi", photos[1]
        identity.save_revision(user=factories.editor())
        found.append(factories.publish(identity))
    found.append(replies.signed().text)
    found.append(agenda.announced(map_photo=photos[0]))
    found += [factories.publish(portal.duty()), factories.publish(portal.statement())]
    found.append(factories.publish(publications.with_stand_ins(publications.issue(photo=photos[0]))))
    drained()
    drained()
    return found


def governed_types():
    return {model for model in apps.get_models() if issubclass(model, Governed)}


@pytest.mark.once
def test_one_of_each_governed_type_is_looked_at(house):
    assert {type(one) for one in house} == governed_types()
    assert all(type(one).objects.get(pk=one.pk).live for one in house)


@pytest.mark.once
def test_the_crawl_sees_what_leaves_the_house(house):
    before = everything()
    assert differences(before, everything()) == []
    kinds = [dict(one.headers).get("Content-Type", "") for one in before.values() if one.status == 200]
    for kind in (
        "text/html", "application/zip", "image/avif", "image/webp", "image/jpeg", "video/mp4", "text/vtt",
        "application/pdf", "application/rss+xml", "application/atom+xml", "application/xml", "text/plain",
    ):  # fmt: skip
        assert any(one.startswith(kind) for one in kinds), kind
    assert any(address.startswith("mail:") for address in before)
    factories.publish(factories.edit(house[0], summary="Düzeltilmiş özet.", correction="Özet düzeltildi."))
    drained()
    assert any("/bultenler/" in one for one in differences(before, everything()))


def test_no_word_of_any_row_reaches_a_stranger_without_two_signatures(house):
    before = everything()
    rows = {(one._meta.label, one.pk): one for content in house for one in reached(content)}
    names = {one._meta.model for one in rows.values()}
    assert {Photo, Video, File, Photographer, Shoot, Department, VideoGalleryPage} <= names
    changed = {}
    for one in rows.values():
        changed[one._meta.label] = tuple(map(sum, zip(changed.get(one._meta.label, (0, 0)), rewrite(one), strict=True)))
    drained()
    found = differences(before, everything())
    assert not found, "\n".join(found)
    # The archive did take what may be edited there: nothing is proved by refusing everything.
    for label in ("media_library.Photo", "media_library.Video", "media_library.Photographer", "media_library.Shoot"):
        assert changed[label][0] > 0, label
    assert list(unsigned_live_content()) == []


def rewritten_by(user, item):
    """``user`` changes every text in the admin's form for ``item`` and saves; the answer's status, ``None`` without."""
    try:
        address = AdminURLFinder(user).get_edit_url(item)
    except NoReverseMatch:
        address = None
    if address is None:
        return None
    client = browser(user)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = next((one for one in page.find_all("form") if one.find("input", {"name": "csrfmiddlewaretoken"})
                 and (one.find("textarea") or one.find("input", {"type": "text"}))), None)  # fmt: skip
    if form is None:
        return None
    own = {field.name: field for field in text_fields(item)}
    data = {}
    for element in form.find_all(["input", "textarea", "select"]):
        name = element.get("name")
        if not name or element.get("type") in ("file", "submit", "button"):
            continue
        if element.name == "select":
            chosen = element.find("option", selected=True)
            value = chosen.get("value", "") if chosen else ""
        elif element.get("type") in ("checkbox", "radio"):
            if not element.has_attr("checked"):
                continue
            value = element.get("value", "on")
        else:
            value = element.get_text().lstrip("\n") if element.name == "textarea" else element.get("value", "")
        if name in own and not own[name].choices and name != "slug":
            value = f"{value} Değiştirildi"[: own[name].max_length or 1000]
        data[name] = value
    return client.post(address, data).status_code


@pytest.mark.once
@pytest.mark.parametrize("who", ["editor", "archivist", "administrator", "director", "superuser"])
def test_no_role_brings_a_word_out_through_a_form(house, who):
    user = getattr(factories, who)()
    before = everything()
    kinds = (Photo, Video, File, Photographer, Shoot, Department)
    statuses = [rewritten_by(user, item) for model in kinds for item in model.objects.order_by("pk")]
    drained()
    found = differences(before, everything())
    assert not found, "\n".join(found)
    if who in ("archivist", "superuser"):
        assert 302 in statuses
        assert Photo.objects.filter(caption__endswith="Değiştirildi").exists()
    assert list(unsigned_live_content()) == []
