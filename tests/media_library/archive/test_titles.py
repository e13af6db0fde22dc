"""Titles that tell the photos of a shoot apart, and a header that tells the truth about it."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.core import holds
from cms.core.models import Stage
from media_library.archive import batch, services, shoots, titles
from media_library.intake import numbers
from media_library.intake.services import take_in_photo
from media_library.models import Photo, RightsState, Shoot, Video
from media_library.suggestions import values_of
from tests import factories
from tests.media_library.archive import rows
from tests.office import browser


def come_in(folder, name, shoot, colour="#2a6f97"):
    path = folder / f"{threading.get_ident()}-{name}"
    path.write_bytes(factories.jpeg(60, 40, colour))
    return take_in_photo(path=path, name=name, shoot=shoot)


@pytest.mark.django_db
def test_photos_are_numbered_as_they_come_and_keep_their_words(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    shoot, other = rows.shoot("Sahil yolu"), rows.shoot("Pazar yeri")
    first = come_in(tmp_path, "DSC_0412.JPG", shoot)
    second = come_in(tmp_path, "kurdele_kesimi.jpg", shoot)
    assert [first.title, second.title] == ["Sahil yolu 001", "Sahil yolu 002 · kurdele kesimi"]
    assert come_in(tmp_path, "DSC_0413.JPG", None).title == "DSC_0413"
    assert [values_of(one, "")["baslik"] for one in (first, second)] == ["Sahil yolu", "kurdele kesimi"]
    first.delete()
    third = come_in(tmp_path, "DSC_0414.JPG", shoot)
    assert third.title == "Sahil yolu 003", "a number is never given twice"
    # Names go along into another shoot, those that a person wrote stay as they are.
    mine = factories.photo("Başkan konuşuyor", shoot=shoot)
    film = rows.video("Sahil yolu 009", shoot=shoot)
    report = batch.edit_many(
        user=factories.editor(), photos=[second.pk, third.pk, mine.pk], videos=[film.pk],
        changes=[batch.Change(field="shoot", how=batch.How.WRITE, value=other)],
    )  # fmt: skip
    assert report.changed == 4
    assert list(Photo.objects.filter(shoot=other).order_by("pk").values_list("title", flat=True)) == [
        "Pazar yeri 001 · kurdele kesimi", "Pazar yeri 002", "Başkan konuşuyor",
    ]  # fmt: skip
    assert Video.objects.get().title.startswith("Pazar yeri 00")
    # The shoot is renamed, and what content in approval shows keeps its name.
    third.refresh_from_db()
    holds.replace(holder=factories.bulletin(), stage=Stage.APPROVAL, title="Pazar", rows=[(Photo, third.pk)])
    other.title = "Pazar yeri açılışı"
    services.shoot_save(shoot=other, people=(), user=factories.editor())
    assert list(Photo.objects.filter(shoot=other).order_by("pk").values_list("title", flat=True)) == [
        "Pazar yeri açılışı 001 · kurdele kesimi", "Pazar yeri 002", "Başkan konuşuyor",
    ]  # fmt: skip


@pytest.mark.django_db
def test_photos_of_before_get_their_numbers_by_one_button():
    shoot = rows.shoot("Sahil yolu", last_number=4)
    late, early, mine = rows.photos(3, shoot=shoot)
    Photo.objects.filter(pk__in=[late.pk, early.pk]).update(title="Sahil yolu", original_name="DSC_1.jpg")
    Photo.objects.filter(pk=early.pk).update(taken_at=rows.at(rows.DAY, 8), headline="Kurdele")
    address = reverse("archive:shoot_number", args=[shoot.pk])
    client = browser(factories.editor())
    assert address in client.get(reverse("archive:shoot", args=[shoot.pk])).content.decode()
    assert client.post(address).url == reverse("archive:shoot", args=[shoot.pk])
    found = dict(Photo.objects.values_list("pk", "title"))
    assert found == {early.pk: "Sahil yolu 005 · Kurdele", late.pk: "Sahil yolu 006", mine.pk: mine.title}
    assert titles.unnumbered(shoot) == 0
    page = client.get(reverse("archive:shoot", args=[shoot.pk])).content.decode()
    assert address not in page
    assert '<span class="arc-tile__number">006</span>' in page
    assert '<p class="arc-tile__file" title="DSC_1.jpg">DSC_1.jpg</p>' in page


@pytest.mark.django_db
def test_file_names_are_found_however_they_are_written():
    rows.photos(1, original_name="ÇELENK_SUNUMU_İlk.JPG")
    client = browser(factories.editor())
    for typed in ("çelenk_sunumu_ilk.jpg", "CELENK", "SUNUMU_İLK", "sunumu_ılk"):
        page = client.get(reverse("archive:finder"), {"q": typed}).content.decode()
        assert "ÇELENK_SUNUMU_İlk.JPG" in page, typed
    assert "ÇELENK" not in client.get(reverse("archive:finder"), {"q": "kurdele.jpg"}).content.decode()


@pytest.mark.django_db
def test_the_header_of_a_shoot_says_what_is_in_it_now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    shoot = rows.shoot("Sahil yolu", photographer=rows.photographer("Açan Kişi"))
    address = reverse("archive:shoot_readiness", args=[shoot.pk])
    editor, archivist = browser(factories.editor()), browser(factories.archivist())

    def said(client=editor):
        return " ".join(client.get(address).json()["facts"].split())

    assert "0 fotoğraf, 0 video" in said()
    assert "Açan Kişi" in said()
    first, second, third = rows.photos(3, shoot=shoot, taken_at=rows.at(rows.DAY, 10, 5))
    rows.video(shoot=shoot, taken_at=rows.at(rows.DAY + dt.timedelta(days=1), 12))
    Photo.objects.filter(pk=first.pk).update(photographer=rows.photographer("Deniz Örnek"))
    Photo.objects.filter(pk=second.pk).update(rights_state=RightsState.BLOCKED)
    assert "3 fotoğraf, 1 video" in said()
    assert "20 Kasım 2026 10.05 – 21 Kasım 2026 12.00" in said()
    assert "Deniz Örnek" in said()
    assert "Açan Kişi" not in said()
    assert "1 kullanılamaz" in said()
    Video.objects.all().delete()
    Photo.objects.filter(pk=third.pk).update(withheld_at=timezone.now())
    assert "2 fotoğraf, 0 video</dd>" in said()
    assert "20 Kasım 2026 10.05 – 10.06" in said()
    assert "3 fotoğraf, 0 video, 1 yayından kaldırılmış" in said(archivist)
    page = editor.get(reverse("archive:shoot", args=[shoot.pk])).content.decode()
    assert "data-shoot-facts" in page
    assert "2 fotoğraf, 0 video" in page
    with pytest.raises(services.NotEmpty):
        services.shoot_delete(shoot=shoot, user=factories.editor())
    assert shoots.contents_of(rows.shoot("Boş"), withheld=True).is_empty


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_two_at_once_never_get_the_same_number(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    shoot, errors = rows.shoot("Sahil yolu"), []
    start = threading.Barrier(2)

    def bring(who):
        try:
            start.wait()
            for number in range(4):
                come_in(tmp_path, f"DSC_{number}.JPG", Shoot.objects.get(pk=shoot.pk), f"#{who}0{number}0a0")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring, args=[who]) for who in (1, 2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not errors
    found = sorted(Photo.objects.values_list("title", flat=True))
    assert found == [f"Sahil yolu {number:03d}" for number in range(1, 9)]


@pytest.mark.django_db
def test_a_shoot_that_is_saved_gives_no_number_a_second_time():
    opened = rows.shoot("Sahil", last_number=5)
    numbers.take(opened.pk)
    services.shoot_save(shoot=opened, people=(), user=factories.editor())
    assert Shoot.objects.get().last_number == 6


@pytest.mark.django_db
def test_numbering_leaves_alone_what_has_a_number():
    shoot = rows.shoot("Sahil", last_number=4)
    first, second, third = rows.photos(3, shoot=shoot)
    for photo, values in (
        (first, {"title": "Sahil"}),
        (second, {"title": "Sahil 001", "headline": "Yeni söz"}),
        (third, {"title": "Sahil 002 · kurdele", "headline": "Başka söz"}),
    ):
        Photo.objects.filter(pk=photo.pk).update(**values)
    assert titles.number(shoot=shoot, user=factories.editor()) == 1
    kept = Photo.objects.filter(pk__in=[second.pk, third.pk]).order_by("pk").values_list("title", flat=True)
    assert list(kept) == ["Sahil 001", "Sahil 002 · kurdele"]
