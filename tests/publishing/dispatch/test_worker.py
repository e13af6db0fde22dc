"""The worker with a real mail server: refusals, broken lines, several at once, signals, trouble with the database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils import timezone

from press_archive.contacts import services as contacts
from press_archive.contacts.models import Address
from publishing.dispatch import services
from publishing.dispatch import worker as worker_module
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.dispatch.selectors import tally_of
from publishing.dispatch.worker import Worker
from tests.factories.dispatch import queue_mail

fork = multiprocessing.get_context("fork")


def states() -> dict[str, int]:
    rows = Delivery.objects.order_by().values_list("state", flat=True)
    return {state: list(rows).count(state) for state in set(rows)}


@pytest.mark.django_db
def test_one_refused_address_of_two_hundred(inbox, work):
    queue_mail(200)
    inbox.answers["r117@gazete.example"] = ["550 no such user here"]
    assert work() == 200
    assert states() == {"accepted": 199, "bounced": 1}
    assert str(tally_of(Delivery.objects.all())) == "199 kabul, 1 geri döndü"
    assert len(inbox.mails) == 199
    assert Delivery.objects.get(recipient="r117@gazete.example").reason == "550 no such user here"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["drop_in_data", "drop_after_data"])
def test_a_line_that_breaks_in_the_middle_is_unknown_and_never_repeated_by_itself(inbox, work, where):
    queue_mail(3)
    getattr(inbox, where).add("r001@gazete.example")
    work()
    assert states() == {"accepted": 2, "unknown": 1}
    getattr(inbox, where).clear()
    Delivery.objects.update(next_attempt_at=timezone.now() - timezone.timedelta(days=2))
    services.release_expired(at=timezone.now() + timezone.timedelta(days=2))
    assert work() == 0
    assert states() == {"accepted": 2, "unknown": 1}
    assert inbox.counts() == {"r000@gazete.example": 1, "r002@gazete.example": 1}


@pytest.mark.django_db
def test_a_line_that_breaks_before_data_is_tried_again_after_a_pause(inbox, work):
    queue_mail(1)
    inbox.drop_before_data.add("r000@gazete.example")
    work()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 1)
    assert row.next_attempt_at > timezone.now()
    inbox.drop_before_data.clear()
    assert work() == 0
    Delivery.objects.update(next_attempt_at=timezone.now())
    work()
    assert states() == {"accepted": 1}
    assert inbox.counts() == {"r000@gazete.example": 1}


@pytest.mark.django_db
def test_greylisting_is_waited_out(inbox, work):
    queue_mail(2)
    inbox.answers["r000@gazete.example"] = ["451 greylisted", "250 OK"]
    work()
    assert states() == {"accepted": 1, "queued": 1}
    Delivery.objects.update(next_attempt_at=timezone.now())
    work()
    assert states() == {"accepted": 2}
    log = Delivery.objects.get(recipient="r000@gazete.example").attempt_log
    assert [entry["outcome"] for entry in log] == ["temporary", "accepted"]


@pytest.mark.django_db
def test_a_closed_door_costs_one_attempt_and_not_one_each(settings, work):
    queue_mail(5)
    settings.MAIL_TRANSPORT = "publishing.channels.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    work()
    assert states() == {"queued": 5}
    assert sum(Delivery.objects.values_list("attempts", flat=True)) == 1
    assert not Delivery.objects.due().exists()


@pytest.mark.django_db
def test_who_opted_out_after_the_row_was_made_is_skipped(inbox, work):
    queue_mail(2)
    contacts.opt_out(address=Address.objects.create(email="r000@gazete.example"))
    work()
    assert states() == {"accepted": 1, "skipped": 1}
    assert inbox.counts() == {"r001@gazete.example": 1}


@pytest.mark.django_db
def test_a_row_that_cannot_be_composed_fails_alone(inbox, work):
    broken, *_rest = queue_mail(3)
    Delivery.objects.filter(pk=broken.pk).update(payload={"message": {}})
    work()
    assert states() == {"accepted": 2, "failed": 1}


@pytest.mark.django_db
def test_the_answer_is_written_through_a_short_trouble_of_the_database(inbox, work, monkeypatch):
    queue_mail(2)
    settle, failures = services.settle, iter([True, True])

    def shaky(**values):
        if next(failures, False):
            raise OperationalError("server closed the connection unexpectedly")
        return settle(**values)

    monkeypatch.setattr(services, "settle", shaky)
    monkeypatch.setattr(worker_module.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    work()
    assert states() == {"accepted": 2}
    assert len(inbox.mails) == 2


@pytest.mark.django_db
def test_trouble_while_claiming_is_survived(inbox, monkeypatch):
    queue_mail(1)
    lease, rests, failures = services.lease_due, [], iter([True, True])

    def shaky(**values):
        if next(failures, False):
            raise OperationalError("could not connect")
        return lease(**values)

    monkeypatch.setattr(services, "lease_due", shaky)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    worker = Worker()
    monkeypatch.setattr(worker, "housekeeping", lambda: None)
    monkeypatch.setattr(worker, "_rest", rests.append)
    assert worker.run(drain=True) == 1
    assert rests == [1.0, 2.0]
    assert states() == {"accepted": 1}


@pytest.mark.django_db
def test_housekeeping_publishes_sweeps_and_reminds_and_one_failure_stops_nothing(monkeypatch):
    done = []

    def broken():
        done.append("publish")
        raise ValueError("broken page")

    monkeypatch.setattr(worker_module, "publish_due", broken)
    monkeypatch.setattr(worker_module, "send_due", lambda: done.append("remind"))
    monkeypatch.setattr(services, "release_expired", lambda: done.append("sweep"))
    worker = Worker()
    worker.housekeeping()
    worker.housekeeping()
    assert done == ["publish", "sweep", "remind"]


@pytest.mark.django_db
def test_the_command_drains_and_says_how_much(inbox, capsys):
    queue_mail(2)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("worker", "--drain")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "2 gönderim işlendi." in capsys.readouterr().out
    assert states() == {"accepted": 2}


def run_child(**options) -> None:
    """A worker process, forked: it must not touch the parent's connections."""
    connections.close_all()
    worker = Worker(poll=0.05, **options)
    worker._next = {"publish": float("inf"), "sweep": float("inf"), "remind": float("inf")}
    worker.install_signals()
    worker.run(drain=options.get("batch") != 7)
    connections.close_all()
    os._exit(0)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_several_workers_never_send_twice(inbox):
    queue_mail(150)
    connections.close_all()
    children = [fork.Process(target=run_child, kwargs={"batch": 4}) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * 4
    assert states() == {"accepted": 150}
    assert set(inbox.counts().values()) == {1}
    assert len(inbox.mails) == 150


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_row_in_hand_finish_and_gives_the_rest_back(inbox, number):
    queue_mail(7)
    signalled, started = threading.Event(), threading.Event()

    def hold(address: str) -> None:
        started.set()
        assert signalled.wait(30)

    inbox.before_answer = hold
    connections.close_all()
    child = fork.Process(target=run_child, kwargs={"batch": 7})
    child.start()
    assert started.wait(30)
    os.kill(child.pid, number)
    signalled.set()
    child.join(30)
    assert child.exitcode == 0
    assert states() == {"accepted": 1, "queued": 6}
    assert len(inbox.mails) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_signal_ends_an_idle_worker_at_once(inbox):
    [row] = queue_mail(1)
    connections.close_all()
    child = fork.Process(target=run_child, kwargs={"batch": 7})
    child.start()
    assert inbox.wait_for(1)
    os.kill(child.pid, signal.SIGTERM)
    child.join(30)
    assert child.exitcode == 0
    row.refresh_from_db()
    assert row.state in (DeliveryState.ACCEPTED,)
