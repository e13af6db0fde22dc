"""The demo's archive keeps the rules that an archivist has to keep."""

import datetime as dt

import pytest

from demo import archive_texts, texts
from demo.pictures import KINDS, VIEWS
from media_library.models import DigitalSource, LegalBasis, Licence, VideoKind
from media_library.work.video.captions import normalized


@pytest.fixture(scope="module")
def shoots():
    return archive_texts.shoots()


def photos_of(shoots):
    return [photo for shoot in shoots for photo in shoot.photos]


def test_twelve_shoots_of_ten_photos_over_the_last_years(shoots):
    assert [len(shoot.photos) for shoot in shoots] == [10] * 12
    assert len({shoot.title for shoot in shoots}) == 12
    days = [shoot.values["date"] for shoot in shoots]
    assert days == sorted(days)
    assert dt.date(2025, 5, 22) <= days[0]
    assert days[-1] <= dt.date(2026, 11, 22)


def test_every_reference_exists(shoots):
    departments = {entry["slug"] for entry in texts.departments()["department"]}
    photographers = {entry["name"] for entry in archive_texts.content()["photographer"]}
    assert {shoot.department for shoot in shoots} <= departments
    assert {shoot.photographer for shoot in shoots} <= photographers
    for shoot in shoots:
        assert {name for photo in shoot.photos for name in photo.fields.persons_shown} <= set(shoot.people)


def test_every_photo_can_be_drawn_and_is_described(shoots):
    for photo in photos_of(shoots):
        assert photo.scene in KINDS
        assert photo.view in VIEWS
        words = photo.fields
        assert all([words.headline, words.caption, words.credit, words.copyright, words.usage_terms, words.keywords])
        assert 20 <= len(words.alt_text) <= 125, words.alt_text
        assert words.taken_at.utcoffset() == dt.timedelta(hours=3)
        assert words.digital_source_type in DigitalSource.values
        assert photo.values.get("legal_basis", LegalBasis.UNSET) in LegalBasis.values
        assert photo.values.get("licence", Licence.OWN) in Licence.values


def test_no_two_photos_of_a_shoot_have_one_name_and_none_is_drawn_twice(shoots):
    for shoot in shoots:
        assert len({photo.name for photo in shoot.photos}) == 10
    drawn = [(photo.scene, photo.seed, photo.view) for photo in photos_of(shoots) if not photo.copy_of]
    assert len(set(drawn)) == len(drawn)


def test_there_is_something_of_everything(shoots):
    photos = photos_of(shoots)
    assert sum(photo.view.startswith("upright") for photo in photos) >= 20
    assert {photo.exact for photo in photos if photo.copy_of} == {True, False}
    assert {"trainedAlgorithmicMedia", "digitalCreation", "negativeFilm"} <= {
        photo.fields.digital_source_type for photo in photos
    }
    assert any(photo.values.get("licence_ends", dt.date.max) < dt.date(2026, 11, 22) for photo in photos)
    assert {entry["kind"] for entry in archive_texts.content()["photographer"]} == {"staff", "contract", "outside"}


def test_children_are_shown_with_a_parents_consent_only(shoots):
    marks = [mark for consent in archive_texts.consents() for mark in consent.marks]
    children = [photo for photo in photos_of(shoots) if photo.values.get("contains_children")]
    assert {photo.mark for photo in children} > set(marks)
    assert all(consent.guardian for consent in archive_texts.consents())
    assert [bool(consent.withdrawn) for consent in archive_texts.consents()] == [False, True]


def test_galleries_and_kit_name_photos_that_may_be_used(shoots):
    by_title = {shoot.title: shoot for shoot in shoots}
    marks = {mark for consent in archive_texts.consents() for mark in consent.marks}
    found = archive_texts.content()
    for entry in (*found["photo_gallery"], found["kit"]):
        for number in entry["photos"]:
            photo = by_title[entry["shoot"]].photos[number - 1]
            assert not photo.values.get("contains_children") or photo.mark in marks
            assert "licence_ends" not in photo.values


def test_four_films_of_four_to_six_seconds_one_of_them_promotional():
    films = archive_texts.videos()
    assert len(films) == 4
    assert {film.values["kind"] for film in films} <= set(VideoKind.values)
    (promotion,) = [film for film in films if film.values["kind"] == VideoKind.PROMOTION]
    assert normalized(promotion.subtitles.encode(), "altyazi.vtt").count(b"-->") == 3
