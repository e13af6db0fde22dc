"""What two people signed of a photo, a film and a document is what leaves the house; the archive goes on editing."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.core.message import Message
from media_library.metadata.outgoing import outgoing_words
from media_library.models import File, Photo, PublicFile, Video, VideoKind
from press_archive.bulletins.models import BulletinPage
from publishing.approval import evidence, publication, selectors, snapshot
from publishing.approval.desk import diffs
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Certificate
from tests import factories, worlds
from tests.factories import PARAGRAPH
from tests.factories.galleries import video as ready_video
from tests.factories.galleries import video_gallery
from tests.office import browser, waiting
from tests.rows import guards_asleep

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

LATER = "Sonradan yazıldı"


def a_photo():
    return factories.photo(credit="Deniz Örnek", caption="Sahilde sabah", usage_terms="Haber için serbest")


@pytest.fixture
def photo():
    return a_photo()


@pytest.fixture
def document():
    return File.objects.create(title="Rapor", file=ContentFile(b"%PDF-1.4 rapor", name="Yıllık Rapor.pdf"))


def body_with(document):
    return [PARAGRAPH, {"type": "file", "value": {"document": document.pk, "title": "Yıllık rapor"}}]


def draft(photo, **values):
    return factories.bulletin(**factories.with_photo(photo=photo), **values)


def rewritten(photo):
    """The photo after somebody rewrote its words in the archive."""
    for name in ("title", "caption", "credit", "usage_terms", "headline", "copyright_notice", "description"):
        setattr(photo, name, LATER)
    photo.save()
    return photo


def words_of(photo):
    return PublicFile.objects.get(photo=photo).words


def published_at(moment):
    """How many the worker publishes a minute after ``moment``."""
    with time_machine.travel(moment + dt.timedelta(minutes=1), tick=False):
        return publication.publish_due()


def as_before_formats(monkeypatch):
    """Signs as the releases did that froze no words."""
    whole = snapshot.fingerprints

    def bare(*args, **kwargs):
        return [{name: value for name, value in entry.items() if name != "words"} for entry in whole(*args, **kwargs)]

    monkeypatch.setattr(snapshot, "FORMAT", 1)
    monkeypatch.setattr(snapshot, "fingerprints", bare)


def test_the_certificate_holds_every_word_that_goes_out(photo, document):
    page = factories.publish(draft(photo, body=body_with(document)))
    entries = {entry["kind"]: entry for entry in selectors.certificate_of(page).files}
    assert entries["photo"]["words"] == outgoing_words(photo) == words_of(photo)
    assert entries["file"]["words"] == {"title": "Rapor", "filename": "Yıllık Rapor.pdf"}
    assert selectors.certificate_of(page).format == snapshot.FORMAT == 3


@pytest.mark.parametrize("name", ["caption", "credit", "usage_terms", "copyright_notice", "headline", "description"])
def test_each_word_changes_the_hash_before_the_signature(photo, name):
    page = draft(photo)
    before = snapshot.take(page.get_latest_revision().as_object()).content_hash
    with guards_asleep():
        Photo.objects.filter(pk=photo.pk).update(**{name: LATER})
    assert snapshot.take(page.get_latest_revision().as_object()).content_hash != before


@pytest.mark.both
def test_words_changed_between_the_signatures_void_the_first(photo):
    page = factories.submit(draft(photo))
    factories.sign(page, user=factories.director())
    with guards_asleep():
        Photo.objects.filter(pk=photo.pk).update(caption=LATER)
    with pytest.raises(ApprovalRefused):
        factories.sign(page, user=factories.mayor())
    assert not BulletinPage.objects.get(pk=page.pk).live


def test_words_changed_under_the_readers_eyes_are_shown_to_them(photo):
    page = factories.submit(draft(photo))
    state, reader = waiting(page), browser(factories.director())
    reader.get(reverse("approval:review", args=[state.pk]))
    seen = snapshot.take(page.get_latest_revision().as_object()).content_hash
    with guards_asleep():
        Photo.objects.filter(pk=photo.pk).update(usage_terms=LATER)
    answer = reader.post(reverse("approval:sign", args=[state.pk]), {"seen_hash": seen})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Kullanım koşulları" in html
    assert f"<ins>{LATER.split()[0]}</ins>" in html.replace("<ins>Sonradan yazıldı</ins>", "<ins>Sonradan</ins>")


def test_what_is_live_keeps_its_words_when_the_archive_is_edited(photo):
    page = factories.publish(draft(photo))
    signed = words_of(photo)
    rewritten(photo)
    photo.tags.add("sonradan")
    assert words_of(photo) == signed == Photo.objects.get(pk=photo.pk).signed_words
    assert list(publication.unsigned_live_content()) == []
    BulletinPage.objects.get(pk=page.pk).save()


@pytest.mark.both
def test_an_embargoed_publication_comes_out_with_the_words_that_were_signed(photo):
    moment = timezone.now() + dt.timedelta(hours=2)
    page = factories.publish(draft(photo, go_live_at=moment))
    signed = outgoing_words(photo)
    rewritten(photo)
    assert published_at(moment) == 1
    assert BulletinPage.objects.get(pk=page.pk).live
    assert words_of(photo) == signed == Photo.objects.get(pk=photo.pk).signed_words
    assert list(publication.unsigned_live_content()) == []


def test_a_correction_takes_the_new_words_and_shows_them_first(photo):
    page = factories.publish(draft(photo))
    rewritten(photo)
    page = factories.submit(factories.edit(page, summary="Düzeltilmiş özet.", correction="Fotoğraf altı düzeltildi."))
    html = browser(factories.director()).get(reverse("approval:review", args=[waiting(page).pk])).content.decode()
    changes = html[html.index("degisenler") : html.index("yuzey-web")]
    assert "Fotoğraf altı" in changes
    assert LATER.split()[0] in changes
    factories.sign(page, user=factories.director())
    factories.sign(page, user=factories.mayor())
    assert words_of(photo)["caption"] == LATER
    assert Photo.objects.get(pk=photo.pk).signed_words["credit"] == LATER
    assert list(publication.unsigned_live_content()) == []


@pytest.mark.both
def test_withdrawn_and_corrected_content_comes_back_with_the_new_words(photo):
    page = factories.withdraw(factories.publish(draft(photo)))
    assert Photo.objects.get(pk=photo.pk).signed_words is None
    rewritten(photo)
    factories.publish(factories.edit(page, summary="Yeniden.", correction="Fotoğraf altı düzeltildi."))
    assert words_of(photo)["caption"] == LATER
    assert list(publication.unsigned_live_content()) == []


def test_the_sizes_of_a_withdrawn_contents_photo_say_what_other_live_content_signed(photo):
    first = factories.publish(draft(photo, title="Birinci"))
    signed = words_of(photo)
    second = factories.publish(draft(rewritten(photo), title="İkinci"))
    assert Photo.objects.get(pk=photo.pk).signed_words["caption"] == LATER
    factories.withdraw(second)
    assert Photo.objects.get(pk=photo.pk).signed_words == signed
    assert list(publication.unsigned_live_content()) == []
    factories.withdraw(first)
    assert Photo.objects.get(pk=photo.pk).signed_words is None


@pytest.mark.both
def test_certificates_without_words_still_hold(photo, document, monkeypatch):
    moment = timezone.now() + dt.timedelta(hours=2)
    with monkeypatch.context() as past:
        as_before_formats(past)
        live = factories.publish(draft(photo, body=body_with(document)))
        waits = factories.publish(draft(photo, title="Bekleyen", go_live_at=moment))
    assert [one.format for one in Certificate.objects.all()] == [1, 1]
    assert all("words" not in entry for one in Certificate.objects.all() for entry in one.files)
    drop_append_only()
    Certificate.objects.update(format=None)
    BulletinPage.objects.get(pk=live.pk).save()
    assert evidence.verify().intact
    assert list(publication.unsigned_live_content()) == []
    assert published_at(moment) == 1
    assert BulletinPage.objects.get(pk=waits.pk).live
    assert {words["title"] for words in PublicFile.objects.values_list("words", flat=True)} == {photo.title, "Rapor"}
    call_command("verify_evidence")


def test_the_first_signature_of_words_is_said_in_the_changes(photo, monkeypatch):
    with monkeypatch.context() as past:
        as_before_formats(past)
        page = factories.publish(draft(photo))
    old = selectors.certificate_of(page).files
    new = snapshot.take(page).files
    (change,) = diffs.changes(BulletinPage, {}, {}, old, new)
    assert "ilk kez imzalanıyor" in change.note


def test_the_badge_of_a_film_is_the_one_that_was_signed(client):
    film = ready_video(kind=VideoKind.PROMOTION)
    page = factories.publish(video_gallery([film]))
    listed, shown = reverse("video_galleries"), reverse("video_gallery", args=[page.slug])
    assert all("Tanıtım filmi</p>" in client.get(address).content.decode() for address in (listed, shown))
    Video.objects.filter(pk=film.pk).update(kind=VideoKind.NEWS)
    assert all("Tanıtım filmi</p>" in client.get(address).content.decode() for address in (listed, shown))
    other = ready_video(kind=VideoKind.NEWS)
    page = factories.publish(video_gallery([other]))
    Video.objects.filter(pk=other.pk).update(kind=VideoKind.PROMOTION)
    shown = reverse("video_gallery", args=[page.slug])
    assert "Tanıtım filmi</p>" not in client.get(shown).content.decode()
    assert client.get(listed).content.decode().count("Tanıtım filmi</p>") == 1


def test_a_correction_shows_the_signers_the_badge_that_it_would_have():
    film = ready_video(kind=VideoKind.NEWS)
    page = factories.publish(video_gallery([film]))
    Video.objects.filter(pk=film.pk).update(kind=VideoKind.PROMOTION)
    page = factories.submit(factories.edit(page, summary="Yeni açıklama."))
    preview = reverse("approval:preview", args=[waiting(page).pk, "web"])
    assert "Tanıtım filmi</p>" in browser(factories.director()).get(preview).content.decode()


def test_a_document_is_offered_under_the_name_that_was_signed(client, document):
    page = factories.publish(factories.bulletin(body=body_with(document)))
    address = document.url
    shown = client.get(page.get_url()).content
    assert address.encode() in shown
    with guards_asleep():
        File.objects.filter(pk=document.pk).update(original_name="Başka Bir Ad.pdf", title=LATER)
    assert client.get(page.get_url()).content == shown
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Y%C4%B1ll%C4%B1k%20Rapor.pdf" in answer["Content-Disposition"]
    renamed = reverse("wagtaildocs_serve", args=[document.pk, "Başka Bir Ad.pdf"])
    assert client.get(renamed).status_code == 404
    stored = client.get(f"/media/{document.file.name}")
    assert "Y%C4%B1ll%C4%B1k%20Rapor.pdf" in stored["Content-Disposition"]
    said = BulletinPage.objects.get(pk=page.pk).to_message()
    assert isinstance(said, Message)
    assert address in said.body_html


def test_the_mail_of_an_embargoed_bulletin_leads_to_the_document_as_it_was_signed(document):
    from publishing.dispatch.models import Channel, Delivery

    moment = timezone.now() + dt.timedelta(hours=2)
    lists = [factories.distribution_list()]
    factories.publish(factories.bulletin(body=body_with(document), lists=lists, go_live_at=moment))
    address = document.url
    with guards_asleep():
        File.objects.filter(pk=document.pk).update(original_name="Başka Bir Ad.pdf")
    published_at(moment)
    mail = Delivery.objects.get(channel=Channel.EMAIL)
    assert address in mail.payload["message"]["body_html"]


def drop_append_only():
    with connection.cursor() as cursor:
        on = " ON approval_certificate" if connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER approval_certificate_{event}_refused{on}")


def fault():
    with pytest.raises(CommandError) as raised:
        call_command("verify_evidence", stdout=io.StringIO())
    return str(raised.value)


def tamper_with_words(page, photo):
    row = PublicFile.objects.get(photo=photo)
    row.words["caption"] = LATER
    row.save()
    return "sözler imzalananlar değil (Fotoğraf altı)"


def tamper_with_digests(page, photo):
    PublicFile.objects.filter(photo=photo).update(digests={"sha256": "0" * 64})
    return "dosya özetleri imzalananlar değil"


def close_a_file(page, photo):
    PublicFile.objects.filter(photo=photo).delete()
    return "imzalanan dosya halka kapalı"


def open_a_file(page, photo):
    row = PublicFile.objects.get(photo=photo)
    PublicFile.objects.create(
        photo=factories.photo(), content_type=row.content_type, object_id=row.object_id, words=row.words
    )
    return "imzalanmamış dosya halka açık"


def open_a_file_of_a_draft(page, photo):
    row = PublicFile.objects.get(photo=photo)
    PublicFile.objects.create(
        photo=factories.photo(), content_type=row.content_type, object_id=str(factories.bulletin().pk), words={"a": "b"}
    )
    return "yayında olmayan içeriğin dosyası halka açık"


def open_a_file_of_nothing(page, photo):
    row = PublicFile.objects.get(photo=photo)
    PublicFile.objects.create(photo=factories.photo(), content_type=row.content_type, object_id="yok", words={"a": "b"})
    return "yayında olmayan içeriğin dosyası halka açık"


def tamper_with_signed_words(page, photo):
    Photo.objects.filter(pk=photo.pk).update(signed_words={"caption": LATER})
    return "kendisinin taşıdığı sözler imzalananlar değil"


def give_words_to_a_photo_that_is_not_public(page, photo):
    Photo.objects.filter(pk=factories.photo().pk).update(signed_words={"caption": LATER})
    return "kendisinin taşıdığı sözler imzalananlar değil"


def tamper_with_the_certificate(page, photo):
    drop_append_only()
    certificate = Certificate.objects.get()
    certificate.files[0]["words"]["caption"] = LATER
    Certificate.objects.filter(pk=certificate.pk).update(files=certificate.files)
    return "yayın belgesindeki metin, dosya özetleri ya da sözler imzalananlar değil"


def take_the_words_out_of_the_certificate(page, photo):
    drop_append_only()
    files = [{n: v for n, v in entry.items() if n != "words"} for entry in Certificate.objects.get().files]
    Certificate.objects.update(files=files, format=1)
    return "yayın belgesindeki metin, dosya özetleri ya da sözler imzalananlar değil"


def tamper_with_the_text(page, photo):
    BulletinPage.objects.filter(pk=page.pk).update(summary=LATER)
    return "metin imzalanan değil: Spot"


def tamper_with_the_crop(page, photo):
    with guards_asleep():
        Photo.objects.filter(pk=photo.pk).update(
            focal_point_x=1, focal_point_y=1, focal_point_width=1, focal_point_height=1
        )
    return "dosya imzalanan değil: Fotoğraf no"


TAMPERINGS = [
    tamper_with_words, tamper_with_digests, close_a_file, open_a_file, open_a_file_of_a_draft, open_a_file_of_nothing,
    tamper_with_signed_words, give_words_to_a_photo_that_is_not_public, tamper_with_the_certificate,
    take_the_words_out_of_the_certificate, tamper_with_the_text, tamper_with_the_crop,
]  # fmt: skip


def published_with_photo():
    photo = a_photo()
    page = factories.publish(draft(photo))
    call_command("verify_evidence", stdout=io.StringIO())
    return page, photo


@pytest.mark.both
@worlds.on(published_with_photo)
@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_each_kind_of_tampering_is_named(world, tamper):
    sentence = tamper(*world)
    assert sentence in fault()
