"""A bulletin as message: signed words only, absolute addresses, and a value that survives its storage as JSON."""

import json
import re

import pytest

from cms.core.message import Message
from cms.website.markup import ALLOWED
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.factories.bulletins import full_values

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]


def test_the_whole_bulletin(client, full_bulletin):
    message = full_bulletin.to_message()
    assert message.headline == full_bulletin.title
    assert message.url == f"http://testserver/bultenler/{full_bulletin.slug}/"
    assert (message.number, message.department) == (full_bulletin.number, "Fen İşleri Müdürlüğü")
    assert (message.place, message.date) == ("Iğdır Mahallesi", "2026-11-22")
    assert message.contact.phone == "0266 000 00 00"
    assert message.send_email is True
    assert message.lists == tuple(full_bulletin.distribution_lists.values_list("pk", flat=True))
    assert [(text.network, text.text, text.image_id) for text in message.social] == [
        ("x", "Hat hizmette.", full_bulletin.lead_image_id)
    ]
    assert message.note == ""
    assert len(message.pictures) == 4
    assert message.pictures[0].image_id == full_bulletin.lead_image_id
    assert message.pictures[1].caption == "Yeni hat"
    for picture in message.pictures:
        for address in (picture.url, picture.thumbnail_url):
            assert address.startswith("http://testserver/media/images/")
            assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_html_holds_only_what_a_mail_reader_takes(full_bulletin):
    html = full_bulletin.to_message().body_html
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= set(ALLOWED)
    assert not re.search(r'(?:href|src)="/', html)
    assert 'href="http://testserver/bultenler/onceki-bulten/"' in html
    assert "<blockquote>" in html
    assert "<caption>Kesinti saatleri</caption>" in html
    assert '<th scope="col">Mahalle</th>' in html


def test_the_text_tells_everything_too(full_bulletin):
    text = full_bulletin.to_message().body_text
    assert "<" not in text.replace("<yeni>", "")
    for words in (
        "Hat hizmete alındı. önceki bülten (http://testserver/bultenler/onceki-bulten/)",
        "“Söz verdik, yaptık.”\n— Gökçe Işık, Belediye Başkanı",
        "Yeni hat Fotoğraf: Deniz Örnek",
        "Kesinti saatleri\nMahalle          Saat\n---------------  -----\nIğdır & çevresi  09.00\nÇamlık",
        "Video: Açılış töreni (https://youtu.be/abcdefghijk)",
        "Belge: Kesinti programı (http://testserver/belgeler/",
        "Su İşleri\n0266 111 11 11\nsu@belediye.example",
    ):
        assert words in text


@pytest.mark.both
def test_it_survives_its_storage(full_bulletin):
    message = full_bulletin.to_message()
    assert Message.from_payload(json.loads(json.dumps(message.as_payload()))) == message


def test_a_correction_carries_its_latest_note(full_bulletin):
    once = factories.publish(factories.edit(full_bulletin, correction="Birinci düzeltme."))
    twice = factories.publish(factories.edit(once, correction="İkinci düzeltme."))
    assert twice.to_message().note == "İkinci düzeltme."


def test_a_draft_that_was_never_public_and_one_that_was_never_saved():
    draft = factories.bulletin(**full_values()).get_latest_revision().as_object()
    message = draft.to_message()
    assert message.number == ""
    assert len(message.pictures) == 4

    new = BulletinPage(title="Yeni", summary="Özet", department=factories.department(), body=[])
    new.social_texts.create(network="mastodon", text="Merhaba")
    message = new.to_message()
    assert message.url == "http://testserver/bultenler/"
    assert [text.network for text in message.social] == ["mastodon"]
    assert message.body_html == ""
