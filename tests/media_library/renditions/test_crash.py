"""The media worker is killed while it makes a photo's sizes: the next one makes them, once each; nothing else stays."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from media_library.models import JobKind, JobState, MediaJob, Photo, PhotoRendition
from media_library.renditions import storing
from media_library.renditions.sizes import ARCHIVE_SIZES
from media_library.renditions.storing import make_sizes
from media_library.work import sweeper
from media_library.work.jobs import services as jobs
from media_library.work.jobs.registry import LeaseLost
from media_library.work.jobs.worker import MediaWorker
from tests import factories

fork = multiprocessing.get_context("fork")
AT_ONCE = dt.timedelta(microseconds=-1)


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    photo = Photo.objects.create(title="Açılış", file=ContentFile(factories.jpeg(600, 400), name="a.jpg"))
    jobs.enqueue(kind=JobKind.ARCHIVED, subject_id=photo.pk)
    return photo


def one_job(place: str, pipe: int) -> None:
    """A worker that stops for good at ``place`` and says that it is there."""
    connections.close_all()

    def halt(*_args, **_kwargs):
        os.write(pipe, b".")
        fork.Event().wait()

    if place == "after the second file":
        genuine, stored = storing._stored, []

        def second(*args):
            stored.append(genuine(*args))
            return halt() if len(stored) == 2 else stored[-1]

        storing._stored = second
    elif place == "when the rows are written and not committed":
        manager = type(PhotoRendition._default_manager)
        genuine_create = manager.bulk_create

        def then_halt(self, *args, **kwargs):
            genuine_create(self, *args, **kwargs)
            halt()

        manager.bulk_create = then_halt
    else:
        jobs.finish = halt
    MediaWorker(poll=0).carry(jobs.claim(owner="doomed", kinds=[JobKind.ARCHIVED]))
    os._exit(0)


def stored_sizes() -> set[str]:
    return {f"images/{name}" for name in default_storage.listdir("images")[1]}


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("place", "rows"),
    [
        ("after the second file", 0),
        ("when the rows are written and not committed", 0),
        ("before it is written down", 3),
    ],
)
def test_a_killed_worker_leaves_no_half_set_of_sizes_and_no_second_one(photo, place, rows):
    connections.close_all()
    ear, mouth = os.pipe()
    child = fork.Process(target=one_job, args=(place, mouth))
    child.start()
    os.close(mouth)
    assert os.read(ear, 1) == b".", "it never came so far"
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    os.close(ear)
    assert child.exitcode == -signal.SIGKILL
    assert PhotoRendition.objects.count() == rows
    assert MediaJob.objects.get().state == JobState.RUNNING
    left = stored_sizes()
    assert left

    MediaJob.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert jobs.release_abandoned() == 1
    MediaJob.objects.update(run_after=timezone.now())
    worker = MediaWorker(poll=0)
    worker.housekeeping = lambda: None
    worker.run(drain=True)
    assert MediaJob.objects.get().state == JobState.DONE
    assert sorted(photo.renditions.values_list("filter_spec", flat=True)) == sorted(ARCHIVE_SIZES)
    named = set(photo.renditions.values_list("file", flat=True))
    assert named <= stored_sizes()

    assert sweeper.sweep() == [], "files of today are left alone"
    assert set(sweeper.sweep(settled=AT_ONCE)) == left - named
    assert stored_sizes() == named


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_leaves_nothing_behind(photo):
    job = jobs.claim(owner="slow", kinds=[JobKind.ARCHIVED])
    said = []

    def progress(percent):
        said.append(percent)
        if len(said) == 2:
            MediaJob.objects.filter(pk=job.pk).update(lease_owner="other", attempts=2)
        jobs.extend_lease(job=job, progress=percent)

    with pytest.raises(LeaseLost):
        make_sizes(photo, ARCHIVE_SIZES, after_each=lambda done, of: progress(done * 80 // of))
    assert len(said) == 2
    assert not PhotoRendition.objects.exists()
    assert stored_sizes() == set()


@pytest.mark.django_db
def test_every_size_says_that_the_worker_lives(photo, monkeypatch):
    said = []
    monkeypatch.setattr(jobs, "extend_lease", lambda *, job, progress: said.append(progress))
    MediaWorker(poll=0).carry(jobs.claim(owner="here", kinds=[JobKind.ARCHIVED]))
    assert said == [26, 53, 80, 80]
