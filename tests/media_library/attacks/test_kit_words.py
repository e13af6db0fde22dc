"""An editor alone tries to say something to the press through a kit: by the archive's words, by kits made by hand."""

import io
import subprocess
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from media_library.kits import services
from media_library.kits.models import Kit, KitFile, KitLink
from media_library.models import LegalBasis, Photo, Video, VideoState
from tests import factories
from tests.factories.galleries import photo_gallery, row, still
from tests.factories.kits import build, digest_of, document, link_to, press_photo
from tests.media_library.kits.test_films import film
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

UNSIGNED = "İmzasız söz"
FILM_WORDS = ("title", "headline", "caption", "credit", "copyright_notice", "usage_terms", "description", "city")
PHOTO_WORDS = (*FILM_WORDS, "place")


def real_film(tmp_path, **values) -> Video:
    values = {"title": "Körfez", "caption": "Arşivin sözü", "credit": "Görüntü: Arşiv"} | values
    found = Video(state=VideoState.READY, duration_ms=1000, legal_basis=LegalBasis.PUBLIC_EVENT, **values)
    found.file.save("cekim.mp4", ContentFile(film(tmp_path, "cekim.mp4")), save=False)
    found.proxy.save("web.mp4", ContentFile(film(tmp_path, "web.mp4")), save=False)
    found.poster.save("kare.jpg", ContentFile(still()), save=False)
    found.size = found.file.size
    found.sha256, found.proxy_sha256 = digest_of(found.file), digest_of(found.proxy)
    found.save()
    return found


@pytest.fixture
def press_bulletin(tmp_path):
    """A signed, mailed bulletin with a photo, a film and a document; its kit is made."""
    photo, moving, paper = press_photo(), real_film(tmp_path), document()
    body = [
        factories.PARAGRAPH,
        {"type": "archive_video", "value": {"video": moving.pk, "title": "Açılış", "caption": "İmzalı film sözü",
                                            "credit": "Görüntü: İmzalı"}},
        {"type": "file", "value": {"document": paper.pk, "title": "Program"}},
    ]  # fmt: skip
    page = factories.publish(
        factories.bulletin(lists=[factories.distribution_list()], body=body, **factories.with_photo(photo=photo))
    )
    build()
    return page


def handed_out(link: KitLink) -> dict[str, bytes]:
    """Everything that a stranger with the address gets: the page, the zip, each file, what a program reads in them."""
    browser_of_nobody = browser_of()
    page = browser_of_nobody.get(reverse("press_kit:page", args=[link.token]))
    assert page.status_code == 200
    found = {"page": page.content}
    whole = browser_of_nobody.get(page.context["zip_url"])
    found["zip"] = b"".join(whole.streaming_content)
    for file in page.context["contents"].files:
        single = browser_of_nobody.get(reverse("press_kit:file", args=[link.token, file.pk, file.last_name]))
        found[file.name] = b"".join(single.streaming_content)
    with zipfile.ZipFile(io.BytesIO(found["zip"])) as archive:
        found |= {f"zip:{name}": archive.read(name) for name in archive.namelist()}
    return found


def browser_of():
    from django.test import Client

    return Client()


