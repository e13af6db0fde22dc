import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError

from media_library.guards import FileInUse
from media_library.models import PublicFile, VideoState
from media_library.work.video import services
from publishing.approval import publication, snapshot
from publishing.approval.desk import diffs
from publishing.approval.exceptions import ApprovalRefused, FileMissing
from tests import factories
from tests.factories import PARAGRAPH
from tests.office import browser

pytestmark = pytest.mark.slow

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nİyi günler\n".encode()


def body(video, **values):
    said = {"video": video.pk, "title": "Açılıştan görüntüler", "caption": "Sahil", "credit": "Görüntü: Deniz Örnek"}
    return [PARAGRAPH, {"type": "archive_video", "value": {**said, **values}}]


@pytest.fixture
def video(taken_in):
    video = taken_in("plain.mp4", legal_basis="no_person")
    services.set_captions(video=video, user=factories.editor(), language="tr", data=CAPTIONS, name="a.vtt")
    return video


@pytest.fixture
def page(video):
    return factories.bulletin(body=body(video))


def files_in(page):
    return snapshot.take(page.get_latest_revision().as_object()).files


def test_the_signature_covers_every_file_of_a_video(page, video):
    (entry,) = files_in(page)
    assert (entry["kind"], entry["id"], entry["sha256"], entry["proxy_sha256"]) == (
        "video", video.pk, video.sha256, video.proxy_sha256,
    )  # fmt: skip
    assert len(entry["poster_sha256"]) == 64
    assert [language for language, _digest in entry["captions"]] == ["tr"]


@pytest.mark.once
def test_a_published_video_plays_on_its_page(client, page, video):
    page = factories.publish(page)
    answer = client.get(page.get_url())
    html = answer.content.decode()
    assert PublicFile.objects.get().video == video
    assert f'<source src="{video.proxy.url}" type="video/mp4">' in html
    assert f'poster="{video.poster.url}"' in html
    assert 'srclang="tr" label="Türkçe" default' in html
    assert "Video: Açılıştan görüntüler, 1 saniye" in html
    assert "Görüntü: Deniz Örnek" in html
    assert video.file.url not in html
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    for address in (video.proxy.url, video.poster.url, video.captions.get().file.url):
        assert client.get(address).status_code == 200


def test_withdrawing_takes_the_video_away(client, page, video):
    factories.withdraw(factories.publish(page))
    assert client.get(video.proxy.url).status_code == 404


@pytest.mark.once
def test_the_mail_shows_the_still_and_links_to_the_page(page, video):
    message = factories.publish(page).to_message()
    assert video.poster.url in message.body_html
    assert "<video" not in message.body_html
    assert f"Video: Açılıştan görüntüler ({message.url}) (0:01)" in message.body_text


@pytest.mark.parametrize(
    ("state", "words"), [(VideoState.WAITING, "henüz işleniyor"), (VideoState.FAILED, "işlenemedi")]
)
def test_a_video_that_is_not_ready_is_refused_at_submission(page, video, state, words):
    type(video).objects.filter(pk=video.pk).update(state=state)
    with pytest.raises(ValidationError, match=words):
        factories.submit(page)


@pytest.mark.once
@pytest.mark.parametrize("change", ["captions", "copy", "still", "original"])
def test_whatever_changes_voids_the_signature(page, video, change):
    before = files_in(page)
    if change == "captions":
        data = CAPTIONS.replace(b"00:01", b"00:02")
        services.set_captions(video=video, user=factories.editor(), language="tr", data=data, name="a.vtt")
    elif change == "copy":
        type(video).objects.filter(pk=video.pk).update(proxy_sha256="0" * 64)
    elif change == "still":
        with open(video.poster.path, "ab") as stream:
            stream.write(b"x")
    else:
        type(video).objects.filter(pk=video.pk).update(sha256="0" * 64)
    after = files_in(page)
    assert after != before
    (note,) = [one.note for one in diffs.changes(type(page), {}, {}, before, after)]
    assert {"captions": "Altyazı", "original": "kendisi"}.get(change, "Web kopyası") in note


def test_a_change_between_the_signatures_stops_the_second(page, video):
    factories.submit(page)
    factories.sign(page, user=factories.director())
    data = CAPTIONS.replace(b"00:01", b"00:02")
    with pytest.raises(FileInUse, match="onayda"):
        services.set_captions(video=video, user=factories.editor(), language="tr", data=data, name="a.vtt")
    with open(video.captions.get().file.path, "wb") as stream:  # and should a hand reach the store
        stream.write(data)
    with pytest.raises(ApprovalRefused):
        factories.sign(page, user=factories.mayor())
    assert not type(page).objects.get(pk=page.pk).live


@pytest.mark.once
def test_a_file_that_lost_bytes_is_noticed_without_reading_it(page, video):
    with open(video.file.path, "r+b") as stream:
        stream.truncate(100)
    with pytest.raises(FileMissing, match="kaydedildiği gibi değil"):
        files_in(page)


@pytest.mark.once
def test_a_thorough_look_reads_the_film_itself(page, video):
    factories.publish(page)
    assert list(publication.unsigned_live_content()) == []
    with open(video.proxy.path, "r+b") as stream:
        stream.seek(-10, 2)
        stream.write(b"xxxxxxxxxx")
    assert [reason for _label, reason in publication.unsigned_live_content()] == [
        f"dosya imzalanan değil: Video no {video.pk}"
    ]


def test_a_public_video_keeps_its_files_and_subtitles(page, video):
    factories.publish(page)
    video.refresh_from_db()
    video.proxy_sha256 = "1" * 64
    with pytest.raises(FileInUse):
        video.save()
    caption = video.captions.get()
    caption.file = ContentFile(CAPTIONS, name="x.vtt")
    with pytest.raises(FileInUse):
        caption.save()
    for thing in (caption, video):
        with pytest.raises((ProtectedError, FileInUse)), transaction.atomic():
            thing.delete()


def test_words_about_a_public_video_may_still_change(page, video):
    factories.publish(page)
    video.refresh_from_db()
    video.title = "Yeni başlık"
    video.save()
    assert list(publication.unsigned_live_content()) == []


@pytest.mark.once
def test_the_desk_shows_a_page_with_a_video(page):
    page = factories.submit(page)
    state = page.current_workflow_task_state
    answer = browser(factories.director()).get(f"/onay/incele/{state.pk}/")
    assert answer.status_code == 200
