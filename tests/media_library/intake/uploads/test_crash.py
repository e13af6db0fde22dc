"""Kill -9 of web and worker, in the middle of a chunk and of taking in: nothing lost, doubled or half-visible."""

from __future__ import annotations

import os
import random
import signal

import pytest
from django.db import connections

from media_library.intake import services as intake
from media_library.intake.uploads import parts, services
from media_library.intake.uploads.models import Upload, UploadState
from media_library.models import JobKind, MediaJob, Photo
from media_library.work.jobs.worker import MediaWorker
from tests import factories
from tests.factories.uploads import Line, arrived, fork, heavy, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.fixture
def line(web, shoot):
    return Line(web.address, factories.archivist(), shoot)


class Halt:
    """Stops a process for good at a chosen place, and tells that it is there."""

    PLACES = {
        "before the picture is opened": (services, "digest_of"),
        "when the file is in the store and its row is not": (intake, "_relate"),
        "when the rows are written and not committed": (services, "log"),
        "when all is written and the part still there": (parts, "remove"),
    }

    def __init__(self, place):
        self.module, self.name = self.PLACES[place]
        self.reached = fork.Event()

    def __call__(self):
        def stop(*_args, **_kwargs):
            self.reached.set()
            fork.Event().wait()

        setattr(self.module, self.name, stop)


def whole_once(data):
    """The picture is in the archive once, as it was sent, and nothing is left of its way."""
    connections.close_all()
    photo = Photo.objects.get()
    assert photo.file.read() == data
    assert Upload.objects.get().state == UploadState.TAKEN
    assert Upload.objects.get().photo == photo
    assert MediaJob.objects.filter(kind=JobKind.PHOTO).count() == 1
    services.STRAY_AFTER, kept = -1.0, services.STRAY_AFTER
    services.clean()
    services.STRAY_AFTER = kept
    assert list(parts.root().iterdir()) == []


@pytest.mark.slow
def test_a_web_server_killed_in_the_middle_of_chunks_loses_nothing_that_arrived(web, line):
    dice = random.Random(20261122)
    data = heavy(1, 1_500_000)
    web.start()
    address = line.create("DSC_0001.jpg", len(data))
    offset = 0
    for _kill in range(8):
        end = offset + dice.randint(70_000, 150_000)
        cut = line.begin_patch(address, offset, len(data) - offset, data[offset:end])
        until(lambda end=end: arrived(address) > end - parts.BLOCK)
        web.kill()
        cut.close()
        assert not Photo.objects.exists()
        web.start()
        before, offset = offset, line.offset(address)
        assert before <= offset <= end
        assert offset > end - parts.BLOCK, "a block that was written is gone"
    assert line.patch(address, offset, data[offset:]).status == 204
    whole_once(data)


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(Halt.PLACES))
@pytest.mark.parametrize("heir", ["the web", "the worker"])
def test_a_web_server_killed_while_taking_in_leaves_it_to_others(web, line, place, heir):
    halt, data = Halt(place), heavy(2)
    web.start(prepare=halt)
    address = line.create("DSC_0002.jpg", len(data))
    waiting = line.begin_patch(address, 0, len(data), data)
    assert halt.reached.wait(30)
    committed = place.startswith("when all")
    assert Photo.objects.count() == int(committed), "half of it can be seen"
    web.kill()
    waiting.close()
    assert Photo.objects.count() == int(committed)
    if heir == "the web":
        web.start()
        assert line.offset(address) == len(data)
    else:
        services.take_in_received()
    whole_once(data)


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(Halt.PLACES))
def test_a_worker_killed_while_taking_in_is_followed_by_another(web, line, place):
    data = heavy(3)
    web.start(prepare=lambda: setattr(services, "TAKEN_AT_ONCE", 0))
    address = line.create("DSC_0003.jpg", len(data))
    assert line.patch(address, 0, data).status == 204
    web.kill()
    assert Upload.objects.get().state == UploadState.RECEIVED
    assert not Photo.objects.exists()

    halt = Halt(place)

    def work():
        connections.close_all()
        halt()
        MediaWorker().run()
        os._exit(0)

    connections.close_all()
    worker = fork.Process(target=work)
    worker.start()
    assert halt.reached.wait(30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    assert worker.exitcode == -signal.SIGKILL
    assert Photo.objects.count() == int(place.startswith("when all"))

    services.take_in_received()
    services.take_in_received()
    whole_once(data)
