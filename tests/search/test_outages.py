"""Whatever happens to the search server or to those who write to it: nobody notices, and in the end index = truth."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.core import health
from search import copies, selectors, services
from search.elastic import comparison, condition, server, upkeep
from search.elastic.engine import Elasticsearch
from search.elastic.fields import index_called
from search.engines import engine
from search.models import CopyNote, Document, IndexState
from tests import factories
from tests.search.index import FIRST, put
from tests.search.test_engines import ask, text_of
from tests.services.faults import fault_proxy

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture
def proxy(elasticsearch, settings):
    """Between the house and its search server."""
    with fault_proxy(settings.ELASTICSEARCH_URL) as proxy:
        settings.ELASTICSEARCH_URL = proxy.url
        yield proxy


@pytest.fixture(autouse=True)
def nothing_remembered():
    caches["copies"].clear()
    yield
    caches["copies"].clear()


@pytest.fixture
def asked_of(monkeypatch):
    """The engines that answered, one after the other."""
    seen = []
    for one in (Elasticsearch, type(engine())):
        for name in ("hits", "matching", "labels"):
            whole = getattr(one, name)

            def noted(self, *args, whole=whole, one=one):
                answer = whole(self, *args)
                seen.append("elasticsearch" if one is Elasticsearch else "database")
                return answer

            monkeypatch.setattr(one, name, noted)
    return seen


def found(text):
    """Titles, number and labels of what is found, by whichever engine."""
    asked = ask(text)
    pks, _more = selectors.hits(asked, limit=50)
    by_id = Document.objects.in_bulk(pks)
    return [by_id[pk].title for pk in pks], selectors.count(asked), selectors.facets(asked)


def caught_up():
    """The worker goes on until nothing waits, as it does once its rest is over."""
    for _round in range(20):
        upkeep.patience.__init__()
        CopyNote.objects.update(due_at=None)
        upkeep.catch_up("test")
        if not CopyNote.objects.exists():
            break
    assert not CopyNote.objects.exists()
    assert comparison.differing() == {}
    caches["copies"].clear()


def same_everywhere(text="zeytin"):
    """Both engines say the same; gives the titles."""
    asked = ask(text)
    for name, args in (("hits", (asked, 50, None)), ("matching", (asked,)), ("labels", (asked,))):
        theirs, ours = getattr(Elasticsearch(), name)(*args), getattr(engine(), name)(*args)
        assert (sorted(theirs), name) == (sorted(ours), name) if name == "labels" else theirs == ours
    return found(text)[0]


@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_the_database_answers_when_the_server_does_not(proxy, asked_of, fault, client):
    put("Zeytin hasadı", department="Fen İşleri")
    caught_up()
    told = found("zeytin")
    assert asked_of == ["elasticsearch"] * 3
    proxy.fault = lambda method, path: fault
    proxy.seen.clear()
    assert found("zeytin") == told
    assert asked_of[3:] == ["database"] * 3
    assert len(proxy.seen) == 1  # nobody waits for it again so soon
    page = client.get("/ara/?q=zeytin")
    assert "sunucu" not in page.content.decode()
    assert condition.note().startswith("Arama sunucusu yanıt vermiyor")
    assert condition.trouble()
    assert health._word("elasticsearch", health.PARTS["elasticsearch"]) == "trouble"
    client.force_login(factories.editor())
    assert condition.note() in client.get("/ara/?q=zeytin").content.decode()
    proxy.fault = lambda method, path: ""
    caught_up()
    assert condition.note() == condition.trouble() == ""
    asked_of.clear()
    assert found("zeytin") == told
    assert asked_of == ["elasticsearch"] * 3


def test_what_changes_during_an_outage_waits_and_catches_up(proxy, asked_of):
    first, second = put("Zeytin hasadı"), put("Zeytin bayramı")
    caught_up()
    proxy.fault = lambda method, path: "cut"
    services.put("bulten", first.object_id, text_of("Deniz şenliği"))
    services.forget_document(Document.objects.get(pk=second.pk))
    put("Zeytin ağacı")
    assert upkeep.catch_up("test") == 0
    proxy.seen.clear()
    assert upkeep.catch_up("test") == 0
    assert proxy.seen == []  # it rests before it asks again
    assert found("zeytin")[0] == ["Zeytin ağacı"]
    proxy.fault = lambda method, path: ""
    caught_up()
    asked_of.clear()
    assert same_everywhere() == ["Zeytin ağacı"]
    assert same_everywhere("deniz") == ["Deniz şenliği"]


def test_what_is_hidden_or_not_followed_yet_is_in_no_count(elasticsearch, asked_of):
    put("Zeytin hasadı", days=1)
    hidden = put("Zeytin bayramı", department="Fen İşleri")
    changed = put("Zeytin dikildi", tags=["Fidan"])
    caught_up()
    Document.objects.filter(pk=hidden.pk).update(hidden=True)
    services.put("bulten", changed.object_id, text_of("Deniz"))
    titles, count, facets = found("zeytin")
    assert (titles, count) == (["Zeytin hasadı"], 1)
    assert not {"mudurluk", "etiket"} & set(facets)
    assert set(asked_of) == {"elasticsearch"}
    CopyNote.objects.update(noted_at=timezone.now() - copies.LONGEST_BEHIND - dt.timedelta(seconds=1))
    asked_of.clear()
    assert found("deniz")[0] == ["Deniz"]
    assert set(asked_of) == {"database"}
    assert condition.note().startswith("Arama sunucusu değişiklikleri henüz almadı")
    CopyNote.objects.update(noted_at=FIRST)
    assert "wait" in condition.trouble()


def test_an_answer_that_was_lost_is_written_again(proxy):
    document = put("Zeytin hasadı")
    proxy.fault = lambda method, path: "lost" if "_bulk" in path else ""
    assert upkeep.catch_up("test") == 0
    assert CopyNote.objects.filter(lease_until=None).count() == 1
    services.forget_document(document)
    proxy.fault = lambda method, path: "lost" if "_refresh" in path else ""
    upkeep.patience.__init__()
    assert upkeep.catch_up("test") == 0
    proxy.fault = lambda method, path: ""
    caught_up()
    assert comparison.held() == {}


def test_a_full_disk_and_a_lost_shard_hold_up_nobody(elasticsearch, asked_of, monkeypatch):
    put("Zeytin hasadı")
    caught_up()
    index = next(iter(elasticsearch.indices.get(index=server.answering())))
    elasticsearch.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    put("Zeytin bayramı")
    assert upkeep.catch_up("test") == 0
    assert not CopyNote.objects.exclude(lease_until=None).exists()
    elasticsearch.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    caught_up()
    assert len(same_everywhere()) == 2

    lost = {"index.routing.allocation.require._name": "nobody"}
    red = index_called(f"{index[:-8]}00000000").settings(**lost)
    elasticsearch.indices.create(index=red._name, body=red.to_dict(), wait_for_active_shards="0")
    elasticsearch.indices.update_aliases(
        actions=[
            {"remove_index": {"index": index}},
            {"add": {"index": red._name, "alias": server.answering()}},
        ]
    )
    assert elasticsearch.cluster.health(index=red._name)["status"] == "red"
    asked_of.clear()
    assert len(found("zeytin")[0]) == 2
    assert set(asked_of) == {"database"}
    put("Zeytin ağacı")
    with monkeypatch.context() as patched:
        patched.setattr(server, "WRITE_SECONDS", 0.3)
        assert upkeep.catch_up("test") == 0
    elasticsearch.indices.put_settings(index=red._name, settings=dict.fromkeys(lost))
    elasticsearch.cluster.health(index=red._name, wait_for_status="yellow", timeout="20s")
    assert comparison.repair() == 2
    caught_up()
    assert len(same_everywhere()) == 3


def test_an_index_that_is_lost_or_not_ours_is_made_again(elasticsearch, asked_of):
    put("Zeytin hasadı")
    put("Zeytin bayramı", tags=["Şenlik"])
    caught_up()
    elasticsearch.indices.delete(index=next(iter(elasticsearch.indices.get(index=server.answering()))))
    assert condition.trouble()  # it answers, but not with an index of ours
    put("Zeytin ağacı")
    assert upkeep.catch_up("test") == 0
    caught_up()
    assert condition.trouble() == ""
    assert len(same_everywhere()) == 3

    elasticsearch.indices.delete(index=next(iter(elasticsearch.indices.get(index=server.answering()))))
    # Somebody's own, with a mapping that Elasticsearch guessed.
    elasticsearch.index(index=server.answering(), document={"title_lemma": "Zeytin!", "place": 5}, refresh=True)
    caught_up()
    assert len(same_everywhere()) == 3
    assert elasticsearch.indices.exists_alias(name=server.answering())

    name = next(iter(elasticsearch.indices.get(index=server.answering())))
    other = f"{name[:-8]}00000000"
    elasticsearch.indices.create(index=other, mappings={"properties": {"place": {"type": "text"}}})
    elasticsearch.indices.update_aliases(
        actions=[
            {"remove": {"index": name, "alias": server.answering()}},
            {"add": {"index": other, "alias": server.answering()}},
        ]
    )
    caught_up()
    assert len(same_everywhere()) == 3
    caught_up()  # and sweeps what nothing asks any more
    kept = elasticsearch.indices.get(index=f"{server.answering()}-*")
    assert list(kept) == list(elasticsearch.indices.get(index=server.answering()))


def test_one_document_that_is_refused_holds_up_no_other(elasticsearch, monkeypatch):
    bad, good = put("Zeytin hasadı"), put("Zeytin bayramı")
    whole = upkeep.body_of

    def body_of(document, labels, words):
        return {**whole(document, labels, words), **({"unknown": 1} if document.pk == bad.pk else {})}

    with monkeypatch.context() as patched:
        patched.setattr(upkeep, "body_of", body_of)
        assert upkeep.catch_up("test") == 2
    waiting = CopyNote.objects.get()
    assert (waiting.place_in_order, waiting.attempts, waiting.lease_until) == (bad.place_in_order, 1, None)
    assert "strict_dynamic_mapping" in waiting.trouble
    assert set(comparison.held()) == {good.place_in_order}
    call_command("search_index", "status")
    assert upkeep.catch_up("test") == 0  # not due
    # What a rebuild is refused is tried again like any other.
    with monkeypatch.context() as patched:
        patched.setattr(upkeep, "body_of", body_of)
        assert upkeep.rebuild() == 1
    assert CopyNote.objects.get(place_in_order=bad.place_in_order).pk > waiting.pk
    call_command("search_index", "repair")
    caught_up()


def test_a_worker_that_is_killed_leaves_its_batch_to_the_next(elasticsearch, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    first = put("Zeytin hasadı")
    for owner, name in (("_sent", upkeep), ("followed", copies), ("_bodies", upkeep)):
        put("Zeytin bayramı")
        with monkeypatch.context() as patched:
            patched.setattr(name, owner, killed)
            with pytest.raises(Killed):
                upkeep.carry(f"killed in {owner}")
        assert upkeep.carry("next") == 0  # these are another's, until its lease ends
        CopyNote.objects.update(lease_until=FIRST)
    services.forget_document(first)
    caught_up()
    assert len(same_everywhere()) == 3


def test_an_older_truth_never_replaces_a_newer_one(elasticsearch, monkeypatch):
    document = put("Zeytin hasadı")
    whole = upkeep._bodies
    others = []

    def asleep(places):
        bodies = whole(places)
        if not others:  # this worker has read; another one is quicker with what comes then
            others.append(True)
            services.put("bulten", document.object_id, text_of("Deniz şenliği"))
            again = Document.objects.get(pk=document.pk)
            services.forget_document(again)
            assert upkeep.carry("other") == 3
        return bodies

    monkeypatch.setattr(upkeep, "_bodies", asleep)
    upkeep.carry("one")
    caught_up()
    assert comparison.held() == {}


def test_it_is_built_beside_the_one_that_answers(elasticsearch, asked_of, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    documents = [put(f"Zeytin {number}") for number in range(5)]
    caught_up()
    before = set(elasticsearch.indices.get(index=server.answering()))
    seen = []

    def while_building(done):
        if not seen:
            services.put("bulten", documents[0].object_id, text_of("Deniz"))
            services.forget_document(Document.objects.get(pk=documents[4].pk))
            put("Zeytinlik")
            while upkeep.carry("worker"):
                pass
            with pytest.raises(services.BuildRunning):
                upkeep.rebuild()
        seen.append(found("zeytin")[1])

    asked_of.clear()
    assert upkeep.rebuild(while_building) == 5
    assert set(seen) == {4}
    assert set(asked_of) == {"elasticsearch"}
    assert before.isdisjoint(elasticsearch.indices.get(index=f"{server.answering()}*"))
    caught_up()
    assert len(same_everywhere()) == 4

    # A builder that died, and one that takes over; the first wakes up and finds that it is nobody's.
    def taken_over(done):
        if seen[-1:] != ["over"]:
            seen.append("over")
            assert upkeep.rebuild(take_over=True) == 5

    with pytest.raises(services.BuildRunning):
        upkeep.rebuild(taken_over)
    caught_up()
    assert IndexState.objects.get().copy_builder == ""
    IndexState.objects.update(copy_builder="dead", copy_started_at=FIRST)
    assert upkeep.rebuild() == 5
    assert len(same_everywhere()) == 4

    # What a builder left that died is given up by the next worker that looks; not what a living one builds.
    left = upkeep._make(server.building())
    IndexState.objects.update(copy_builder="alive", copy_started_at=timezone.now())
    upkeep.settle()
    assert elasticsearch.indices.exists(index=left)
    IndexState.objects.update(copy_builder="dead", copy_started_at=FIRST)
    upkeep.settle()
    assert not elasticsearch.indices.exists(index=left)
    assert not elasticsearch.indices.exists_alias(name=server.building())
    caught_up()
    assert len(same_everywhere()) == 4


def test_the_first_index_is_written_once(elasticsearch, asked_of, monkeypatch):
    """Whatever was noted before it was begun; what changes meanwhile comes after it."""
    documents = [put(f"Zeytin {number}") for number in range(3)]
    IndexState.objects.update(copy="")
    sent, whole = [], upkeep._sent
    monkeypatch.setattr(upkeep, "_sent", lambda *args, **values: sent.extend(args[3]) or whole(*args, **values))

    def meanwhile(done):
        services.put("bulten", documents[0].object_id, text_of("Zeytin şenliği"))
        assert upkeep.catch_up("worker") == 0

    assert upkeep.rebuild(meanwhile) == 3
    assert sorted(sent) == sorted(one.place_in_order for one in documents)
    assert upkeep.catch_up("worker") == 2  # where it stood, and where it stands now
    caught_up()
    assert len(same_everywhere()) == 3


def test_building_that_the_server_cuts_leaves_the_old_one(proxy, capsys):
    for number in range(3):
        put(f"Zeytin {number}")
    caught_up()
    for path in ("_bulk", "_aliases", "_refresh"):
        proxy.fault = lambda method, asked, path=path: "cut" if path in asked else ""
        with pytest.raises(server.Unavailable):
            upkeep.rebuild()
        proxy.fault = lambda method, asked: ""
        assert IndexState.objects.get().copy_builder == ""
        caught_up()
        assert len(same_everywhere()) == 3
    place = Document.objects.first().place_in_order
    server.client(30).delete(index=server.answering(), id=str(place), refresh=True)
    with pytest.raises(CommandError, match="differences"):
        call_command("search_index", "check")
    assert "Elasticsearch: missing: 1" in capsys.readouterr().out
    proxy.fault = lambda method, asked: "cut"
    for action in ("check", "rebuild", "repair"):
        with pytest.raises(CommandError, match="Elasticsearch"):
            call_command("search_index", action)


def test_a_house_that_gives_it_up_notes_nothing_for_it(elasticsearch, settings, asked_of):
    put("Zeytin hasadı")
    caught_up()
    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    put("Zeytin bayramı")
    assert upkeep.catch_up("test") == 0
    assert not CopyNote.objects.exists()
    put("Zeytin ağacı")
    assert not CopyNote.objects.exists()
    assert condition.trouble() == condition.note() == ""
    asked_of.clear()
    assert len(found("zeytin")[0]) == 3
    assert set(asked_of) == {"database"}
    settings.ELASTICSEARCH_URL = address
    assert len(found("zeytin")[0]) == 3  # nothing there is trusted until it follows
    assert set(asked_of) == {"database"}
    caught_up()
    assert len(same_everywhere()) == 3
