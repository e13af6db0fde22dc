"""The crash proof: workers are killed at random points, and no message is lost or sent twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal

import pytest
from django.db import connections
from django.utils import timezone

from publishing.dispatch import services
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.dispatch.worker import Worker
from tests.factories.dispatch import queue_mail

fork = multiprocessing.get_context("fork")
ROWS = 500
KILLS = 50


def endless_worker(batch: int) -> None:
    connections.close_all()
    worker = Worker(poll=0.005, batch=batch)
    # The sweeper runs in the parent, between two generations of workers.
    worker._next = {"publish": float("inf"), "sweep": float("inf"), "remind": float("inf")}
    worker.run()
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_fifty_killed_workers_lose_nothing_and_repeat_nothing(inbox):
    dice = random.Random(20261122)
    queue_mail(ROWS)
    kills = 0
    while kills < KILLS:
        connections.close_all()
        children = [fork.Process(target=endless_worker, args=(dice.randint(2, 9),)) for _ in range(2)]
        for child in children:
            child.start()
        # Each pair carries its share of the queue, so that every kill hits workers that have something to do.
        share = len(inbox.mails) + dice.randint(0, 2 * (ROWS - 60) // KILLS)
        for child in children:
            inbox.wait_for(share, timeout=10)
            with inbox.changed:
                inbox.changed.wait(dice.random() * 0.02)
            os.kill(child.pid, signal.SIGKILL)
            child.join(10)
            assert child.exitcode == -signal.SIGKILL
            kills += 1
        # Everybody is dead: their leases end now instead of in two minutes.
        services.release_expired(at=timezone.now() + services.lease_length() * 2)

    assert Delivery.objects.filter(state=DeliveryState.QUEUED).exists(), "the queue ran dry before the last kill"
    survivor = Worker()
    survivor.housekeeping = lambda: None
    survivor.run(drain=True)

    states = dict(Delivery.objects.values_list("recipient", "state"))
    counts = inbox.counts()
    unknown = [recipient for recipient, state in states.items() if state == DeliveryState.UNKNOWN]
    assert set(states.values()) <= {DeliveryState.ACCEPTED, DeliveryState.UNKNOWN}
    assert len(unknown) <= kills
    assert max(counts.values()) == 1
    assert set(states) - set(counts) <= set(unknown), "a recipient was called accepted whose mail never came"
    assert not Delivery.objects.exclude(lease_until=None).exists()
