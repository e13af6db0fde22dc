import pytest
from django.utils import timezone

from media_library.work.video import services
from tests import factories
from tests.factories.videos import make_public
from tests.office import browser

pytestmark = [pytest.mark.once, pytest.mark.thorough]
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nİyi günler\n".encode()


@pytest.fixture
def video(taken_in):
    video = taken_in("plain.mp4")
    services.set_captions(video=video, user=factories.editor(), language="tr", data=CAPTIONS, name="a.vtt")
    return video


def files_of(video):
    return {
        "original": video.file.url, "copy": video.proxy.url, "still": video.poster.url,
        "captions": video.captions.get().file.url,
    }  # fmt: skip


def answers(client, video):
    return {name: client.get(url).status_code for name, url in files_of(video).items()}


def test_nothing_of_an_unpublished_video_is_public(client, video):
    assert answers(client, video) == {"original": 404, "copy": 404, "still": 404, "captions": 404}


def test_staff_sees_everything(video):
    assert answers(browser(factories.editor()), video) == {"original": 200, "copy": 200, "still": 200, "captions": 200}


def test_of_a_public_video_everything_but_the_original_is_public(client, video):
    make_public(video)
    assert answers(client, video) == {"original": 404, "copy": 200, "still": 200, "captions": 200}


def test_one_public_video_does_not_open_another(client, video, taken_in):
    make_public(video)
    assert set(answers(client, video).values()) == {200, 404}
    other = taken_in("silent.mp4")
    assert client.get(other.proxy.url).status_code == 404


def test_a_player_may_ask_for_a_part(client, video):
    make_public(video)
    answer = client.get(video.proxy.url, headers={"Range": "bytes=100-199"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert answer.getvalue() == video.proxy.read()[100:200]


def test_types_are_said_exactly(client, video):
    make_public(video)
    assert client.get(video.poster.url)["Content-Type"] == "image/jpeg"
    captions = client.get(video.captions.get().file.url)
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert "İyi günler" in captions.getvalue().decode()


def test_what_was_taken_down_is_for_archivists_only(client, video):
    make_public(video)
    type(video).objects.filter(pk=video.pk).update(withheld_at=timezone.now())
    video.refresh_from_db()
    assert set(answers(client, video).values()) == {404}
    assert set(answers(browser(factories.director()), video).values()) == {410}
    assert set(answers(browser(factories.archivist()), video).values()) == {200}


@pytest.mark.parametrize("path", ["contracts/a.pdf", "consents/a.pdf", "video_proxies/../videos/a.mp4", "films/a.mp4"])
def test_no_other_area_has_an_address(path, own_store, db):
    (own_store / "contracts").mkdir(parents=True)
    (own_store / "contracts" / "a.pdf").write_bytes(b"%PDF")
    assert browser(factories.archivist()).get(f"/media/{path}").status_code == 404
