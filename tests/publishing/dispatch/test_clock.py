"""The clock set forward and back by a day, over embargoes and leases: nothing early, nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from cms.core import clock
from cms.letters.models import Letter, LetterKind
from media_library.models import MediaJob
from media_library.models.jobs import JobKind, JobState
from press_archive.bulletins.models import BulletinPage
from publishing.dispatch import services
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.dispatch.worker import Worker
from tests import factories
from tests.factories.dispatch import queue_mail

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def machine(monkeypatch):
    """The machine's own count of seconds, in the test's hands: ``machine.passes(delta)``."""

    class Machine:
        seconds = 1_000_000.0

        def passes(self, delta):
            self.seconds += delta.total_seconds()

    one = Machine()
    monkeypatch.setattr(clock, "steady", lambda: one.seconds)
    monkeypatch.setattr(clock, "ahead_of_database", dt.timedelta)  # its clock is set with ours
    return one


def is_live(page):
    return BulletinPage.objects.get(pk=page.pk).live


def look(worker):
    worker._next.clear()
    worker.housekeeping()


@pytest.mark.django_db
def test_an_embargo_does_not_end_because_the_clock_was_set_forward(machine):
    now = timezone.now()
    page = factories.publish(factories.bulletin(go_live_at=now + HOUR))
    factories.administrator()
    with time_machine.travel(now, tick=False) as travelling:
        worker = Worker()
        look(worker)
        travelling.move_to(now + DAY)
        look(worker)
        look(worker)
        assert not is_live(page)
        told = Letter.objects.filter(kind=LetterKind.TROUBLE, subject__contains="saati")
        assert {one.recipient.partition("@")[0] for one in told} == {"mudur", "baskan", "yonetici"}
        assert told.count() == 3  # once each, however long it lasts
        travelling.move_to(now + HOUR / 2)
        machine.passes(HOUR / 2)
        look(worker)
        assert not is_live(page)
        travelling.move_to(now + HOUR * 1.01)
        machine.passes(HOUR * 0.51)
        look(worker)
        assert is_live(page)


@pytest.mark.django_db
def test_a_clock_set_back_publishes_nothing_twice_and_nothing_is_lost(machine):
    now = timezone.now()
    page = factories.publish(factories.bulletin(go_live_at=now + HOUR))
    with time_machine.travel(now, tick=False) as travelling:
        worker = Worker()
        travelling.move_to(now + HOUR * 1.01)
        machine.passes(HOUR * 1.01)
        look(worker)
        assert is_live(page)
        travelling.move_to(now - DAY)
        look(worker)
        travelling.move_to(now + 2 * HOUR)
        machine.passes(HOUR * 0.99)
        look(worker)
    assert is_live(page)
    assert Delivery.objects.filter(channel="website", object_id=str(page.pk)).count() == 1


@pytest.mark.django_db
def test_time_that_really_passed_needs_nobody(machine):
    now = timezone.now()
    page = factories.publish(factories.bulletin(go_live_at=now + HOUR))
    with time_machine.travel(now, tick=False) as travelling:
        worker = Worker()
        travelling.move_to(now + DAY)
        machine.passes(DAY)  # the machine slept
        look(worker)
    assert is_live(page)
    assert not Letter.objects.filter(subject__contains="saati").exists()


@pytest.mark.django_db
def test_a_server_whose_clock_differs_from_the_databases_publishes_nothing(machine, monkeypatch):
    page = factories.publish(factories.bulletin(go_live_at=timezone.now() + HOUR))
    monkeypatch.setattr(clock, "ahead_of_database", lambda: HOUR)
    with time_machine.travel(timezone.now() + HOUR + dt.timedelta(seconds=5)):
        look(Worker())
        assert not is_live(page)
        monkeypatch.setattr(clock, "ahead_of_database", dt.timedelta)
        look(Worker())
        assert is_live(page)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_databases_clock_is_asked():
    assert abs(clock.ahead_of_database()) < clock.TOLERATED
    with time_machine.travel(timezone.now() + DAY):
        assert clock.ahead_of_database() > clock.TOLERATED


@pytest.mark.django_db
def test_a_clock_set_forward_over_a_lease_sends_nothing_twice():
    queue_mail(1)
    [mine] = services.lease_due(owner="a", limit=1)
    with time_machine.travel(timezone.now() + DAY):
        services.release_expired()
        [theirs] = services.lease_due(owner="b", limit=1)
        assert services.mark_sending(delivery=theirs)
    assert not services.mark_sending(delivery=mine)


@pytest.mark.django_db
def test_a_lease_of_a_clock_that_was_set_back_ends_all_the_same():
    queue_mail(1)
    with time_machine.travel(timezone.now() + DAY):
        services.lease_due(owner="dead", limit=1)
    assert Delivery.objects.abandoned().count() == 1
    services.release_expired()
    assert len(services.lease_due(owner="b", limit=1)) == 1


@pytest.mark.django_db
def test_a_pause_of_a_clock_that_was_set_back_ends_all_the_same():
    with time_machine.travel(timezone.now() + DAY):
        queue_mail(1)
    assert len(services.lease_due(owner="b", limit=1)) == 1
    assert not Delivery.objects.filter(state=DeliveryState.QUEUED).exists()


@pytest.mark.django_db
def test_work_on_files_outlives_a_clock_that_was_set_back():
    with time_machine.travel(timezone.now() + DAY):
        MediaJob.objects.create(kind=JobKind.PHOTO, subject_id=1)
        lease = timezone.now() + dt.timedelta(minutes=2)
        MediaJob.objects.create(
            kind=JobKind.PHOTO, subject_id=2, state=JobState.RUNNING, lease_until=lease, lease_owner="dead"
        )
    assert MediaJob.objects.due().count() == 1
    assert MediaJob.objects.abandoned().count() == 1
