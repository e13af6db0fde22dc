"""Several media workers at once, slow ones, and jobs that nobody can do."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone

from demo import pictures
from media_library.duplicates import finder
from media_library.duplicates.models import DuplicatePair
from media_library.models import JobKind, JobState, MediaJob, Photo, PhotoRendition
from media_library.renditions.sizes import ARCHIVE_SIZES
from media_library.work.jobs import registry, services
from media_library.work.jobs.registry import JobRefused
from media_library.work.jobs.worker import MediaWorker
from tests import factories

fork = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    finder.SHELF.forget()
    yield settings.MEDIA_ROOT
    finder.SHELF.forget()


def worker() -> MediaWorker:
    one = MediaWorker(poll=0)
    one.housekeeping = lambda: None
    return one


def archived(data: bytes, **values) -> Photo:
    photo = Photo.objects.create(title="Açılış", file=ContentFile(data, name="a.jpg"), **values)
    services.enqueue(kind=JobKind.ARCHIVED, subject_id=photo.pk)
    return photo


def work_through(pipe: int) -> None:
    connections.close_all()
    one = worker()
    carry = one.carry

    def told(job):
        os.write(pipe, f"{job.pk}\n".encode())
        carry(job)

    one.carry = told
    one.run(drain=True)
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_do_twenty_photos_once_each_and_find_the_copies_among_them():
    scene = pictures.render(sorted(pictures.KINDS)[0], 3)
    twins = [archived(scene, sha256="a" * 64).pk for _ in range(2)]  # the first two jobs: one for each worker
    for number in range(18):
        archived(factories.jpeg(300, 200, f"#{number * 13:02x}4060"))
    ear, mouth = os.pipe()
    connections.close_all()
    children = [fork.Process(target=work_through, args=(mouth,)) for _ in range(2)]
    for child in children:
        child.start()
    os.close(mouth)
    with os.fdopen(ear) as said:
        claimed = said.read().split()
    for child in children:
        child.join(30)
    assert [child.exitcode for child in children] == [0, 0]
    jobs = MediaJob.objects.all()
    assert sorted(claimed, key=int) == [str(pk) for pk in sorted(jobs.values_list("pk", flat=True))]
    assert set(jobs.values_list("state", "attempts", "error")) == {(JobState.DONE, 1, "")}
    assert PhotoRendition.objects.count() == 20 * len(ARCHIVE_SIZES)
    assert DuplicatePair.objects.filter(first_id=twins[0], second_id=twins[1]).count() == 1


@pytest.fixture
def work(monkeypatch):
    """Says what a kind of job does in this test."""

    def do(function, give_up=None):
        monkeypatch.setitem(registry.WORK, JobKind.KIT, registry.Work(do=function, give_up=give_up))

    return do


@pytest.mark.django_db
def test_a_slow_worker_whose_job_went_to_another_writes_nothing_down(work):
    seen = []

    def slow(subject_id, progress):
        progress(10)
        MediaJob.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        services.release_abandoned()
        MediaJob.objects.update(run_after=timezone.now())
        other = services.claim(owner="other")
        assert services.claim(owner="third") is None
        seen.append(other)
        progress(50)
        seen.append("went on")

    work(slow)
    services.enqueue(kind=JobKind.KIT, subject_id=1)
    worker().carry(services.claim(owner="slow"))
    (other,) = seen
    row = MediaJob.objects.get()
    assert (row.state, row.lease_owner, row.attempts, row.progress) == (JobState.RUNNING, "other", 2, 0)
    assert services.finish(job=other)


@pytest.mark.django_db
@pytest.mark.parametrize("says", ["nothing", "its failure"])
def test_a_job_that_ends_after_its_lease_changes_nothing(work, says):
    def late(subject_id, progress):
        MediaJob.objects.update(lease_owner="other", attempts=2)
        if says == "its failure":
            raise RuntimeError("too late")

    given_up = []
    work(late, lambda *args: given_up.append(args))
    services.enqueue(kind=JobKind.KIT, subject_id=1)
    worker().carry(services.claim(owner="slow"))
    row = MediaJob.objects.get()
    assert (row.state, row.lease_owner, row.attempts, row.error) == (JobState.RUNNING, "other", 2, "")
    assert given_up == []


@pytest.mark.django_db
def test_a_job_that_nobody_can_do_does_not_stop_the_others(work):
    done, given_up = [], []

    def do(subject_id, progress):
        if subject_id == 1:
            raise ArithmeticError("poison")
        if subject_id == 2:
            raise JobRefused("Bu kit hazırlanamaz.")
        done.append(subject_id)

    work(do, lambda *args: given_up.append(args))
    for number in range(1, 6):
        services.enqueue(kind=JobKind.KIT, subject_id=number)
    for _ in range(services.MOST_ATTEMPTS):
        worker().run(drain=True)
        MediaJob.objects.update(run_after=timezone.now())
    assert done == [3, 4, 5]
    assert given_up == [(2, "Bu kit hazırlanamaz."), (1, "ArithmeticError: poison")]
    states = dict(MediaJob.objects.values_list("subject_id", "state"))
    assert states == {1: JobState.FAILED, 2: JobState.FAILED, 3: JobState.DONE, 4: JobState.DONE, 5: JobState.DONE}
    assert worker().run(drain=True) == 0
    services.again(kind=JobKind.KIT, subject_id=1)
    assert worker().run(drain=True) == 1
