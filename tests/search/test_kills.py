"""Whoever is killed while the index is written leaves nothing half done: in the end index and truth are the same."""

import pytest

from cms.website.findable import FINDABLES, Text
from search import selectors, services, vocabulary
from search.engines import engine
from search.models import Change, Document
from search.tables import live
from tests.search.index import FIRST
from tests.search.test_engines import ask

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here; nothing catches it."""


@pytest.fixture
def truth(monkeypatch):
    """What the pages say, by key."""
    services.catch_up("before")
    said = {number: Text(title=f"Zeytin {number}", spot="", body="hasat", moment=FIRST) for number in range(1, 5)}
    pages = FINDABLES["sayfa"]
    monkeypatch.setattr(pages, "ids", lambda: iter(sorted(said)))
    monkeypatch.setattr(pages, "public", lambda ids: set(ids) & set(said))
    monkeypatch.setattr(pages, "texts", lambda ids: {pk: said[pk] for pk in ids if pk in said})
    return said


def found(word):
    return selectors.count(ask(word))


@pytest.mark.parametrize("point", ["vocabulary", "words", "notes"])
def test_a_worker_killed_in_its_batch_leaves_it_to_another(truth, monkeypatch, point):
    services.note("sayfa", sorted(truth))
    kill = {
        "vocabulary": (vocabulary, "exchange"), "words": (type(engine()), "write"), "notes": (Change.objects, "filter"),
    }[point]  # fmt: skip
    calls = []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) > (4 if point == "notes" else 2):
            raise Killed
        return before(*args, **kwargs)

    with monkeypatch.context() as patched:
        before = getattr(*kill)
        patched.setattr(*kill, killed)
        with pytest.raises(Killed):
            services.carry("first")
    assert 0 < Change.objects.count() <= 4
    assert found("zeytin") == Document.objects.count() == engine().count(live()) < 4
    truth[4] = Text(title="Zeytinlik", spot="", body="", moment=FIRST)
    assert services.carry("second") == 0  # the lease of the first one holds
    Change.objects.update(lease_until=FIRST)
    services.carry("second")
    assert not Change.objects.exists()
    assert found("zeytin") == 4
    assert found("hasat") == 3
    assert services.differences() == {}


def test_a_rebuild_killed_and_repeated_and_two_at_once(truth):
    services.note("sayfa", sorted(truth))
    services.carry("first")
    before = live()

    def killed(_done):
        truth[2] = Text(title="Deniz", spot="", body="", moment=FIRST)
        services.follow("sayfa", 2)
        raise Killed

    with pytest.raises(Killed):
        services.rebuild(killed)
    assert (live(), found("zeytin"), found("deniz")) == (before, 3, 1)  # what answers, answers on, and follows
    with pytest.raises(services.BuildRunning):
        services.rebuild()

    def overtaken(_done):
        if live() == before:
            services.rebuild(take_over=True)

    with pytest.raises(services.BuildRunning):  # the one that was overtaken gives up; the other one's index answers
        services.rebuild(overtaken, take_over=True)
    assert live() != before
    assert (found("zeytin"), found("deniz")) == (3, 1)
    assert services.differences() == {}


def test_every_kind_of_difference_is_named_and_mended(truth):
    services.note("sayfa", sorted(truth))
    services.carry("first")
    places = {document.object_id: document for document in Document.objects.filter(kind="sayfa")}
    places[1].delete()
    Document.objects.filter(pk=places[2].pk).update(digest="other")
    Document.objects.filter(pk=places[3].pk).update(hidden=True)
    engine().remove(live(), [places[4].place_in_order])
    truth[5] = Text(title="Zeytin 5", spot="", body="", moment=FIRST)
    del truth[2]
    assert services.differences() == {
        "sayfa: missing": 2, "sayfa: extra": 1, "sayfa: hidden": 1, "sayfa: wordless": 1,
    }  # fmt: skip
    assert services.repair() == 5
    assert services.differences() == {}
    assert found("zeytin") == 4
