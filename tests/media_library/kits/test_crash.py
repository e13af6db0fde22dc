"""The media worker is killed while it builds a kit: nothing half-built is seen, nothing is lost, nothing is left."""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import os
import signal
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from media_library.kits import builder, selectors
from media_library.kits.models import Kit, KitFile, KitState
from media_library.models import JobKind, MediaJob
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from tests.factories.kits import build, made_by_hand, press_photo

fork = multiprocessing.get_context("fork")


def telling_worker(pipe: int) -> None:
    """A worker that says a word after each file it has put into the store."""
    connections.close_all()
    store = builder.store

    def told(path, name):
        stored = store(path, name)
        os.write(pipe, b".")
        return stored

    builder.store = told
    worker = MediaWorker(poll=0.01)
    worker.housekeeping = lambda: None
    worker.run(drain=True)
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_three_times_shows_nothing_half_built_and_the_next_one_finishes() -> None:
    kit = made_by_hand(*(press_photo(f"Fotoğraf {number}") for number in range(4)))
    MediaJob.objects.exclude(kind=JobKind.KIT).delete()
    for files_before_the_kill in (1, 3, 7):
        connections.close_all()
        ear, mouth = os.pipe()
        child = fork.Process(target=telling_worker, args=(mouth,))
        child.start()
        os.close(mouth)
        for _ in range(files_before_the_kill):
            assert os.read(ear, 1) == b"."
        os.kill(child.pid, signal.SIGKILL)
        child.join(10)
        os.close(ear)
        assert child.exitcode == -signal.SIGKILL
        kit.refresh_from_db()
        assert (kit.state, KitFile.objects.count()) == (KitState.PREPARING, 0)
        # The dead worker's lease and the pause after it end now instead of in some minutes.
        MediaJob.objects.filter(state="running").update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        assert jobs.release_abandoned() == 1
        MediaJob.objects.update(run_after=timezone.now())

    build()
    kit = Kit.objects.get(pk=kit.pk)
    assert (kit.state, kit.revision, kit.files.count()) == (KitState.READY, 1, 8)
    with zipfile.ZipFile(io.BytesIO(b"".join(selectors.contents_of(kit).archive().read()))) as found:
        assert found.testzip() is None
        assert len(found.namelist()) == 9
    builder.clean(older_than=dt.timedelta(0))
    left = {f"kits/{name}" for name in default_storage.listdir("kits")[1]}
    assert left == set(kit.files.values_list("stored_name", flat=True))