def said_in(data: bytes, tmp_path, suffix: str) -> str:
    path = tmp_path / f"said{suffix}"
    path.write_bytes(data)
    command = ["exiftool", "-a", "-G1", "-s", "-b", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def form_of(client, address: str, form: str = "form") -> dict:
    """What the form at ``address`` would post as it stands."""
    fields = client.get(address).context[form]
    data = {name: fields[name].value() for name in fields.fields if name != "file"}
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def rewrite_the_archive(page) -> None:
    """Every word of every file of ``page``, through the editor's own screens, one after the other."""
    editor = browser(factories.editor())
    photo, moving = Photo.objects.get(pk=page.lead_image_id), Video.objects.get()
    for name in PHOTO_WORDS:
        address = reverse("wagtailimages:edit", args=[photo.pk])
        data = form_of(editor, address) | {"tags": "imzasız", "names": "", "taken_at": "2020-01-01T10:00"}
        editor.post(address, data | {name: UNSIGNED})
    for name in FILM_WORDS:
        address = reverse("videos:edit", args=[moving.pk])
        data = form_of(editor, address) | {"tags": "imzasız", "people": []}
        editor.post(address, data | {name: UNSIGNED})
    many = {"foto": photo.pk, "video": moving.pk, "kaydet": "1"}
    for name in ("headline", "caption", "credit", "usage_terms", "copyright_notice"):
        editor.post(reverse("archive:batch"), many | {name: f"{UNSIGNED} toplu", f"{name}_nasil": "yaz"})
    photo.refresh_from_db()
    moving.refresh_from_db()
    # The attack is one only if the archive really says it now.
    assert {photo.caption, photo.usage_terms, moving.caption, moving.credit} == {f"{UNSIGNED} toplu"}


def test_later_words_of_the_archive_reach_nobody_through_the_kit_of_a_mailed_bulletin(press_bulletin, tmp_path):
    kit = Kit.objects.get()
    link = kit.links.get(is_mailing=True)
    before = handed_out(link)
    captions = before["zip:captions.txt"].decode()
    assert "İmzalı film sözü" in captions
    assert "Arşivin sözü" not in captions
    rewrite_the_archive(press_bulletin)
    assert handed_out(link) == before
    services.build_again(kit=kit, user=factories.editor())
    build()
    assert handed_out(link) == before
    # Even when every copy is made anew, it says what was signed.
    KitFile.objects.filter(kit=kit).delete()
    services.build_again(kit=kit, user=factories.editor())
    build()
    again = handed_out(link)
    assert {name for name in again if name.startswith("zip:")} == {name for name in before if name.startswith("zip:")}
    assert again["zip:captions.txt"] == before["zip:captions.txt"]
    for name, data in again.items():
        assert UNSIGNED.encode() not in data, name
        if name.endswith((".jpg", ".mp4")):
            said = said_in(data, tmp_path, name[-4:])
            assert UNSIGNED not in said, name
            assert "imzasız" not in said, name


@pytest.mark.both
def test_an_embargoed_photo_is_not_put_into_a_kit_by_any_way(tmp_path):
    secret = press_photo("Ambargolu")
    draft = factories.bulletin(**factories.with_photo(photo=secret))
    factories.submit(draft)
    editor = browser(factories.editor())
    editor.post(reverse("archive:kit"), {"foto": secret.pk, "ad": UNSIGNED})
    assert not Kit.objects.exists()
    page = factories.publish(photo_gallery([row(press_photo("Açık")), row(), row()]))
    kit = kit_of_everything(editor, page)
    response = editor.post(reverse("archive:kit"), {"foto": secret.pk, "kit": kit.pk})
    assert "imzalı bir içerikte kullanılmıyor" in response.content.decode()
    # Somebody writes the row itself; it is not handed out.
    kit.photos.create(photo=secret, sort_order=99)
    services.build_again(kit=kit, user=factories.editor())
    build()
    assert not KitFile.objects.filter(photo=secret).exists()


def kit_of_everything(editor, page, name: str = UNSIGNED) -> Kit:
    """A kit that the editor makes, by the form, of all that is in ``page``."""
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    data = {"name": name, "whole": page.pk, "note": UNSIGNED, "title": UNSIGNED}
    data |= {relation: inline_formset([]) for relation in ("photos", "videos", "documents")}
    editor.post(reverse("kits:add"), nested_form_data(data))
    build()
    return Kit.objects.get(content_type=None)


def test_a_kit_made_by_hand_says_nothing_of_its_own(tmp_path):
    page = factories.publish(photo_gallery([row(press_photo("Açık")), row(), row()]))
    editor = browser(factories.editor())
    kit = kit_of_everything(editor, page)
    link = link_to(kit, label=UNSIGNED)
    found = handed_out(link)
    assert page.title.encode() in found["page"]
    assert len([name for name in found if name.startswith("orijinal/")]) == 3
    rewrite = browser(factories.editor())
    for photo in Photo.objects.all():
        address = reverse("wagtailimages:edit", args=[photo.pk])
        rewrite.post(address, form_of(rewrite, address) | {"caption": UNSIGNED, "names": "", "tags": ""})
    services.build_again(kit=kit, user=factories.editor())
    build()
    for name, data in handed_out(link).items():
        assert UNSIGNED.encode() not in data, name
        assert "imzasiz" not in name
        assert data == found[name], name
    answer = browser_of().get(reverse("press_kit:page", args=[link.token]))
    assert "imzasiz" not in answer.context["zip_url"]


@pytest.mark.both
def test_a_kit_made_by_hand_loses_in_the_same_moment_what_is_withdrawn():
    gone = factories.publish(photo_gallery([row(press_photo("Giden")), row(), row()]))
    editor = browser(factories.editor())
    kit = kit_of_everything(editor, gone)
    link = link_to(kit)
    files = list(kit.files.all())
    address = reverse("press_kit:page", args=[link.token])
    zip_url = browser_of().get(address).context["zip_url"]
    kept = factories.publish(photo_gallery([row(press_photo("Kalan")), row(), row()]))
    factories.withdraw(gone)
    for url in [address, zip_url, *(reverse("press_kit:file", args=[link.token, f.pk, f.last_name]) for f in files)]:
        answer = browser_of().get(url)
        assert answer.status_code == 410, url
        assert gone.title not in answer.content.decode()
    # What comes in later is handed out, and only that.
    photo = kept.photos.first().photo
    services.add_to_kit(kit=kit, user=factories.editor(), photos=[photo])
    assert browser_of().get(zip_url).status_code == 503
    build()
    page = browser_of().get(address)
    assert page.status_code == 200
    assert gone.title not in page.content.decode()
    assert {file.photo_id for file in page.context["contents"].files} == {photo.pk}


def test_a_correction_renews_what_a_kit_made_by_hand_says():
    picture = press_photo("Açık", caption="İlk söz")
    page = factories.publish(photo_gallery([row(picture), row(), row()]))
    link = link_to(kit_of_everything(browser(factories.editor()), page))
    assert "İlk söz" in handed_out(link)["zip:captions.txt"].decode()
    Photo.objects.filter(pk=picture.pk).update(caption="Düzeltilmiş söz")
    assert "İlk söz" in handed_out(link)["zip:captions.txt"].decode()
    factories.publish(factories.edit(page, title="Düzeltilmiş galeri"))
    answer = browser_of().get(reverse("press_kit:page", args=[link.token]))
    assert "İlk söz" not in answer.content.decode()
    build()
    found = handed_out(link)
    assert "Düzeltilmiş söz" in found["zip:captions.txt"].decode()
    assert "Düzeltilmiş galeri" in found["page"].decode()


def test_a_logo_is_not_certified_and_goes_into_no_kit():
    """A setting opens a file to the public without a signature; that is no leave to hand it out."""
    from django.contrib.contenttypes.models import ContentType

    from media_library.models import PublicFile, Shoot

    emblem = press_photo("Amblem")
    PublicFile.objects.create(
        photo=emblem, content_type=ContentType.objects.get_for_model(Shoot), object_id="1", words={"title": "Amblem"}
    )
    response = browser(factories.editor()).post(reverse("archive:kit"), {"foto": emblem.pk, "ad": "Kit"})
    assert "imzalı bir içerikte kullanılmıyor" in response.content.decode()
    assert not Kit.objects.exists()
