"""Shoots and the pages of single photos and videos, over HTTP and per role."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from media_library.archive import actions, shoots
from media_library.metadata.read import read
from media_library.models import JobKind, JobState, MediaJob, Person, Photo, Shoot
from media_library.work import sizes
from media_library.work.jobs.worker import MediaWorker
from tests import factories
from tests.factories.kits import make_public
from tests.media_library.archive import rows
from tests.office import browser

pytestmark = pytest.mark.django_db


def facts(**values):
    return {
        "title": "Sahil yolu açılışı", "date": "2026-11-20", "place": "Sakarya Mahallesi", "notes": "",
        "department": "", "photographer": "", "names": "Ayşe Yılmaz\n Mehmet  Işık \nAyşe Yılmaz",
        "legal_basis": "public_event", "licence": "own",
    } | values  # fmt: skip


def test_an_editor_opens_a_shoot_changes_it_and_deletes_it_while_it_is_empty():
    client = browser(factories.editor())
    opened = client.post(reverse("archive:shoot_add"), facts())
    shoot = Shoot.objects.get()
    assert opened.url == reverse("archive:shoot", args=[shoot.pk])
    assert {person.name for person in shoot.people.all()} == {"Ayşe Yılmaz", "Mehmet Işık"}
    assert shoot.created_by == factories.editor()
    page = client.get(opened.url).content.decode()
    assert "Fotoğrafları ve videoları buraya bırakın" in page
    client.post(reverse("archive:shoot_edit", args=[shoot.pk]), facts(title="Sahil yolu", names="ayşe yılmaz"))
    shoot.refresh_from_db()
    assert shoot.title == "Sahil yolu"
    assert [person.name for person in shoot.people.all()] == ["Ayşe Yılmaz"]
    assert Person.objects.count() == 2
    (photo,) = rows.photos(1, shoot=shoot)
    client.post(reverse("archive:shoot_delete", args=[shoot.pk]))
    assert Shoot.objects.filter(pk=shoot.pk).exists(), "photos are in it"
    Photo.objects.filter(pk=photo.pk).update(shoot=None)
    client.post(reverse("archive:shoot_delete", args=[shoot.pk]))
    assert not Shoot.objects.exists()
    actions_logged = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {"wagtail.create", "wagtail.edit", "wagtail.delete"} <= actions_logged


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"date": "dün"}, {"legal_basis": "x"}, {"names": "\n".join(f"K{n}" for n in range(90))}]
)
def test_a_mistake_in_a_shoot_is_told_and_nothing_is_saved(wrong):
    response = browser(factories.editor()).post(reverse("archive:shoot_add"), facts(**wrong))
    assert response.status_code == 200
    assert not Shoot.objects.exists()


def test_who_may_only_look_opens_and_changes_nothing():
    shoot = rows.shoot()
    for user in (factories.social_editor(), factories.director(), factories.mayor()):
        client = browser(user)
        page = client.get(reverse("archive:shoot", args=[shoot.pk])).content.decode()
        assert "buraya bırakın" not in page
        assert client.post(reverse("archive:shoot_add"), facts()).status_code in (302, 403)
        assert client.post(reverse("archive:shoot_edit", args=[shoot.pk]), facts()).status_code in (302, 403)
        assert client.post(reverse("archive:shoot_delete", args=[shoot.pk])).status_code in (302, 403)
    assert [one.title for one in Shoot.objects.all()] == ["Sahil yolu"]


def test_shoots_are_listed_newest_first_in_pages_and_filtered():
    for number in range(30):
        rows.shoot(f"Çekim {number}", date=rows.DAY - dt.timedelta(days=number // 3))
    wanted = rows.shoot("ÇİÇEK şenliği", date=dt.date(2024, 5, 1), department=factories.department())
    client = browser(factories.editor())
    seen, cursor = [], ""
    while True:
        page = client.get(reverse("archive:shoots"), {"imlec": cursor}).context["page"]
        seen += [card.shoot for card in page.cards]
        cursor = page.cursor
        if not cursor:
            break
    assert seen == list(Shoot.objects.all())
    for query in ({"q": "cicek"}, {"yil": "2024"}, {"mudurluk": wanted.department_id}):
        found = client.get(reverse("archive:shoots"), query).context["page"].cards
        assert [card.shoot for card in found] == [wanted]
    assert client.get(reverse("archive:shoots"), {"yil": "x", "mudurluk": "999"}).status_code == 200


def test_upper_floors_add_their_buttons(monkeypatch):
    monkeypatch.setattr(actions, "_actions", dict(actions._actions))
    actions.register(
        actions.ShootAction(
            name="gallery", label="Galeri taslağı yap", icon="image", url=lambda shoot: f"/galeri/?cekim={shoot.pk}",
            may=lambda user: user.username == "editor",
        )
    )  # fmt: skip
    shoot = rows.shoot()
    address = reverse("archive:shoot", args=[shoot.pk])
    assert f"/galeri/?cekim={shoot.pk}" in browser(factories.editor()).get(address).content.decode()
    assert "/galeri/" not in browser(factories.archivist()).get(address).content.decode()


def test_buttons_of_a_selection_follow_the_role():
    rows.photos(1)
    address = reverse("archive:finder")

    def names(user):
        return {action.name for action in browser(user).get(address).context["actions"]}

    assert names(factories.social_editor()) == set()
    assert names(factories.editor()) >= {"batch", "tags", "kit"}
    assert names(factories.archivist()) >= {"batch", "tags", "kit", "consent", "blur", "compare", "take_down"}
    assert not names(factories.editor()) & {"consent", "blur", "compare", "take_down"}
    assert names(factories.director()) >= {"take_down"}
    assert "consent" not in names(factories.administrator())


def test_a_photo_is_shown_with_its_neighbours_in_the_list_one_came_from():
    shoot = rows.shoot()
    factories.photo("Başka", taken_at=rows.at(rows.DAY, 9))
    first, second, third = (
        factories.photo(
            f"Kare {n}", shoot=shoot, taken_at=rows.at(rows.DAY, 10, n), caption="Söz", original_name="D.jpg"
        )
        for n in range(3)
    )
    client = browser(factories.social_editor())
    page = client.get(reverse("archive:photo", args=[second.pk]), {"liste": f"cekim={shoot.pk}"})
    assert (page.context["before"], page.context["after"]) == (
        reverse("archive:photo", args=[third.pk]), reverse("archive:photo", args=[first.pk]),
    )  # fmt: skip
    last = client.get(reverse("archive:photo", args=[first.pk]), {"liste": f"cekim={shoot.pk}"})
    assert last.context["after"] is None
    assert "Başka" not in last.content.decode()


def test_a_photo_that_was_taken_down_is_seen_by_few_and_handed_out_to_nobody():
    photo = factories.photo(withheld_at=timezone.now())
    address = reverse("archive:photo", args=[photo.pk])
    assert browser(factories.editor()).get(address).status_code == 404
    page = browser(factories.archivist()).get(address)
    assert page.status_code == 200
    assert page.context["preview"] is None
    refused = browser(factories.archivist()).get(reverse("archive:original", args=[photo.pk]))
    assert refused.status_code in (302, 403)


def test_an_original_is_handed_out_with_our_words_and_that_is_written_down():
    photo = factories.photo("Açılış", caption="Şölen başladı.", credit="Gökçe Işık")
    Photo.objects.filter(pk=photo.pk).update(original_name="DSC_1.JPG")
    response = browser(factories.social_editor()).get(reverse("archive:original", args=[photo.pk]))
    data = b"".join(response.streaming_content)
    assert 'filename="DSC_1.jpg"' in response["Content-Disposition"]
    said = read(io.BytesIO(data))
    assert (said.caption, said.credit) == ("Şölen başladı.", "Gökçe Işık")
    with photo.file.open("rb") as stored, Image.open(stored) as ours, Image.open(io.BytesIO(data)) as theirs:
        assert ours.tobytes() == theirs.tobytes()
    entry = ModelLogEntry.objects.get(action="archive.download")
    assert entry.user == factories.social_editor()


def test_a_video_has_its_page_in_every_state():
    client = browser(factories.director())
    for state in ("waiting", "working", "failed", "ready"):
        film = rows.video(f"Film {state}", state=state, error="Görüntü okunamadı." if state == "failed" else "")
        page = client.get(reverse("archive:video", args=[film.pk]))
        assert page.status_code == 200
        assert ("Görüntü okunamadı." in page.content.decode()) == (state == "failed")


def test_a_selection_goes_into_a_new_kit():
    from media_library.kits.models import Kit

    photos = [factories.photo(f"Kare {n}", legal_basis="public_event") for n in range(2)]
    make_public(*photos)
    client = browser(factories.editor())
    chosen = {"foto": ",".join(str(one.pk) for one in photos)}
    assert client.get(reverse("archive:kit"), chosen).status_code == 200
    assert "adını yazın" in client.post(reverse("archive:kit"), chosen).content.decode()
    client.post(reverse("archive:kit"), chosen | {"ad": "Sahil kiti"})
    kit = Kit.objects.get()
    assert {part.photo for part in kit.photos.all()} == set(photos)
    page = client.get(reverse("archive:photo", args=[photos[0].pk])).content.decode()
    assert reverse("kits:inspect", args=[kit.pk]) in page, "a photo's page names its kits"
    more, unsigned = factories.photo("Üçüncü", legal_basis="public_event"), factories.photo("İmzasız")
    make_public(more)
    both = {"foto": f"{more.pk},{unsigned.pk}", "kit": kit.pk}
    assert (
        "1 kayıt yayındaki imzalı bir içerikte kullanılmıyor"
        in client.get(reverse("archive:kit"), both).content.decode()
    )
    client.post(reverse("archive:kit"), both)
    assert {part.photo for part in Kit.objects.get().photos.all()} == {*photos, more}
    gone = factories.photo("Kaldırılan", contains_children=True)
    make_public(gone)
    refused = client.post(reverse("archive:kit"), {"foto": gone.pk, "kit": kit.pk})
    assert "veli rızası" in refused.content.decode()
    assert browser(factories.social_editor()).get(reverse("archive:kit"), chosen).status_code in (302, 403)


def test_the_form_of_one_photo_holds_all_its_words_in_groups():
    shoot = rows.shoot("Yeni çekim")
    photo = factories.photo("Eski ad", headline="Eski", legal_basis="public_event")
    client = browser(factories.editor())
    address = reverse("wagtailimages:edit", args=[photo.pk])
    page = client.get(address).content.decode()
    for words in ("İmza ve telif", "Hukuki dayanak", "Fotoğraf altı", "Dijital kaynak"):
        assert words in page
    data = {
        "title": "Yeni ad", "headline": "Yeni başlık", "caption": "Yeni söz", "description": "Sahil",
        "credit": "G. Işık",
        "copyright_notice": "© Belediye", "usage_terms": "", "shoot": f"Yeni çekim · no {shoot.pk}",
        "taken_at": "2026-11-20T10:30", "place": "Cunda", "city": "Ayvalık", "digital_source": "", "ai_system": "",
        "ai_system_version": "", "ai_prompt": "", "ai_prompt_writer": "", "legal_basis": "public_event",
        "licence": "own", "licence_ends": "", "licence_note": "", "photographer": "", "names": "Ayşe Yılmaz",
        "tags": "sahil",
        "collection": photo.collection_id, "focal_point_x": "", "focal_point_y": "", "focal_point_width": "",
        "focal_point_height": "",
    }  # fmt: skip
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    photo = Photo.objects.get()
    assert (photo.title, photo.headline, photo.caption, photo.shoot) == ("Yeni ad", "Yeni başlık", "Yeni söz", shoot)
    assert [person.name for person in photo.people.all()] == ["Ayşe Yılmaz"]
    assert timezone.localtime(photo.taken_at).strftime("%d.%m.%Y %H.%M") == "20.11.2026 10.30"


def test_a_short_form_leaves_the_words_that_it_does_not_ask_for():
    photo = factories.photo("Ad", headline="Başlık", caption="Söz")
    photo.people.add(Person.objects.create(name="Ayşe Yılmaz"))
    client = browser(factories.editor())
    data = {"title": "Yeni ad", "description": "", "credit": "", "collection": photo.collection_id, "tags": ""}
    points = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    assert client.post(reverse("wagtailimages:edit", args=[photo.pk]), data | points).status_code == 302
    photo = Photo.objects.get()
    assert (photo.title, photo.headline, photo.caption, photo.people.count()) == ("Yeni ad", "Başlık", "Söz", 1)


def test_the_upload_tab_of_a_chooser_asks_for_little_and_works():
    client = browser(factories.editor())
    tab = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert "image-chooser-upload-title" in tab
    assert "image-chooser-upload-headline" not in tab
    answer = client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Yeni kare", "image-chooser-upload-collection": "1",
            "image-chooser-upload-file": SimpleUploadedFile("kare.jpg", factories.jpeg()),
        },
    )  # fmt: skip
    assert answer.json()["step"] == "chosen"
    assert Photo.objects.get().title == "Yeni kare"


def test_a_shoot_says_how_many_of_its_photos_are_ready(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shoot = rows.shoot("Açılış")
    photos = [factories.photo(title, shoot=shoot) for title in ("Bir", "İki", "Üç")]
    factories.photo("Eskiden beri burada", shoot=shoot)
    factories.photo("Kaldırılmış", shoot=shoot, withheld_at=timezone.now())
    for one in photos:
        sizes.ask_for_new(one.pk)
    client = browser(factories.editor())
    page, address = (reverse(name, args=[shoot.pk]) for name in ("archive:shoot", "archive:shoot_readiness"))

    def told():
        answer = client.get(address).json()
        assert "4 fotoğraf, 0 video" in answer.pop("facts")
        return answer

    assert told() == {"ready": 1, "all": 4, "words": "4 fotoğraftan hazır olan: 1", "over": False}
    html = client.get(page).content.decode()
    assert f'data-readiness="{address}" >' in html
    assert html.count("data-working") == 3
    worker = MediaWorker(poll=0)
    worker.carry_batch()
    MediaJob.objects.filter(kind=JobKind.ARCHIVED, subject_id=photos[1].pk).update(state=JobState.FAILED)
    words = "4 fotoğraftan hazır olan: 2, işlenemeyen: 1"
    assert told() == {"ready": 2, "all": 4, "words": words, "over": False}
    worker.carry_batch()
    assert told() == {"ready": 3, "all": 4, "words": words.replace("2", "3"), "over": True}
    assert f'data-readiness="{address}" hidden>' in client.get(page).content.decode()


def test_the_readiness_of_any_shoot_is_one_query(django_assert_num_queries):
    shoot = rows.shoot("Açılış")
    for number in range(5):
        sizes.ask_for_new(factories.photo(f"{number}", shoot=shoot).pk)
    with django_assert_num_queries(1):
        assert shoots.readiness_of(shoot).waiting == 5
