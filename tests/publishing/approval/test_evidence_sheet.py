"""The printable evidence sheet, and the readable and compared forms of signed content behind it."""

import pytest
from django.urls import reverse

from press_archive.bulletins.models import BulletinPage
from publishing.approval import snapshot
from publishing.approval.desk import diffs
from publishing.approval.desk.reading import content_type_pk
from publishing.approval.models import Certificate, EvidenceRecord
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def sheet(page) -> str:
    return reverse("approval:evidence", args=[content_type_pk(page), page.pk])


def taken(page) -> snapshot.Snapshot:
    return snapshot.take(page.get_latest_revision().as_object())


def test_the_sheet_holds_the_signed_text_the_seals_and_the_thumbnails(client):
    page = factories.publish(factories.bulletin(title="Sahil yolu yenileniyor", **factories.with_photo()))
    client.force_login(factories.mayor())
    html = client.get(sheet(page)).content.decode()
    certificate = Certificate.objects.get()
    assert page.number in html
    assert certificate.content_hash in html
    assert "Çalışmalar gece gündüz sürüyor." in html
    assert "<img" in html
    assert "Mudur Örnek, Basın Yayın ve Halkla İlişkiler Müdürü" in html
    for record in EvidenceRecord.objects.all():
        assert record.digest[:12] in html


def test_the_sheet_shows_what_was_signed_not_the_draft_on_top_of_it(client):
    page = factories.publish(factories.bulletin(summary="Eski spot."))
    factories.edit(page, summary="Henüz imzasız spot.")
    client.force_login(factories.director())
    html = client.get(sheet(page)).content.decode()
    assert "Eski spot." in html
    assert "Henüz imzasız spot." not in html


def test_an_earlier_version_can_be_chosen(client):
    page = factories.publish(factories.bulletin(summary="Birinci spot."))
    page = factories.publish(factories.edit(page, summary="İkinci spot.", correction="Spot düzeltildi."))
    client.force_login(factories.director())
    assert "İkinci spot." in client.get(sheet(page)).content.decode()
    earlier = client.get(sheet(page), {"surum": "1"}).content.decode()
    assert "Birinci spot." in earlier
    assert "İkinci spot." not in earlier


@pytest.mark.parametrize(
    "who, status",
    [
        (factories.director, 200),
        (factories.administrator, 200),
        (factories.editor, 200),
        (factories.social_editor, 403),
    ],
)
def test_who_reads_the_sheet(client, who, status):
    page = factories.bulletin()
    client.force_login(who())
    assert client.get(sheet(page)).status_code == status


def test_strangers_sign_in_before_the_sheet(client):
    assert client.get(sheet(factories.bulletin())).url.startswith(reverse("wagtailadmin_login"))


def test_words_are_compared_not_lines():
    segments = diffs.words("Üç kilometre yol, iki köprü.", "Dört kilometre yol, iki köprü.")
    assert [(s.kind, s.text) for s in segments][:2] == [("del", "Üç"), ("ins", "Dört")]
    assert "".join(s.text for s in segments if s.kind != "del") == "Dört kilometre yol, iki köprü."


def test_neighbouring_changes_are_one_change():
    segments = diffs.words("yol bölümünde yenileme başladı.", "yol bölümü yenileniyor.")
    assert [(s.kind, s.text) for s in segments] == [
        ("same", "yol "),
        ("del", "bölümünde yenileme başladı"),
        ("ins", "bölümü yenileniyor"),
        ("same", "."),
    ]


def test_every_kind_of_field_is_named_and_compared():
    page = factories.bulletin(
        social={"x": "Sahil yolu yenileniyor.", "mastodon": "Yol çalışması."},
        body=[
            {"type": "subheading", "value": "Program"},
            {"type": "paragraph", "value": '<p>Ayrıntı <a href="https://a.example/">burada</a>.</p>'},
            {"type": "quote", "value": {"text": "Söz verdik.", "name": "A. Örnek", "title": ""}},
        ],
    )
    before = taken(page)
    lines = {line.label: line.text for line in diffs.readable(BulletinPage, before.content)}
    assert lines["Ara başlık"] == "Program"
    assert lines["Paragraf"] == "Ayrıntı burada [https://a.example/]."
    assert lines["Alıntı, Söyleyen"] == "A. Örnek"
    assert lines["Sosyal medya metni (X)"] == "Sahil yolu yenileniyor."
    assert lines["Müdürlük"] == "Fen İşleri Müdürlüğü"
    content = page.get_latest_revision().as_object()
    content.body = [
        {"type": "subheading", "value": "Program"},
        {"type": "paragraph", "value": '<p>Ayrıntı <a href="https://b.example/">burada</a>.</p>'},
        {"type": "quote", "value": {"text": "Söz verdik.", "name": "A. Örnek", "title": ""}},
        {"type": "subheading", "value": "Sonuç"},
    ]
    content.social_texts.get(network="x").text = "Sahil yolu yenilendi."
    content.save_revision()
    after = taken(BulletinPage.objects.get(pk=page.pk))
    found = diffs.changes(BulletinPage, before.content, after.content, before.files, after.files)
    said = {change.label: "".join(s.text for s in change.segments if s.kind == "ins") for change in found}
    assert said["Paragraf"] == "b"
    assert said["Ara başlık"] == "Sonuç"
    assert "Alıntı, Söyleyen" not in said
    assert "Sosyal medya metni (Mastodon)" not in said


def test_what_no_text_shows_is_named_too():
    page = factories.bulletin(body=[{"type": "paragraph", "value": "<p>Kalın söz.</p>"}], **factories.with_photo())
    before = taken(page)
    photo = page.lead_image
    photo.focal_point_x, photo.focal_point_y, photo.focal_point_width, photo.focal_point_height = 10, 10, 20, 20
    type(photo).objects.filter(pk=photo.pk).update(
        focal_point_x=10, focal_point_y=10, focal_point_width=20, focal_point_height=20
    )
    factories.edit(page, body=[{"type": "paragraph", "value": "<p><b>Kalın</b> söz.</p>"}])
    after = taken(BulletinPage.objects.get(pk=page.pk))
    notes = {
        change.label: change.note
        for change in diffs.changes(BulletinPage, before.content, after.content, before.files, after.files)
    }
    assert notes == {"Metin": "Yalnızca biçimi ya da sırası değişti.", "Fotoğraf": "Kırpma odağı değişmiş."}
