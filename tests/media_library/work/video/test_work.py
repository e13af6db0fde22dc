import hashlib
import json
import logging
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from media_library.guards import FileInUse
from media_library.models import JobKind, JobState, MediaJob, VideoState
from media_library.work.jobs import services as jobs
from media_library.work.jobs.registry import LeaseLost
from media_library.work.jobs.worker import MediaWorker
from media_library.work.video import job, services
from media_library.work.video.probe import probe
from media_library.work.video.workplace import clear_abandoned
from tests import factories
from tests.factories.videos import make_public, stored

pytestmark = [pytest.mark.slow, pytest.mark.once]


def told(path):
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(path)],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(said.stdout)


def test_a_film_gets_a_copy_and_a_still(taken_in, own_store):
    video = taken_in("plain.mp4")
    assert (video.state, video.progress, video.error) == (VideoState.READY, 100, "")
    said = told(video.proxy.path)
    assert {one["codec_name"] for one in said["streams"]} == {"h264", "aac"}
    assert said["streams"][0]["pix_fmt"] == "yuv420p"
    assert video.proxy_sha256 == hashlib.sha256(video.proxy.read()).hexdigest()
    assert (video.poster_width, video.poster_height) == (320, 240)
    assert stored(own_store, "video_proxies") == [video.proxy.name]
    assert stored(own_store, "video_posters") == [video.poster.name]


def test_the_copy_tells_nothing_of_camera_and_place(taken_in, films):
    original, copy = (films / "plain.mp4").read_bytes(), taken_in("plain.mp4")
    assert b"loci" in original
    assert b"Gizli" in original
    for file in (copy.proxy, copy.poster):
        data = Path(file.path).read_bytes()
        assert b"loci" not in data
        assert b"Gizli" not in data
        assert b"2026" not in data


def test_the_original_is_kept_bit_for_bit(taken_in, films):
    assert taken_in("camcorder.mts").file.read() == (films / "camcorder.mts").read_bytes()


def test_the_copy_can_play_before_it_is_whole(taken_in):
    data = taken_in("plain.mp4").proxy.read()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("rotated.mp4", (240, 320)), ("silent.mp4", (320, 240)), ("odd.mov", (320, 240)), ("phone.mov", (320, 240)),
        ("camcorder.mts", (320, 240)), ("large.mp4", (1280, 720)),
    ],
)  # fmt: skip
def test_every_film_becomes_upright_even_and_not_too_large(taken_in, name, size):
    video = taken_in(name)
    facts = probe(Path(video.proxy.path))
    assert ((facts.width, facts.height), facts.video_codec) == (size, "h264")
    assert facts.frame_rate <= 30
    assert bool(facts.audio_codec) is (name in ("rotated.mp4", "camcorder.mts"))
    with Image.open(video.poster.path) as still:
        assert still.size == size


def test_the_still_is_not_black_when_the_film_begins_black(taken_in):
    with Image.open(taken_in("dark.mp4").poster.path) as still:
        assert ImageStat.Stat(still.convert("L")).mean[0] > 40


def test_progress_is_told_while_it_is_worked_on(taken_in):
    video, heard = taken_in("plain.mp4", work=False), []
    assert video.state == VideoState.WAITING

    def progress(percent):
        video.refresh_from_db()
        heard.append((percent, video.state))

    job.process_video(video.pk, progress)
    assert [percent for percent, _ in heard] == sorted(percent for percent, _ in heard)
    assert heard[-1][0] == 99
    assert {state for _, state in heard[1:]} == {VideoState.WORKING}


def test_doing_it_twice_changes_nothing(taken_in, own_store):
    video = taken_in("plain.mp4")
    jobs.enqueue(kind=JobKind.VIDEO, subject_id=video.pk)
    MediaWorker(poll=0).run(drain=True)
    assert stored(own_store, "video_proxies") == [video.proxy.name]


