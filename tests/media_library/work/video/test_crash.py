"""Workers are killed in the middle of a film: the next one finishes it, nothing stays that nobody owns."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import select
import signal
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from media_library.intake.services import take_in_video
from media_library.models import JobKind, JobState, MediaJob, Video, VideoState
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from media_library.work.video import job as work
from media_library.work.video.workplace import clear_abandoned
from tests.factories.videos import H264, ffmpeg, stored

fork = multiprocessing.get_context("fork")


def one_job(*, die_before_writing_down: bool = False) -> None:
    connections.close_all()
    if die_before_writing_down:
        work._finish = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
    job = jobs.claim(owner="doomed", kinds=[JobKind.VIDEO])
    MediaWorker(poll=0).carry(job)
    os._exit(0)


def converter(root: Path) -> int | None:
    """The process that writes a film below ``root``."""
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if words and words[0].endswith(b"ffmpeg") and any(os.fsencode(root / "films") in word for word in words):
            return int(entry.name)
    return None


def everybody_is_dead() -> None:
    """Leases end and pauses are over now instead of in minutes."""
    MediaJob.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now() - dt.timedelta(days=1))
    assert jobs.release_abandoned() == 1
    MediaJob.objects.update(run_after=timezone.now())


@pytest.mark.slow
@pytest.mark.once  # claims, their ends and heirs are those of every job: kits/test_crash.py, work/jobs/test_workers.py
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_film_and_leaves_no_doubles(own_store, settings, tmp_path, client):
    source = tmp_path / "long.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=12", *H264, source)
    video = take_in_video(path=source, name="uzun.mp4", values={"title": "Uzun film"})

    # Killed while the copy is being made: the converter dies with its worker.
    connections.close_all()
    child = fork.Process(target=one_job)
    child.start()
    pid, moments = None, 0
    while pid is None and moments < 600:
        child.join(0.02)
        pid, moments = converter(settings.UPLOAD_ROOT), moments + 1
    assert pid is not None, "the copy was never begun"
    handle = os.pidfd_open(pid)
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    assert child.exitcode == -signal.SIGKILL
    assert select.select([handle], [], [], 10)[0], "the converter outlived its worker"
    os.close(handle)
    video.refresh_from_db()
    assert (video.state, video.proxy.name) == (VideoState.WORKING, "")
    assert stored(own_store, "video_proxies") == []

    # Killed between storing the files and writing them down: nobody can fetch them, the next cleaning removes them.
    everybody_is_dead()
    connections.close_all()
    child = fork.Process(target=one_job, kwargs={"die_before_writing_down": True})
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL
    (orphan,) = stored(own_store, "video_proxies")
    assert client.get(f"/media/{orphan}").status_code == 404

    everybody_is_dead()
    MediaWorker(poll=0).run(drain=True)
    video = Video.objects.get()
    assert (video.state, video.progress) == (VideoState.READY, 100)
    assert MediaJob.objects.get().state == JobState.DONE
    assert clear_abandoned(silent_for=-1) == 2
    assert stored(own_store, "video_proxies") == [video.proxy.name]
    assert stored(own_store, "video_posters") == [video.poster.name]
    assert list((settings.UPLOAD_ROOT / "films").iterdir()) == []
