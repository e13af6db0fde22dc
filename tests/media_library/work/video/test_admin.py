import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.core.blocks.films import VideoChooserBlock
from media_library.models import Video, VideoState
from media_library.work.video import services
from tests import factories
from tests.factories.videos import make_public
from tests.office import browser

pytestmark = [pytest.mark.once, pytest.mark.thorough]
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nİyi günler\n".encode()


@pytest.fixture
def video(taken_in):
    return taken_in("silent.mp4")


@pytest.mark.both
def test_the_list_shows_stills_and_filters_by_kind_and_state(video, taken_in):
    promotion = taken_in("plain.mp4", work=False, kind="promotion", title="Tanıtım filmi")
    page = browser(factories.editor()).get(reverse("videos:index"))
    html = page.content.decode()
    assert video.poster.url in html
    assert "0:01" in html
    assert f'data-video="{promotion.pk}"' in html
    assert f'data-video="{video.pk}"' not in html
    only = browser(factories.editor()).get(reverse("videos:index"), {"kind": "promotion", "state": "waiting"})
    assert [one.pk for one in only.context["object_list"]] == [promotion.pk]


@pytest.mark.both
def test_the_list_takes_as_many_queries_for_many_as_for_few(video, django_assert_max_num_queries):
    client = browser(factories.editor())
    client.get(reverse("videos:index"))
    for number in range(20):
        Video.objects.create(title=f"Film {number}", file=f"videos/{number}.mp4")
    with django_assert_max_num_queries(40):
        client.get(reverse("videos:index"))


def test_states_are_told_to_the_list(video):
    Video.objects.filter(pk=video.pk).update(state=VideoState.WORKING, progress=40)
    client = browser(factories.editor())
    answer = client.get(reverse("videos:states"), {"v": [video.pk, "x", "9" * 30]})
    assert json.loads(answer.content)["videos"] == [
        {"id": video.pk, "state": "working", "words": "işleniyor", "progress": 40, "error": "", "over": False}
    ]


def test_an_editor_describes_a_video_and_its_rights_follow(video):
    client = browser(factories.editor())
    address = reverse("videos:edit", args=[video.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "title": "Sahilde gün doğumu", "kind": "promotion", "legal_basis": "no_person", "tags": "sahil, film",
        "people": [],
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    video.refresh_from_db()
    assert (video.title, video.kind, video.rights_state) == ("Sahilde gün doğumu", "promotion", "clear")
    assert sorted(video.tags.names()) == ["film", "sahil"]
    assert "file" not in form.fields


@pytest.mark.parametrize("name", ["edit", "captions"])
def test_those_who_only_look_change_nothing(video, name):
    client = browser(factories.director())
    assert client.get(reverse("videos:index")).status_code == 200
    assert client.get(reverse("videos:inspect", args=[video.pk])).status_code == 200
    assert client.get(reverse(f"videos:{name}", args=[video.pk])).status_code == 302
    assert client.post(reverse("videos:again", args=[video.pk])).status_code == 302
    video.refresh_from_db()
    assert video.state == VideoState.READY


@pytest.mark.both
def test_a_failed_video_is_sent_again_from_its_page(video):
    Video.objects.filter(pk=video.pk).update(state=VideoState.FAILED, error="Videonun görüntüsü çözülemedi.")
    client = browser(factories.editor())
    page = client.get(reverse("videos:edit", args=[video.pk])).content.decode()
    assert "Videonun görüntüsü çözülemedi." in page
    assert "Yeniden işle" in page
    client.post(reverse("videos:again", args=[video.pk]))
    video.refresh_from_db()
    assert (video.state, video.error) == (VideoState.WAITING, "")


def upload(client, video, name, data, language="tr"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("videos:captions", args=[video.pk]), {"language": language, "file": file}, follow=True)


def test_captions_are_uploaded_replaced_and_removed(video):
    client = browser(factories.editor())
    assert "Altyazı kaydedildi." in upload(client, video, "a.vtt", CAPTIONS).content.decode()
    first = video.captions.get().file.name
    upload(client, video, "b.srt", b"1\n00:00:00,000 --> 00:00:01,000\nYeni\n")
    caption = video.captions.get()
    assert caption.file.read() == b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nYeni\n"
    assert caption.file.name != first
    upload(client, video, "c.vtt", CAPTIONS, "en")
    assert [one.language for one in video.captions.all()] == ["en", "tr"]
    client.post(reverse("videos:remove_captions", args=[video.pk, caption.pk]))
    assert [one.language for one in video.captions.all()] == ["en"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("a.vtt", b"<html>", "ilk satırı WEBVTT olmalı"), ("a.txt", CAPTIONS, ".vtt ya da .srt")],
)
def test_bad_captions_are_refused_beside_the_field(video, name, data, words):
    assert words in upload(browser(factories.editor()), video, name, data).content.decode()
    assert not video.captions.exists()


def test_a_public_video_says_that_its_captions_stay(video):
    services.set_captions(video=video, user=factories.editor(), language="tr", data=CAPTIONS, name="a.vtt")
    make_public(video)
    client = browser(factories.editor())
    page = client.get(reverse("videos:captions", args=[video.pk])).content.decode()
    assert "Bu video yayındaki bir içerikte kullanılıyor" in page
    assert 'type="file"' not in page
    answer = upload(client, video, "b.vtt", CAPTIONS, "en")
    assert "Bu video yayındaki bir içerikte kullanılıyor" in answer.content.decode()
    assert video.captions.count() == 1


def test_editors_choose_a_video_for_a_text(video, taken_in):
    withheld = taken_in("silent.mp4", title="Kaldırılan", withheld_at="2026-01-01T00:00:00Z")
    client = browser(factories.editor())
    chooser = client.get(reverse("video_chooser:choose")).json()["html"]
    assert video.title in chooser
    assert video.poster.url in chooser
    assert withheld.title not in chooser
    chosen = client.get(reverse("video_chooser:chosen", args=[video.pk])).json()
    assert chosen["result"]["id"] == str(video.pk)


def test_the_block_knows_its_chooser_without_importing_the_archive(db):
    block = VideoChooserBlock()
    assert block.model_class is Video
    assert "videolar-sec" in block.widget.get_chooser_modal_url()
