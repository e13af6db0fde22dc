"""Base forms of the office's own: one writes them, another lets them hold; the index follows at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cms.core.refusal import Refusal
from search import excerpts, lemmas, selectors, services, wordlist
from search.models import BaseForm, Change, Document, VocabularyWord
from search.office import index
from search.office.models import OfficeChange
from search.queries import parse
from search.questions import Narrowed
from search.terms import TITLE
from tests import factories
from tests.office import browser
from tests.search.index import FIRST, put
from tests.search.test_engines import text_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_process_that_knows_no_list():
    yield
    lemmas.hold(())


def carried(document):
    """What the worker does with an object that was noted; these have no page."""
    assert Change.objects.filter(kind=document.kind, object_id=document.object_id).exists()
    Change.objects.all().delete()
    text = text_of(document.title)
    assert services.put(document.kind, document.object_id, text)


def test_one_writes_another_confirms_and_the_index_follows():
    writer, other = factories.editor(), factories.archivist()
    document = put("Zırtalaklıkların günü")
    put("Zeytin hasadı")
    row = wordlist.write(word=" Zırtalaklık ", base="zırtalak", alone=False, user=writer)
    assert (row.word, row.base, titles("zırtalak")) == ("zırtalaklık", "zırtalak", [])
    with pytest.raises(Refusal, match="bir başkası"):
        wordlist.confirm(pk=row.pk, seen=row.line, user=writer)
    with pytest.raises(Refusal, match="değişti"):
        wordlist.confirm(pk=row.pk, seen="zırtalaklık > başka", user=other)
    with pytest.raises(PermissionDenied):
        wordlist.confirm(pk=row.pk, seen=row.line, user=factories.social_editor())
    assert not Change.objects.exists()

    wordlist.confirm(pk=row.pk, seen=row.line, user=other)
    assert Change.objects.count() == 1
    carried(document)
    lemmas.hold(())  # another process, which has not heard of it
    query = parse("zırtalaklıklarımız")
    assert titles("zırtalaklıklarımız") == ["Zırtalaklıkların günü"]
    assert VocabularyWord.objects.get(surface="zırtalaklıkların").lemma == "zırtalak"
    lemmas.hold(())
    asked = selectors.understood(query, Narrowed())
    assert excerpts.marked(document.title, asked.plan.wanted, TITLE) == "<mark>Zırtalaklıkların</mark> günü"

    # Whoever changes it has to wait again, the one who confirmed too; until then the dictionary is right.
    wordlist.write(word="zırtalaklık", base="zırtalaklık", alone=False, user=other, pk=row.pk)
    carried(document)
    assert titles("zırtalak") == []
    with pytest.raises(Refusal):
        wordlist.confirm(pk=row.pk, seen="zırtalaklık > zırtalaklık", user=other)
    wordlist.confirm(pk=row.pk, seen="zırtalaklık > zırtalaklık", user=writer)
    carried(document)
    assert titles("zırtalaklığı") == ["Zırtalaklıkların günü"]
    lemmas.hold(())  # nor has this process heard of it
    wordlist.remove(pk=row.pk, user=writer)
    assert Change.objects.count() == 1
    assert services.differences() == {"bulten: extra": 2}  # these have no page
    with pytest.raises(IntegrityError), transaction.atomic():
        BaseForm.objects.create(word="a", base="b", written_at=FIRST, written_by=writer, confirmed_by=writer)


def test_what_the_dictionary_joins_is_set_apart():
    writer, other = factories.editor(), factories.archivist()
    page = factories.bulletin(title="Bulgurlu pilavı")
    while index.carry():
        pass
    joined, apart = put("Kırıkhan'da bulguru kaynattı"), put("Bulgurlu şenliği")
    for word, alone in (("bulgurlu", False), ("kaynattı", True)):
        row = wordlist.write(word=word, base=word, alone=alone, user=writer)
        wordlist.confirm(pk=row.pk, seen=row.line, user=other)
    assert {lemmas.lemma(word) for word in ("bulgurlu", "bulgurlular", "bulgurluda")} == {"bulgurlu"}
    assert (lemmas.lemma("kaynattı"), lemmas.lemma("bulguru")) == ("kaynattı", "bulgur")
    assert {change.object_id for change in Change.objects.all()} <= {joined.object_id, apart.object_id}
    assert Document.objects.filter(digest="").exists()
    assert OfficeChange.objects.filter(object_id=page.pk).exists()  # the office's index follows too


def test_what_is_no_word_is_refused_in_words():
    writer = factories.editor()
    for word, base in (
        ("iki söz", "söz"), ("a", "söz"), ("x" * 41, "söz"), ("söz", "2026"), ("a=b", "söz"), ("#söz", "söz"),
        ("söz", "söz > öz"), ("e-devlet", "devlet"), ("söz", ""), ("", "söz"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="Tek bir sözcük"):
            wordlist.write(word=word, base=base, alone=False, user=writer)
    wordlist.write(word="söz", base="söz", alone=False, user=writer)
    with pytest.raises(Refusal, match="zaten var"):
        wordlist.write(word="SÖZ", base="laf", alone=False, user=writer)
    assert BaseForm.objects.count() == 1


def test_the_screen():
    writer, other = factories.editor(), factories.archivist()
    mine, theirs = browser(writer), browser(other)
    screen = "/admin/sozcuk-kokleri/"
    wrong = mine.post(screen, {"word": "iki söz", "base": "söz", "alone": "on"})
    assert wrong.status_code == 400
    for kept in ('value="iki söz"', 'value="söz"', " checked"):
        assert kept in wrong.content.decode()
    mine.post(screen, {"word": "zırtalaklık", "base": "zırtalak"})
    row = BaseForm.objects.get()
    confirm = f"{screen}{row.pk}/onay/"
    assert confirm not in mine.get(screen).content.decode()
    page = theirs.get(screen, {"dene": "Zeytinliklerimiz <b>"}).content.decode()
    assert confirm in page
    assert "zeytinliklerimiz → <strong>zeytin</strong>" in page
    mine.post(confirm, {"seen": row.line})
    assert not BaseForm.objects.exclude(confirmed_at=None).exists()
    theirs.post(confirm, {"seen": row.line})
    assert BaseForm.objects.exclude(confirmed_at=None).exists()
    assert 'value="zırtalaklık"' in mine.get(f"{screen}?degistir={row.pk}").content.decode()
    for odd in ("0", "x", "9" * 30, "-1", str(row.pk + 999)):
        assert mine.get(screen, {"degistir": odd}).status_code in (200, 404)
    assert browser(factories.director()).get(screen).status_code in (302, 403)
    mine.post(f"{screen}{row.pk}/sil/")
    assert not BaseForm.objects.exists()