@pytest.mark.both
def test_processing_again_replaces_the_old_files(taken_in, own_store):
    before = taken_in("plain.mp4")
    services.process_again(video=before, user=factories.editor())
    MediaWorker(poll=0).run(drain=True)
    after = type(before).objects.get(pk=before.pk)
    assert after.state == VideoState.READY
    assert after.proxy.name != before.proxy.name
    assert stored(own_store, "video_proxies") == [after.proxy.name]
    assert stored(own_store, "video_posters") == [after.poster.name]


def test_a_film_that_broke_in_the_store_ends_in_a_clear_state(taken_in, caplog):
    video = taken_in("plain.mp4", work=False)
    with open(video.file.path, "r+b") as stream:
        stream.seek(2_000)
        stream.write(b"\0" * 25_000)
        stream.truncate(27_000)
    with caplog.at_level(logging.WARNING):
        MediaWorker(poll=0).run(drain=True)
    video.refresh_from_db()
    assert video.state == VideoState.FAILED
    assert video.error.endswith("deneyin.")
    assert "0x" not in video.error
    assert MediaJob.objects.get(kind=JobKind.VIDEO).state == JobState.FAILED
    assert video.file.storage.listdir(".")[0] == ["videos"]


def test_a_lost_original_is_said(taken_in):
    video = taken_in("plain.mp4", work=False)
    video.file.storage.delete(video.file.name)
    MediaWorker(poll=0).run(drain=True)
    video.refresh_from_db()
    assert (video.state, "bulunamadı" in video.error) == (VideoState.FAILED, True)


def test_a_reason_that_only_programmers_read_stays_off_the_screen(taken_in):
    video = taken_in("plain.mp4", work=False)
    job.give_up(video.pk, "OSError: [Errno 5] Input/output error")
    video.refresh_from_db()
    assert video.error.startswith("Video işlenemedi.")


@pytest.mark.both
def test_losing_the_lease_leaves_nothing_behind(taken_in, own_store, settings):
    video = taken_in("plain.mp4", work=False)

    def progress(percent):
        if percent == 99:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        job.process_video(video.pk, progress)
    video.refresh_from_db()
    assert not video.proxy
    assert video.state == VideoState.WAITING
    assert stored(own_store, "video_proxies") == stored(own_store, "video_posters") == []
    assert list((settings.UPLOAD_ROOT / "films").iterdir()) == []


def test_losing_the_lease_stops_the_program_at_once(taken_in):
    video, asked = taken_in("large.mp4", work=False), []

    def progress(percent):
        asked.append(percent)
        raise LeaseLost

    with pytest.raises(LeaseLost):
        job.process_video(video.pk, progress)
    assert len(asked) == 1


@pytest.mark.both
def test_the_files_of_a_public_video_are_not_replaced(taken_in, own_store):
    video = taken_in("plain.mp4")
    make_public(video)
    with pytest.raises(FileInUse):
        services.process_again(video=video, user=factories.editor())
    # Even if the work was asked for before the video became public.
    type(video).objects.filter(pk=video.pk).update(state=VideoState.WAITING)
    job.process_video(video.pk, lambda percent: None)
    after = type(video).objects.get(pk=video.pk)
    assert (after.proxy.name, after.state) == (video.proxy.name, VideoState.READY)
    assert stored(own_store, "video_proxies") == [video.proxy.name]


@pytest.mark.both
def test_deleting_a_video_deletes_its_files(taken_in, own_store, django_capture_on_commit_callbacks):
    video = taken_in("plain.mp4")
    captions = b"WEBVTT\n\n00:00.000 --> 00:01.000\nMerhaba\n"
    services.set_captions(video=video, user=factories.editor(), language="tr", data=captions, name="a.vtt")
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert [one for one in own_store.rglob("*") if one.is_file()] == []


def test_only_abandoned_workplaces_are_cleared(settings, db):
    place = settings.UPLOAD_ROOT / "films" / "x"
    place.mkdir(parents=True)
    assert clear_abandoned() == 0
    assert clear_abandoned(silent_for=-1) == 1
    assert not place.exists()
