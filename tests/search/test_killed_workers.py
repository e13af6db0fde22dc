"""The machine kills the worker (signal 9) while it writes an index: the next one goes on, and index and truth agree."""

import multiprocessing
import os
import signal

import pytest
from django.db import connections

from cms.users import office_search
from cms.users.office_search import Words
from cms.website.findable import FINDABLES, Text
from search import copies, selectors, services
from search.elastic import comparison, server, upkeep
from search.engines import engine
from search.models import Change, CopyNote, Document
from search.office import index
from search.office.index import TABLE
from search.office.models import OfficeChange, OfficeEntry
from search.tables import SLOTS
from tests.search.index import FIRST
from tests.search.test_engines import ask

pytestmark = [pytest.mark.slow, pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
fork = multiprocessing.get_context("fork")


@pytest.fixture
def truth(monkeypatch):
    """What three pages say, and what the office says of three shoots. The tables of words are nobody's models: they are
    emptied by hand."""
    said = {}
    pages, shoots = FINDABLES["sayfa"], office_search.KINDS["cekimler"]
    monkeypatch.setattr(pages, "ids", lambda: iter(said))
    monkeypatch.setattr(pages, "public", lambda ids: set(ids) & set(said))
    monkeypatch.setattr(
        pages, "texts", lambda ids: {pk: Text(said[pk], spot="", body="", moment=FIRST) for pk in ids if pk in said}
    )
    monkeypatch.setattr(shoots, "ids", lambda: iter(said))
    monkeypatch.setattr(shoots, "words", lambda ids: {pk: Words(said[pk], FIRST) for pk in ids if pk in said})
    for table in (*SLOTS, TABLE):
        engine().clear(table)
    services.catch_up("before")
    index.catch_up()  # both are filled; what comes now is noted by whoever changes it
    said.update({number: f"Zeytin {number}" for number in range(1, 4)})
    yield said
    for table in (*SLOTS, TABLE):
        engine().clear(table)


def killed(work, *, module, name, at):
    """``work`` in a process of its own, which the machine kills when it calls ``name`` of ``module`` for the time
    ``at``."""
    connections.close_all()
    ear, mouth = os.pipe()

    def doomed():
        connections.close_all()
        whole, calls = getattr(module, name), []

        def halting(*args, **kwargs):
            calls.append(1)
            if len(calls) == at:
                os.write(mouth, b".")
                fork.Event().wait()
            return whole(*args, **kwargs)

        setattr(module, name, halting)
        work()
        os._exit(0)

    child = fork.Process(target=doomed)
    child.start()
    os.close(mouth)
    assert os.read(ear, 1) == b".", "it never came so far"
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    os.close(ear)
    assert child.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(("name", "at", "whole"), [("follow", 2, 1), ("_write", 3, 2)])
def test_a_killed_worker_of_the_public_index_is_followed_by_another(truth, name, at, whole):
    """Between two objects, and in the transaction of one."""
    services.note("sayfa", truth)
    killed(lambda: services.catch_up("doomed"), module=services, name=name, at=at)
    assert (Document.objects.count(), Change.objects.count()) == (whole, 3 - whole)
    assert selectors.count(ask("zeytin")) == whole
    truth[3] = "Deniz 3"
    assert services.catch_up("next") == 0  # the lease of the first one holds
    Change.objects.update(lease_until=FIRST)
    services.catch_up("next")
    assert not Change.objects.exists()
    assert (selectors.count(ask("zeytin")), selectors.count(ask("deniz"))) == (2, 1)
    assert services.differences() == {}


def test_a_killed_worker_of_the_office_s_index_is_followed_by_another(truth):
    index.note("cekimler", truth)
    shoots = OfficeEntry.objects.filter(kind="cekimler")
    killed(index.catch_up, module=index, name="digest_of", at=3)
    assert (shoots.count(), OfficeChange.objects.count()) == (0, 3)
    index.catch_up()
    assert (shoots.count(), OfficeChange.objects.count()) == (3, 0)
    assert list(index.differing()) == []


def test_a_rebuilding_that_is_killed_leaves_the_index_that_answers(truth):
    services.note("sayfa", truth)
    services.catch_up("before")
    killed(services.rebuild, module=services, name="put", at=2)
    assert selectors.count(ask("zeytin")) == 3
    with pytest.raises(services.BuildRunning):
        services.rebuild()
    assert services.rebuild(take_over=True) == 3
    assert (selectors.count(ask("zeytin")), services.differences()) == (3, {})


@pytest.mark.elasticsearch
@pytest.mark.parametrize(("module", "name"), [(upkeep, "_sent"), (copies, "followed")])
def test_a_killed_worker_of_the_search_server_is_followed_by_another(truth, elasticsearch, module, name):
    """Before anything went out, and when all is there and the notes say that it is not."""
    services.note("sayfa", truth)
    services.catch_up("before")
    killed(lambda: upkeep.catch_up("doomed"), module=module, name=name, at=1)
    assert CopyNote.objects.exclude(lease_until=None).count() == 3
    truth[3] = "Deniz 3"
    services.note("sayfa", [3])
    services.catch_up("before")
    CopyNote.objects.update(lease_until=FIRST)
    upkeep.patience.__init__()
    upkeep.catch_up("next")
    assert not CopyNote.objects.exists()
    assert comparison.differing() == {}


@pytest.mark.elasticsearch
def test_a_builder_of_the_search_server_that_is_killed_leaves_the_index_that_answers(truth, elasticsearch, monkeypatch):
    services.note("sayfa", truth)
    services.catch_up("before")
    upkeep.catch_up("before")
    killed(upkeep.rebuild, module=upkeep, name="_switch", at=1)
    assert elasticsearch.indices.exists_alias(name=server.building())
    assert selectors.count(ask("zeytin")) == 3
    monkeypatch.setattr(upkeep, "SILENCE", upkeep.SILENCE * 0)
    upkeep.settle()  # what the dead one left is given up
    assert not elasticsearch.indices.exists_alias(name=server.building())
    assert upkeep.rebuild() == 3
    assert comparison.differing() == {}
