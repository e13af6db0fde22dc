"""Describing many at once: what is touched changes, the rest stays; who may; what is refused and how it is told."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from media_library.archive import batch
from media_library.archive.batch import Change, How, Words
from media_library.archive.models import TextTemplate
from media_library.models import Licence, Person, Photo, PublicFile, RightsState
from tests import factories
from tests.media_library.archive import rows
from tests.office import browser

pytestmark = pytest.mark.django_db
URL = "archive:batch"


def post(user, photos=(), videos=(), **values):
    data = {"foto": ",".join(str(one.pk) for one in photos), "video": ",".join(str(one.pk) for one in videos)}
    return browser(user).post(reverse(URL), data | {"kaydet": "1"} | values)


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def fresh(rows_):
    return [type(one).objects.get(pk=one.pk) for one in rows_]


def test_only_touched_fields_change_and_templates_are_filled_in_for_each():
    works = factories.department()
    coast = rows.shoot("Sahil yolu açılışı", place="Sakarya Mahallesi", department=works)
    first, second = rows.photos(2, shoot=coast, photographer=rows.photographer("Deniz Örnek"), headline="Eski başlık")
    film = rows.video(shoot=coast, caption="Eski söz.")
    Photo.objects.filter(pk=second.pk).update(place="Cunda", caption="Eski söz.")
    response = post(
        factories.editor(), [first, second], [film],
        credit="Fotoğraf: {fotografci}/{belediye}", credit_nasil="yaz",
        caption="{yer}, {tarih}: {etkinlik} ({mudurluk}).", caption_nasil="ekle",
        donus=reverse("archive:shoot", args=[coast.pk]),
    )  # fmt: skip
    assert response.url == reverse("archive:shoot", args=[coast.pk])
    assert "3 kayıt değişti." in said(response)
    first, second, film = fresh([first, second, film])
    assert first.credit == "Fotoğraf: Deniz Örnek/Belediye"
    assert film.credit == "Fotoğraf: Belediye"
    assert first.caption == "Sakarya Mahallesi, 20 Kasım 2026: Sahil yolu açılışı (Fen İşleri Müdürlüğü)."
    assert second.caption == "Eski söz. Cunda, 20 Kasım 2026: Sahil yolu açılışı (Fen İşleri Müdürlüğü)."
    assert {first.headline, second.headline} == {"Eski başlık"}
    assert ModelLogEntry.objects.filter(action="archive.describe").count() == 3


def test_a_field_is_emptied_and_the_others_are_left():
    photos = rows.photos(2, headline="Başlık", caption="Söz", usage_terms="Serbest")
    post(factories.archivist(), photos, caption_nasil="bosalt")
    assert [(one.headline, one.caption, one.usage_terms) for one in fresh(photos)] == [("Başlık", "", "Serbest")] * 2


def test_tags_and_people_are_added_and_taken_off_once():
    photos = rows.photos(3)
    film = rows.video()
    photos[0].tags.add("sahil", "eski")
    known = Person.objects.create(name="Ayşe Yılmaz")
    photos[1].people.add(known)
    values = {
        "tags_add": "sahil\nkış hazırlığı\nsahil", "tags_remove": "eski", "people_add": "ayşe yılmaz\nMehmet Işık",
    }  # fmt: skip
    response = post(factories.editor(), photos, [film], **values)
    assert "4 kayıt değişti" in said(response)
    for item in [*photos, film]:
        assert set(item.tags.names()) == {"sahil", "kış hazırlığı"}
        assert {one.name for one in item.people.all()} == {"Ayşe Yılmaz", "Mehmet Işık"}
    assert Person.objects.count() == 2
    again = post(factories.editor(), photos, [film], **values)
    assert "4 kayıt zaten öyleydi" in said(again)
    post(factories.editor(), photos, people_remove="Ayşe Yılmaz")
    assert {one.name for one in photos[1].people.all()} == {"Mehmet Işık"}


def test_rights_and_shoot_are_changed_and_the_rights_state_follows():
    photos = rows.photos(2, legal_basis="unset")
    target = rows.shoot("Yeni çekim")
    who = rows.photographer()
    post(
        factories.editor(), photos, legal_basis="public_event", photographer=str(who.pk),
        licence_ends="2030-01-01", licence_ends_nasil="yaz", shoot=f"Yeni çekim · 20.11.2026 · no {target.pk}",
    )  # fmt: skip
    for photo in fresh(photos):
        assert (photo.shoot, photo.photographer, photo.licence_ends) == (target, who, dt.date(2030, 1, 1))
        assert photo.rights_state == RightsState.CLEAR
    post(factories.editor(), photos, contains_children="evet", photographer="-")
    for photo in fresh(photos):
        assert photo.photographer is None
        assert photo.rights_state == RightsState.BLOCKED, "a child is seen and no guardian consented"


def test_facts_that_contradict_each_other_are_refused_one_by_one():
    child, plain = rows.photos(1, contains_children=True)[0], rows.photos(1)[0]
    response = post(factories.editor(), [child, plain], legal_basis="no_person")
    assert "1 kayıt değişti" in said(response)
    assert "çocuk görünüyor" in said(response)
    assert fresh([child, plain])[0].legal_basis == "unset"
    refused = post(factories.editor(), [plain], licence=Licence.AGENCY)
    assert "dayanağı yazılmamış" in said(refused)


def test_words_of_a_photo_in_use_change_and_what_is_refused_is_named():
    shown, other = factories.photo("Gösterilen"), rows.photos(1)[0]
    page = factories.bulletin()
    PublicFile.objects.create(photo=shown, content_type=ContentType.objects.get_for_model(page), object_id=str(page.pk))
    assert "2 kayıt değişti." in said(post(factories.editor(), [shown, other], caption="Yeni söz", caption_nasil="yaz"))
    factories.submit(factories.bulletin(**factories.with_photo(photo=shown)))
    response = post(factories.editor(), [shown, other], caption="Başka söz", caption_nasil="yaz")
    assert "1 kayıt değişti, 1 kayıt değişmedi (" in said(response)
    assert "onayda" in said(response)
    assert [one.caption for one in fresh([shown, other])] == ["Yeni söz", "Başka söz"]


def test_what_was_taken_down_is_described_by_those_who_may_see_it():
    (gone,) = rows.photos(1, withheld_at=timezone.now())
    assert "yayından kaldırılmış: 1" in said(post(factories.editor(), [gone], caption="Söz", caption_nasil="yaz"))
    assert "1 kayıt değişti" in said(post(factories.archivist(), [gone], caption="Söz", caption_nasil="yaz"))


def test_a_text_that_is_too_long_for_one_photo_is_refused_for_that_one():
    short = rows.photos(1, shoot=rows.shoot("Kısa"))[0]
    long = rows.photos(1, shoot=rows.shoot("U" * 200))[0]
    report = batch.edit_many(
        user=factories.editor(), photos=[short.pk, long.pk],
        changes=[Change(field="credit", how=How.WRITE, value="{etkinlik}")],
    )  # fmt: skip
    assert (report.changed, len(report.refused)) == (1, 1)
    assert "çok uzun" in report.sentence()


@pytest.mark.parametrize(
    "values",
    [
        {"caption": "{bilinmeyen}", "caption_nasil": "yaz"},
        {"caption": "{yer", "caption_nasil": "yaz"},
        {"caption_nasil": "yaz"},
        {"caption": "Söz"},
        {"title_nasil": "bosalt"},
        {"shoot": "böyle bir çekim yok"},
        {"licence_ends": "dün", "licence_ends_nasil": "yaz"},
        {"legal_basis": "sihir"},
        {"headline": "u" * 251, "headline_nasil": "yaz"},
        {"tags_add": "\n".join(f"etiket {number}" for number in range(80))},
    ],
)  # fmt: skip
def test_a_mistake_in_the_form_changes_nothing_and_keeps_what_was_typed(values):
    photos = rows.photos(2, caption="Eski")
    response = post(factories.editor(), photos, **values)
    assert response.status_code == 200
    assert {one.caption for one in fresh(photos)} == {"Eski"}
    assert not ModelLogEntry.objects.filter(action="archive.describe").exists()


def test_who_may_not_describe_is_refused_at_every_door():
    photos = rows.photos(1)
    for user in (factories.social_editor(), factories.director()):
        assert post(user, photos, caption="Söz", caption_nasil="yaz").status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            batch.edit_many(user=user, photos=[photos[0].pk], tags=Words(add=("x",)))
    assert fresh(photos)[0].caption == ""


def test_more_than_one_batch_takes_is_refused_and_nothing_chosen_leads_back():
    with pytest.raises(ValidationError):
        batch.edit_many(user=factories.editor(), photos=range(1, batch.MOST + 2))
    response = browser(factories.editor()).get(reverse(URL), {"foto": "bozuk,-1,99999999999999999999"})
    assert response.url == reverse("archive:finder")


def test_a_way_back_never_leads_out_of_the_house():
    photos = rows.photos(1)
    response = post(factories.editor(), photos, caption="S", caption_nasil="yaz", donus="https://kotu.example/")
    assert response.url == reverse("archive:finder")


def test_a_whole_shoot_is_described_and_the_first_photos_show_it_before():
    coast = rows.shoot(place="Cunda")
    photos = rows.photos(5, shoot=coast)
    client = browser(factories.editor())
    form = client.get(reverse(URL), {"cekim": coast.pk})
    assert len(form.context["chosen"]) == 5
    preview = client.post(
        reverse("archive:batch_preview"),
        {"foto": ",".join(str(one.pk) for one in photos), "caption": "{yer}", "caption_nasil": "yaz"},
    ).json()
    assert preview == {"items": [[{"label": "fotoğraf altı", "text": "Cunda"}]] * 3, "error": ""}
    broken = client.post(
        reverse("archive:batch_preview"), {"foto": str(photos[0].pk), "caption": "{x}", "caption_nasil": "yaz"}
    ).json()
    assert "diye bir alan yok" in broken["error"]
    assert {one.caption for one in fresh(photos)} == {""}


def test_words_are_kept_under_a_name_and_used_again():
    client = browser(factories.editor())
    data = {"ad": "Belediye imzası", "alan": "credit", "metin": "Fotoğraf: {fotografci}/{belediye}"}
    kept = client.post(reverse("archive:template_keep"), data).json()
    client.post(reverse("archive:template_keep"), data | {"metin": "Fotoğraf: {belediye}"})
    assert TextTemplate.objects.get().text == "Fotoğraf: {belediye}"
    for wrong in ({"alan": "password"}, {"metin": "{x}"}, {"ad": ""}, {"metin": ""}):
        assert client.post(reverse("archive:template_keep"), data | wrong).status_code == 400
    page = client.get(reverse(URL), {"foto": rows.photos(1)[0].pk}).content.decode()
    assert "Belediye imzas" in page
    assert browser(factories.social_editor()).post(reverse("archive:template_drop", args=[kept["id"]])).status_code in (
        302,
        403,
    )
    assert TextTemplate.objects.exists()
    client.post(reverse("archive:template_drop", args=[kept["id"]]))
    assert not TextTemplate.objects.exists()


def test_a_batch_takes_a_fixed_number_of_queries_beside_what_each_photo_writes(django_assert_max_num_queries):
    photos = rows.photos(40)
    with django_assert_max_num_queries(40 * 18 + 60):  # each photo asks once what holds it
        batch.edit_many(
            user=factories.editor(), photos=[one.pk for one in photos], tags=Words(add=("a", "b")),
            people=Words(add=("Ayşe",)), changes=[Change(field="caption", how=How.WRITE, value="Söz")],
        )  # fmt: skip
