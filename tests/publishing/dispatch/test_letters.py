"""Letters on their way: first the security notices, never twice, also when workers die at any moment."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal

import pytest
from django.db import connections
from django.utils import timezone

from cms.core import leases
from cms.letters import services
from cms.letters.models import Letter, LetterKind
from publishing.dispatch import worker as worker_module
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.dispatch.worker import Worker
from tests.factories.dispatch import queue_mail

fork = multiprocessing.get_context("fork")


def write(count: int, kind: LetterKind = LetterKind.APPROVAL, prefix: str = "k") -> None:
    for number in range(count):
        services.write(
            kind=kind, to=[(f"{prefix}{number:03d}@belediye.example", "Kişi Öz")], subject="İmza", body="Metin."
        )


def states() -> dict[str, int]:
    found = list(Letter.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


@pytest.mark.django_db
def test_security_first_then_other_letters_then_the_press(inbox, work):
    queue_mail(2)
    write(2)
    write(1, LetterKind.SECURITY, "guvenlik")
    assert work() == 5
    order = [address for address, _ in inbox.mails]
    assert order[0] == "guvenlik000@belediye.example"
    assert [address[0] for address in order[1:]] == ["k", "k", "r", "r"]
    assert inbox.sessions == 2  # the fixture's own, and one for all five
    assert states() == {"accepted": 3}


@pytest.mark.django_db
def test_what_arrives_says_who_writes_and_is_plain(inbox, work, settings):
    import email
    import email.policy

    settings.DEFAULT_FROM_EMAIL = "Basın Bürosu <basin@belediye.example>"
    write(1)
    work()
    mail = email.message_from_bytes(inbox.mails[0][1], policy=email.policy.default)
    assert mail["From"].addresses[0].display_name == "Basın Bürosu"
    assert mail["To"].addresses[0].display_name == "Kişi Öz"
    assert mail["Subject"] == "İmza"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == Letter.objects.get().message_id
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content() == "Metin.\r\n"


@pytest.mark.django_db
def test_refusals_and_broken_lines_are_told_apart(inbox, work):
    write(4)
    inbox.answers["k000@belediye.example"] = ["550 no such user"]
    inbox.answers["k001@belediye.example"] = ["451 greylisted"]
    inbox.drop_after_data.add("k002@belediye.example")
    work()
    found = dict(Letter.objects.values_list("recipient", "state"))
    assert list(dict(sorted(found.items())).values()) == ["bounced", "queued", "unknown", "accepted"]
    inbox.drop_after_data.clear()
    Letter.objects.update(next_attempt_at=timezone.now() - dt.timedelta(days=2))
    services.release_expired(at=timezone.now() + dt.timedelta(days=2))
    inbox.answers.clear()
    assert work() == 1
    assert inbox.counts() == {"k001@belediye.example": 1, "k003@belediye.example": 1}


@pytest.mark.django_db
def test_an_impossible_address_fails_alone_and_says_so(inbox, work):
    services.write(kind=LetterKind.SECURITY, to=[("yok böyle adres", "A")], subject="Konu", body="Metin")
    write(1)
    work()
    assert states() == {"failed": 1, "accepted": 1}
    assert "not an e-mail address" in Letter.objects.get(state="failed").reason


class Killed(BaseException):
    """What a test raises where a real worker would die."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment, state, arrived",
    [
        ("claimed", "accepted", 1),
        ("marked", "unknown", 0),
        ("taken", "unknown", 1),
        ("settled", "accepted", 1),
    ],
)
def test_a_worker_killed_at_each_moment_loses_nothing_and_repeats_nothing(
    inbox, work, monkeypatch, moment, state, arrived
):
    write(1)

    def die(*args, **kwargs):
        raise Killed

    place = {
        "claimed": (worker_module.letter_channel, "compose", die),
        "marked": (worker_module.email.Session, "carry", die),
        "taken": (services, "settle", die),
        "settled": (services, "settle", None),
    }[moment]
    with monkeypatch.context() as patch:
        if moment == "settled":
            settle = services.settle

            def settle_and_die(**values):
                settle(**values)
                raise Killed

            patch.setattr(services, "settle", settle_and_die)
        else:
            patch.setattr(*place)
        doomed = Worker()
        doomed.housekeeping = lambda: None
        with pytest.raises(Killed):
            doomed.carry_batch()
    # Its lease ends; another worker comes.
    services.release_expired(at=timezone.now() + leases.lease_length() * 2)
    work()
    assert states() == {state: 1}
    assert sum(inbox.counts().values()) == arrived


def endless(batch: int) -> None:
    connections.close_all()
    worker = Worker(poll=0.005, batch=batch)
    worker._next = dict.fromkeys(("publish", "sweep", "remind", "head"), float("inf"))
    worker.run()
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_no_letter_and_repeat_none(inbox):
    dice, count, kills = random.Random(7), 160, 0
    write(count // 2)
    write(count // 2, LetterKind.SECURITY, "g")
    queue_mail(60)
    while kills < 16:
        connections.close_all()
        children = [fork.Process(target=endless, args=(dice.randint(2, 7),)) for _ in range(2)]
        for child in children:
            child.start()
        share = len(inbox.mails) + dice.randint(0, 8)
        for child in children:
            inbox.wait_for(share, timeout=10)
            with inbox.changed:
                inbox.changed.wait(dice.random() * 0.02)
            os.kill(child.pid, signal.SIGKILL)
            child.join(10)
            kills += 1
        later = timezone.now() + leases.lease_length() * 2
        services.release_expired(at=later)
        worker_module.services.release_expired(at=later)
    survivor = Worker()
    survivor.housekeeping = lambda: None
    survivor.run(drain=True)
    told = {
        **dict(Letter.objects.values_list("recipient", "state")),
        **dict(Delivery.objects.values_list("recipient", "state")),
    }
    counts = inbox.counts()
    unknown = {recipient for recipient, state in told.items() if state == DeliveryState.UNKNOWN}
    assert set(told.values()) <= {DeliveryState.ACCEPTED, DeliveryState.UNKNOWN}
    assert len(unknown) <= kills
    assert max(counts.values()) == 1
    assert set(told) - set(counts) <= unknown


def drain() -> None:
    connections.close_all()
    worker = Worker(poll=0.05, batch=4)
    worker._next = dict.fromkeys(("publish", "sweep", "remind", "head"), float("inf"))
    worker.run(drain=True)
    connections.close_all()
    os._exit(0)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(inbox):
    write(60)
    connections.close_all()
    children = [fork.Process(target=drain) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0]
    assert states() == {"accepted": 60}
    assert set(inbox.counts().values()) == {1}
    assert len(inbox.mails) == 60
