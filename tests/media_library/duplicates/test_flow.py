"""From two uploads of one picture to a decision; nothing is deleted on the way."""

import io

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image

from demo import pictures
from media_library.duplicates import finder, services
from media_library.duplicates.models import DuplicatePair, PairState
from media_library.models import Photo, PublicFile
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(autouse=True)
def empty_shelf():
    finder.SHELF.forget()
    yield
    finder.SHELF.forget()


def stored(data, name="foto.jpg", **values):
    photo = Photo.objects.create(title=values.pop("title", name), file=ImageFile(io.BytesIO(data), name=name), **values)
    finder.record(photo)
    return photo


def smaller(data):
    stream = io.BytesIO()
    image = Image.open(io.BytesIO(data))
    image.crop((40, 30, image.width - 60, image.height - 20)).resize((800, 533)).save(stream, "JPEG", quality=60)
    return stream.getvalue()


@pytest.fixture
def scene():
    return pictures.render("harbour" if "harbour" in pictures.KINDS else sorted(pictures.KINDS)[0], 3)


def test_a_copy_is_found_and_another_picture_is_not(scene):
    first = stored(scene)
    other = stored(pictures.render("library", 2), "kitaplik.jpg")
    copy = stored(smaller(scene), "kopya.jpg")
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.kind, pair.state) == (first, copy, "near", PairState.OPEN)
    assert other.pk not in (pair.first_id, pair.second_id)


def test_the_same_file_is_an_exact_pair_and_looking_again_adds_none(scene):
    first = stored(scene, sha256="a" * 64)
    second = stored(scene, sha256="a" * 64)
    assert DuplicatePair.objects.get().kind == "exact"
    assert finder.record(first) == finder.record(second) == 0


def test_each_photo_of_a_burst_is_opened_once(scene, monkeypatch):
    looked_at, opened = [], finder.opened
    monkeypatch.setattr(finder, "opened", lambda file: looked_at.append(file.name) or opened(file))
    image = Image.open(io.BytesIO(scene))
    for number in range(4):
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=80 + number)
        stored(stream.getvalue(), f"seri-{number}.jpg")
    assert DuplicatePair.objects.count() == 6
    assert len(looked_at) == len(set(looked_at)) == 4


def test_a_blurred_photo_is_not_the_double_of_its_original(scene):
    first = stored(scene)
    stored(smaller(scene), derived_from=first)
    assert not DuplicatePair.objects.exists()


def test_an_archivist_merges_and_every_link_stays(scene):
    archivist = factories.archivist()
    small = stored(smaller(scene), "kucuk.jpg", caption="Balıkçı barınağı", credit="Deniz Örnek")
    small.tags.add("liman")
    PublicFile.objects.create(photo=small, content_type_id=1, object_id="1")
    large = stored(scene)
    page = browser(archivist).get(reverse("duplicates:groups"))
    assert page.status_code == 200
    assert [one.photo for one in page.context["groups"][0].photos] == [large, small]
    answer = browser(archivist).post(
        reverse("duplicates:decide"), {"act": "merge", "keeper": large.pk, "photos": [large.pk, small.pk]}
    )
    assert answer.status_code == 302
    large.refresh_from_db()
    small.refresh_from_db()
    assert small.merged_into == large
    assert (large.caption, large.credit, list(large.tags.names())) == ("Balıkçı barınağı", "Deniz Örnek", ["liman"])
    assert small.file.storage.exists(small.file.name)
    assert PublicFile.objects.filter(photo=small).exists()
    assert not browser(archivist).get(reverse("duplicates:groups")).context["groups"]


def test_stacks_are_never_two_deep(scene):
    archivist = factories.archivist()
    one, two, three = (stored(scene, f"{n}.jpg") for n in range(3))
    services.stack(keeper=two.pk, others=[one.pk], user=archivist)
    services.stack(keeper=three.pk, others=[two.pk], user=archivist)
    assert set(three.stacked.all()) == {one, two}
    services.unstack(photo=three.pk, user=archivist)
    assert not three.stacked.exists()


def test_a_stack_is_taken_apart_on_the_page_of_a_photo(scene):
    archivist = factories.archivist()
    front, behind = stored(scene, "a.jpg"), stored(smaller(scene), "b.jpg")
    services.stack(keeper=front.pk, others=[behind.pk], user=archivist)
    for photo, words in ((front, "Yığını dağıt"), (behind, "Yığından çıkar")):
        assert words in browser(archivist).get(reverse("archive:photo", args=[photo.pk])).content.decode()
        assert words not in browser(factories.editor()).get(reverse("archive:photo", args=[photo.pk])).content.decode()
    posted = {"act": "unstack", "keeper": behind.pk}
    browser(factories.editor()).post(reverse("duplicates:decide"), posted)
    assert front.stacked.exists()
    answer = browser(archivist).post(reverse("duplicates:decide"), posted)
    assert answer.url == reverse("archive:photo", args=[behind.pk])
    assert not front.stacked.exists()
    assert DuplicatePair.objects.get().state == PairState.OPEN


def test_what_was_told_apart_is_not_shown_again(scene):
    archivist = factories.archivist()
    one, two = stored(scene), stored(smaller(scene))
    services.separate(photos=[one.pk, two.pk], user=archivist)
    finder.record(two)
    assert DuplicatePair.objects.get().state == PairState.DIFFERENT
    assert not browser(archivist).get(reverse("duplicates:groups")).context["groups"]


@pytest.mark.parametrize("person", [factories.editor, factories.social_editor, factories.director, factories.mayor])
def test_only_archivists_decide(person, scene):
    one, two = stored(scene), stored(smaller(scene))
    user = person()
    browser(user).get(reverse("duplicates:groups"))
    browser(user).post(reverse("duplicates:decide"), {"act": "merge", "keeper": one.pk, "photos": [one.pk, two.pk]})
    two.refresh_from_db()
    assert two.merged_into is None


def test_a_choice_without_a_front_photo_is_answered_in_words(scene):
    archivist = factories.archivist()
    answer = browser(archivist).post(reverse("duplicates:decide"), {"act": "merge", "photos": ["x"]}, follow=True)
    assert "Önde kalacak fotoğrafı seçin." in answer.content.decode()
    answer = browser(archivist).post(
        reverse("duplicates:decide"), {"act": "stack", "keeper": 99, "photos": ["98"]}, follow=True
    )
    assert "artık arşivde yok" in answer.content.decode()
