"""The demo's files say what real ones say."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image

from demo import archive_texts, darkroom, pictures
from media_library.metadata.read import read
from media_library.work.video.probe import probe

pytestmark = pytest.mark.slow

CAMERA = pictures.Camera("Kiyi Optik", "K-1", "", dt.datetime(2026, 5, 3, 10, 30), 38.42, 25.93)


@pytest.fixture(scope="module")
def developed(tmp_path_factory):
    """Of one shoot: a photo as it stands, one held upright, a messenger's copy, a copy of the file."""
    shoot = archive_texts.shoots()[0]
    first, upright = shoot.photos[0], shoot.photos[1]
    sent = replace(first, name="WhatsApp.jpeg", copy_of=1)
    again = replace(first, name="DSC (1).JPG", copy_of=1, exact=True)
    files = darkroom.develop([replace(shoot, photos=[first, upright, sent, again])], tmp_path_factory.mktemp("files"))
    return shoot, {name: path for (_title, name), path in files.items()}


def test_a_photo_carries_its_words_its_moment_and_its_place(developed):
    shoot, files = developed
    photo = shoot.photos[0]
    with files[photo.name].open("rb") as file:
        said = read(file)
    words = photo.fields
    assert (said.headline, said.caption, said.credit) == (words.headline, words.caption, words.credit)
    assert (said.copyright, said.usage_terms, said.keywords) == (words.copyright, words.usage_terms, words.keywords)
    assert (said.city, said.sublocation, said.alt_text) == ("Çamlıkıyı", shoot.values["place"], words.alt_text)
    assert said.persons_shown == ("Gülizar Demet",)
    assert said.taken_at == words.taken_at
    assert said.digital_source_type == "digitalCapture"
    assert (said.make, said.model) == ("", "")  # what we write carries no free words of a camera
    assert abs(said.latitude - Decimal("38.4127")) < Decimal("0.001")
    assert abs(said.longitude - Decimal("25.9034")) < Decimal("0.001")


def test_an_upright_photo_lies_on_its_side_and_says_so(developed):
    shoot, files = developed
    with files[shoot.photos[1].name].open("rb") as file:
        assert read(file).orientation == 6
        with Image.open(file) as picture:
            assert picture.size == (1600, 1067)


def test_copies_are_the_same_file_or_a_small_one(developed):
    shoot, files = developed
    original = files[shoot.photos[0].name]
    assert files["DSC (1).JPG"].read_bytes() == original.read_bytes()
    with Image.open(files["WhatsApp.jpeg"]) as picture:
        assert max(picture.size) == 1024


@pytest.mark.parametrize("view", sorted(pictures.VIEWS))
def test_a_scene_is_framed_in_several_ways(view):
    ((data,), (with_camera,)) = (
        pictures.photographs("beach", 3, [(view, None)]),
        pictures.photographs("beach", 3, [(view, CAMERA)]),
    )
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == ((1067, 1600) if view.startswith("upright") else (1600, 1067))
    with Image.open(io.BytesIO(with_camera)) as picture:
        assert picture.size == (1600, 1067)
        assert picture.getexif()[0x0112] == (6 if view.startswith("upright") else 1)


def test_a_film_has_the_size_length_and_moment_that_were_asked_for(tmp_path):
    film = archive_texts.videos()[1]
    facts = probe(darkroom.cut(film, tmp_path))
    assert (facts.width, facts.height) == (1280, 720)
    assert facts.duration_ms == pytest.approx(4000, abs=100)
    assert facts.taken_at == film.taken


def test_what_ffmpeg_cannot_make_is_said(tmp_path):
    film = replace(archive_texts.videos()[1], pictures=[("stage", 1)])
    (tmp_path / film.name).mkdir()
    with pytest.raises(darkroom.CannotCut):
        darkroom.cut(film, tmp_path)
