"""A part is rendered once, however many come for it at the same moment: the others wait, and never for long."""

import os
import signal
import threading

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client

from cms.website import parts, turns
from cms.website.models import KeptPart
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.factories.uploads import fork, until

pytestmark = pytest.mark.once


class Readers:
    """Strangers who ask at the same time, each in a thread of its own."""

    def __init__(self):
        self.texts, self.threads = [], []

    def ask(self, path):
        def read():
            try:
                self.texts.append(Client().get(path).content.decode())
            finally:
                connections.close_all()

        self.threads.append(threading.Thread(target=read))
        self.threads[-1].start()

    def read(self):
        for thread in self.threads:
            thread.join(30)
        return self.texts


@pytest.fixture
def page():
    one = factories.bulletin(**factories.with_photo())
    make_sizes(one.lead_image)
    one = factories.publish(one)
    KeptPart.objects.all().delete()
    caches["pages"].clear()
    return one


@pytest.fixture
def waiting(monkeypatch):
    """How often somebody has found a place taken."""
    tries, locked = [], turns._locked

    def trying(handle):
        if found := locked(handle):
            return found
        tries.append(threading.get_ident())
        return False

    monkeypatch.setattr(turns, "_locked", trying)
    return tries


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["page", "cards"])
def test_who_comes_while_a_part_is_rendered_waits_for_it(page, waiting, monkeypatch, what):
    name, path = {"page": ("rendered_page", page.public_path), "cards": ("rendered_cards", "/bultenler/")}[what]
    render, began, go = getattr(parts, name), [], threading.Event()

    def rendering(*args):
        began.append(args)
        assert go.wait(30)
        return render(*args)

    monkeypatch.setattr(parts, name, rendering)
    monkeypatch.setattr(turns, "PATIENCE", 30)
    readers = Readers()
    readers.ask(path)
    until(lambda: began)
    for _ in range(3):
        readers.ask(path)
    until(lambda: len(set(waiting)) == 3)
    go.set()
    assert all(page.title in text for text in readers.read())
    assert len(readers.texts) == 4
    mine = [args for args in began if what == "page" or args[1] == parts.CARD]
    assert len(mine) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_process_that_was_killed_or_longer_than_is_good(page, client, waiting, monkeypatch):
    ear, mouth = os.pipe()

    def hold():
        with turns.of([page.pk]):
            os.write(mouth, b"x")
            signal.pause()

    connections.close_all()
    child = fork.Process(target=hold)
    child.start()
    os.read(ear, 1)
    monkeypatch.setattr(turns, "PATIENCE", 0)
    assert page.title in client.get(page.public_path).content.decode()
    assert waiting
    os.kill(child.pid, signal.SIGKILL)
    child.join(30)
    KeptPart.objects.all().delete()
    waiting.clear()
    with turns.of([page.pk]) as somebody:
        assert not somebody
    assert not waiting
    for end in (ear, mouth):
        os.close(end)


@pytest.mark.django_db
def test_a_turn_within_a_turn_and_a_machine_without_a_place_for_them_wait_for_nobody(
    settings, tmp_path, waiting, caplog, monkeypatch
):
    def no_locks(*args):
        raise OSError(95, "Operation not supported")

    with turns.of([1, 2, 1 + turns.PLACES]) as somebody, turns.of([1]) as again:
        assert not somebody
        assert not again
    settings.UPLOAD_ROOT = tmp_path / "file"
    settings.UPLOAD_ROOT.write_text("")
    with turns.of([1]) as somebody:
        assert not somebody
    settings.UPLOAD_ROOT = tmp_path
    monkeypatch.setattr(turns.fcntl, "flock", no_locks)
    with turns.of([1]) as somebody:
        assert not somebody
    assert not waiting
    assert caplog.text.count("turns cannot be taken") == 2
