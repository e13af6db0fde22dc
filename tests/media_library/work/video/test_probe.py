import datetime as dt
import os

import pytest

from media_library.intake.services import Refused, take_in_video
from media_library.models import Video
from media_library.work.video.probe import NotAVideo, probe

pytestmark = pytest.mark.slow


def test_a_film_says_what_it_is(films):
    facts = probe(films / "plain.mp4")
    assert (facts.width, facts.height, facts.duration_ms) == (320, 240, 1000)
    assert (facts.video_codec, facts.audio_codec, facts.format) == ("h264", "aac", "mov")
    assert facts.taken_at == dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "size", "codec"),
    [
        ("rotated.mp4", (240, 320), "h264"),
        ("silent.mp4", (320, 240), "h264"),
        ("odd.mov", (319, 239), "h264"),
        ("phone.mov", (320, 240), "hevc"),
        ("camcorder.mts", (320, 240), "mpeg2video"),
    ],
)
def test_films_of_many_devices_are_known(films, name, size, codec):
    facts = probe(films / name)
    assert ((facts.width, facts.height), facts.video_codec) == (size, codec)


REFUSALS = {
    "empty.mp4": "boş",
    "text.mp4": "bir video değil ya da bozuk",
    "mp3.mp4": "yalnızca ses",
    "sound.mp4": "yalnızca ses",
    "playlist.mp4": "oynatma listesi",
    "concat.mp4": "oynatma listesi",
    "no_index.mp4": "sonu eksik",
    "cut.mp4": "sonu eksik",
    "rare.mkv": "(ffv1) desteklenmiyor",
    "wide.mp4": "8400 × 32",
}


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_what_is_no_film_is_refused_in_words(films, name):
    with pytest.raises(NotAVideo, match=REFUSALS[name].replace("(", r"\(").replace(")", r"\)")):
        probe(films / name)


def test_the_door_refuses_what_is_no_film_and_keeps_nothing(films, db):
    with pytest.raises(Refused, match="oynatma listesi"):
        take_in_video(path=films / "playlist.mp4", name="tatil.mp4")
    assert not Video.objects.exists()


@pytest.mark.parametrize("name", ["-version", "concat:a|b.mp4", "http:__x.mp4", "a b'\".mp4"])
def test_no_name_is_taken_for_an_option_or_an_address(films, tmp_path, name):
    os.link(films / "plain.mp4", tmp_path / name)
    assert probe(tmp_path / name).width == 320
