"""What is published is found, what is taken back is not, and no change is lost on the way into the index."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.core import triggers, worker
from cms.website.findable import FINDABLES, Text
from press_archive.bulletins.models import RegisterEntry
from search import changes, selectors, services
from search.engines import engine
from search.models import Change, Document, Label, VocabularyWord
from search.office import index as office_index
from search.tables import live
from tests import factories
from tests.factories import bulletins, galleries
from tests.search.index import FIRST, put
from tests.search.test_engines import ask, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried():
    """Carries what waits, as the worker does."""

    def carry():
        count = services.catch_up("test")
        assert not Change.objects.exists()
        return count

    carry()
    return carry


def test_a_publication_is_found_and_a_withdrawal_is_not(carried):
    page = factories.bulletin(title="Zeytin hasadı şenliği")
    assert not Change.objects.exists()
    page = factories.publish(page)
    assert Change.objects.filter(kind="bulten", object_id=page.pk).exists()
    assert titles("zeytin") == []
    carried()
    assert titles("ZEYTİN") == titles(f"no:{page.number}") == ["Zeytin hasadı şenliği"]
    document = Document.objects.get(kind="bulten")
    labels = Label.objects.filter(pk__in=document.label_ids.split())
    assert labels.get(facet="mudurluk").key == page.department.slug
    services.follow("bulten", page.pk)
    assert services.differences() == {}

    page = factories.publish(factories.edit(page, title="Zeytin bayramı", correction="Adı değişti."))
    carried()
    assert titles("hasat") == []
    assert titles("zeytin") == ["Zeytin bayramı"]

    with CaptureQueriesContext(connection) as captured:
        factories.withdraw(page)
    said = "".join(query["sql"] for query in captured)
    assert "search_change" not in said  # triggers did it
    assert "search_document" not in said
    assert titles("zeytin") == []  # at once, before anything is carried
    assert selectors.count(ask("zeytin")) == 0
    carried()
    assert not Document.objects.filter(kind="bulten").exists()
    assert not VocabularyWord.objects.filter(lemma="zeytin", documents__gt=0).exists()
    assert services.differences() == {}


def test_galleries_and_pages_are_found_without_what_was_taken_down(carried):
    photo = factories.photo()
    rows = [
        galleries.row(photo, alt="Kuğular", caption="Gölde kuğular"),
        galleries.row(alt="Ördekler", caption=""),
    ]
    gallery = factories.publish(galleries.photo_gallery(rows, title="Göl kıyısı"))
    carried()
    assert titles("kuğu") == titles("gol") == ["Göl kıyısı"]
    photo.withheld_at = FIRST
    photo.save(update_fields=["withheld_at"])
    assert titles("göl") == []  # until its words are gone
    carried()
    assert titles("kuğu") == []
    assert titles("ördek") == ["Göl kıyısı"]
    assert FINDABLES["foto"].paths([gallery.pk]) == {gallery.pk: gallery.public_path}


def test_a_change_that_was_rolled_back_was_none():
    bulletins.register(1)
    entry = RegisterEntry.objects.get()
    before = Change.objects.count()
    with transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(public=False)
        assert Change.objects.count() > before
        transaction.set_rollback(True)
    assert Change.objects.count() == before


def test_an_object_that_cannot_be_read_waits_and_holds_up_nobody(carried, monkeypatch):
    findable = FINDABLES["sayfa"]

    def texts(ids):
        if 1 in ids:
            raise ValueError("broken")
        return {pk: Text(title="Zeytin", spot="", body="", moment=FIRST) for pk in ids}

    monkeypatch.setattr(findable, "texts", texts)
    services.note("sayfa", [1, 2, 2])
    assert services.carry("one") == 2
    waiting = Change.objects.get()
    assert (waiting.object_id, waiting.attempts, waiting.lease_until) == (1, 1, None)
    assert "broken" in waiting.trouble
    assert titles("zeytin") == ["Zeytin"]
    assert services.carry("one") == 0  # not due
    Change.objects.update(due_at=None)
    assert services.carry("one") == 1
    assert Change.objects.get().attempts == 2
    assert selectors.trouble() == ""
    Change.objects.update(noted_at=FIRST)
    assert selectors.trouble()


def test_what_one_worker_claimed_the_other_leaves_until_its_lease_ends(carried):
    services.note("sayfa", [7])
    assert services._claimed("one", 10)
    assert services._claimed("two", 10) == []
    assert services._claimed("one", 10)
    Change.objects.update(lease_until=FIRST)
    assert services._claimed("two", 10)
    assert services._claimed("one", 10) == []


def test_a_note_written_while_its_object_is_carried_stays(carried, monkeypatch):
    def texts(ids):
        services.note("sayfa", [7])
        return {}

    monkeypatch.setattr(FINDABLES["sayfa"], "texts", texts)
    services.note("sayfa", [7])
    services.carry("one")
    assert Change.objects.count() == 1


def test_the_index_is_built_beside_the_one_that_answers_and_set_right(carried, monkeypatch, capsys):
    objects = {pk: Text(title=f"Zeytin {pk}", spot="", body="", moment=FIRST) for pk in (1, 2, 3)}
    findable = FINDABLES["sayfa"]
    monkeypatch.setattr(findable, "texts", lambda ids: {pk: objects[pk] for pk in ids if pk in objects})
    monkeypatch.setattr(findable, "public", lambda ids: set(ids) & set(objects))
    monkeypatch.setattr(findable, "ids", lambda: iter(sorted(objects)))
    put("Zeytin olmayan", kind="bulten")
    office_index.repair()  # the pages that every installation has from the start
    with pytest.raises(CommandError, match="4 differences"):
        call_command("search_index", "check")
    call_command("search_index", "repair")
    call_command("search_index", "check")
    answering = live()
    seen = []

    def while_building(done):
        seen.append(sorted(titles("zeytin")))
        # A change meanwhile goes into both.
        objects[2] = Text(title="Zeytinlik 2", spot="", body="", moment=FIRST)
        services.follow("sayfa", 2)
        with pytest.raises(services.BuildRunning):
            services.rebuild()

    assert services.rebuild(while_building) == 3
    assert seen == [["Zeytin 1", "Zeytin 2", "Zeytin 3"]]
    assert live() != answering
    assert engine().count(answering) == 0
    assert sorted(titles("zeytin")) == ["Zeytin 1", "Zeytin 3", "Zeytinlik 2"]
    call_command("search_index", "check")
    call_command("search_index", "status")
    assert "documents: 3, with words: 3" in capsys.readouterr().out


def test_one_object_that_cannot_be_read_stops_no_building(carried, monkeypatch):
    def texts(ids):
        if 1 in ids:
            raise ValueError("broken")
        return {pk: Text(title="Zeytin", spot="", body="", moment=FIRST) for pk in ids}

    monkeypatch.setattr(FINDABLES["sayfa"], "texts", texts)
    monkeypatch.setattr(FINDABLES["sayfa"], "ids", lambda: iter([1, 2]))
    monkeypatch.setattr(FINDABLES["sayfa"], "public", lambda ids: set(ids))
    with pytest.raises(CommandError, match="without 1 objects"):
        call_command("search_index", "rebuild")
    assert services.index_state().building is None
    assert engine().count(live()) == 1
    # Nor what compares and sets right: it names what nobody can read, and sees to all others.
    monkeypatch.setattr(FINDABLES["sayfa"], "ids", lambda: iter([1, 2, 3]))
    assert services.differences() == {"sayfa: unreadable": 1, "sayfa: missing": 1}
    with pytest.raises(CommandError, match="public: 1 objects could not be read"):
        call_command("search_index", "repair")
    assert services.differences() == {"sayfa: unreadable": 1}


def test_a_building_that_died_is_taken_over(carried):
    services._begin_building("dead", take_over=False)
    with pytest.raises(CommandError, match="take-over"):
        call_command("search_index", "rebuild")
    call_command("search_index", "rebuild", "--take-over")
    assert services.index_state().building is None


def test_what_there_was_before_the_index_is_noted_once():
    bulletins.register(2)
    Change.objects.all().delete()
    services.first_time()
    noted = Change.objects.filter(kind="bulten").count()
    assert noted == 2
    services.first_time()
    assert Change.objects.filter(kind="bulten").count() == noted


def test_every_declared_row_has_its_triggers_and_the_worker_its_chore():
    declared = [trigger.name for trigger in changes.triggers(set(connection.introspection.table_names()))]
    assert len(declared) == len(set(declared)) >= 15
    assert set(declared) <= triggers.present(connection)
    assert "search" in [chore.name for chore in worker.CHORES]
    numbers = [findable.number for findable in FINDABLES.values()]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(range(32))
