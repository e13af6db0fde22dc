"""All engines find what is meant, and the same: hits, order, pages, counts.

Each test runs on the database of its run and on Elasticsearch beside it.
"""

import pytest

from cms.website.findable import Text
from search import selectors, services, synonyms
from search.documents import words_in
from search.elastic import upkeep
from search.elastic.engine import Elasticsearch
from search.engines import engine
from search.models import CopyNote, Document, VocabularyWord
from search.plans import plan
from search.queries import parse
from search.questions import Cursor, Narrowed, Value
from search.terms import matches
from tests.search import traps
from tests.search.index import FIRST, put
from tests.search.test_queries import ATTACKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def the_engine(request, monkeypatch):
    """Who answers; with Elasticsearch, what was put is there when it is asked, and nobody else may answer."""
    if request.param == "database":
        return
    request.getfixturevalue("elasticsearch")

    def answered(question):
        while CopyNote.objects.exists():
            assert upkeep.carry("test")
        return question(Elasticsearch())

    monkeypatch.setattr(selectors, "answered", answered)


def ask(text, *, newest_first=False, relaxed=False, **keys):
    narrowed = Narrowed(keys)
    return selectors.understood(parse(text), narrowed, newest_first=newest_first, relaxed=relaxed)


def titles(text, **values):
    if ask(text, **values) is None:
        return []
    found, _more = selectors.hits(ask(text, **values), limit=1000)
    by_id = Document.objects.in_bulk(found)
    return [by_id[pk].title for pk in found]


def test_every_query_finds_what_it_means():
    """The engine against the meaning of the question, over all texts of the tables at once."""
    texts = dict.fromkeys(text for table in (traps.FOUND, traps.MISSED) for _query, text in traps.lines(table))
    documents = [put(body=text, title=f"Belge {number}") for number, text in enumerate(texts)]
    words = {document.pk: words_in(document) for document in documents}
    places = {document.pk: document.place_in_order for document in documents}
    known = set(VocabularyWord.objects.values_list("lemma", flat=True))
    queries = dict.fromkeys(query for table in (traps.FOUND, traps.MISSED) for query, _text in traps.lines(table))
    for query in [*queries, *ATTACKS]:
        for relaxed in (False, True) if query in ATTACKS else (False,):
            meant = plan(parse(query), known=known.__contains__, synonyms={}, relaxed=relaxed)
            if meant is None:
                continue
            asked = selectors.Asked(meant, Narrowed())
            expected = {pk for pk, document in words.items() if matches(meant.wanted, document)}
            found, more = selectors.hits(asked, limit=1000)
            assert (set(found), len(found), more) == (expected, len(expected), None), query
            ranks = [
                next(number for number, step in enumerate(meant.steps) if matches(step, words[pk])) for pk in found
            ]
            assert list(zip(ranks, found, strict=True)) == sorted(
                zip(ranks, found, strict=True), key=lambda one: (one[0], -places[one[1]])
            ), query
            assert selectors.count(asked) == len(expected), query


def test_a_row_of_words_stays_within_its_field_and_long_texts_end_somewhere():
    put("Zeytin", spot="hasadı başladı", tags=["şenlik"])
    put("Deniz", body="zeytin\n\nhasadı " + "söz " * 20_000 + "sonuncu")
    assert titles('"zeytin hasadı"') == ["Deniz"]
    assert titles("zeytin hasat") == ["Deniz", "Zeytin"]  # words in a row before words apart
    assert titles("sonuncu") == []


def test_what_stands_near_or_is_derived_so_comes_first():
    put("Bir", body="hasat " + "söz " * 5 + "zeytin", days=0)
    put("İki", body="zeytin " + "söz " * 6 + "hasat", days=1)
    put("Üç", body="zeytin söz hasadı", days=0)
    put("Dört", spot="zeytin", body="hasat", days=2)
    put("Beş", body="hasadı zeytin", spot="söz", days=0)
    assert titles("zeytin hasat") == ["Beş", "Üç", "Bir", "Dört", "İki"]
    put("Altı", body="zeytinliklerin", days=0)
    put("Yedi", body="zeytinler", days=9)
    assert titles("zeytinliği")[:2] == ["Altı", "Dört"]
    assert titles("zeytin")[:2] == ["Dört", "İki"]


def test_where_nothing_has_all_words_more_of_them_come_first_and_the_rarest():
    for number in range(4):
        put(f"Konser {number}", days=20 + number)
    put("Zeytin", spot="müze", days=1)
    put("Müze", spot="zeytin konseri", days=0)
    put("Zeytin", spot="bahçe", days=2)
    assert titles("zeytin konser müze bayram", relaxed=True)[:3] == ["Müze", "Zeytin", "Konser 3"]
    assert titles("konser bahçe", relaxed=True)[0] == "Zeytin"


def test_the_best_come_first_and_among_them_the_newest():
    put("Konser", body="zeytin", days=9)
    put("Zeytin hasadı", days=1)
    put("Zeytinlikler korunuyor", days=2)
    put("Hasat", spot="zeytin bayramı", days=3)
    put("Kupa", tags=["zeytin"], days=8)
    put("Zeytin dikildi", days=0)
    ranked = ["Zeytin hasadı", "Zeytin dikildi", "Zeytinlikler korunuyor", "Hasat", "Konser", "Kupa"]
    assert titles("zeytin") == ranked
    assert titles("ZEYTİN") == ranked
    assert titles("zeytin", newest_first=True) == [
        "Konser", "Kupa", "Hasat", "Zeytinlikler korunuyor", "Zeytin hasadı", "Zeytin dikildi",
    ]  # fmt: skip
    assert titles("zeytin hasat")[:2] == ["Zeytin hasadı", "Hasat"]
    assert set(titles("zeytin elma", relaxed=True)[:3]) == set(ranked[:3])


def test_pages_follow_one_another_without_gap_or_double():
    for number in range(7):
        put(f"Zeytin {number}", days=number)
        put(f"Deniz {number}", body="zeytin", days=number)
    for newest_first in (False, True):
        asked, after, seen = ask("zeytin", newest_first=newest_first), None, []
        for _page in range(10):
            found, after = selectors.hits(asked, limit=4, after=after)
            seen += found
            if after is None:
                break
            assert Cursor.read(str(after)) == after
        assert seen == selectors.hits(asked, limit=100)[0]
        assert len(seen) == len(set(seen)) == 14
    assert Cursor.read("x") is Cursor.read("1") is Cursor.read("1-²") is Cursor.read("1-99999999999999999999") is None


def test_facets_count_what_is_found_and_narrow_it():
    put("Zeytin", department="Fen İşleri", tags=["Hasat"], days=0)
    put("Zeytinlik", department="Fen İşleri", kind="foto", with_photo=True, days=40)
    put("Zeytinyağı", department="Kültür", days=200)
    put("Deniz", department="Kültür")
    asked = ask("zeytin")
    found = selectors.facets(asked)
    assert [(value.name, value.count) for value in found["yil"]] == [("2026", 2)]
    assert found["mudurluk"] == [Value("fen-i̇şleri", "Fen İşleri", 2)]
    assert [(value.key, value.count) for value in found["tur"]] == [("bulten", 1), ("foto", 1)]
    assert [(value.name, value.count) for value in found["etiket"]] == [("Hasat", 1)]
    assert [(value.name, value.count) for value in found["gorsel"]] == [("fotoğraflı", 1)]
    assert titles("zeytin", tur=["foto"]) == titles("zeytin tür:foto") == ["Zeytinlik"]
    assert titles("müdürlük:kültür") == ["Zeytinyağı", "Deniz"]
    assert titles("zeytin müdürlük:fen tarih:2026-10") == ["Zeytinlik"]
    assert titles("tarih:2027") == ["Zeytinyağı"]
    assert ask("zeytin müdürlük:yokböylebir") is None
    assert selectors.count(ask("zeytin", tur=["bulten", "foto"])) == 2


def test_tags_are_read_as_texts_are():
    put("Bir", tags=["Çevre Düzenlemesi"])
    put("İki", tags=["#ZeytinHasadı", "ASKİ'nin"])
    for query in (
        "etiket:çevre",
        "etiket:CEVRE",
        "etiket:çevreler",
        "çevreyi",
        "cevre duzenlemesi",
        'etiket:"çevre düzenleme"',
    ):
        assert titles(query) == ["Bir"], query
    for query in (
        "etiket:zeytin",
        "etiket:zeytinhasadı",
        "etiket:hasat",
        "#zeytinhasadı",
        "zeytin hasat",
        "etiket:aski",
    ):
        assert titles(query) == ["İki"], query
    assert titles("etiket:deniz") == titles("tag:çevre") == []


def test_numbers_are_exact():
    put("Bir", number="2026/0123")
    put("İki", number="2026/1123", body="2026/0123 sayılı bültenimiz")
    assert titles("no:2026/123") == titles("no:123") == titles("no:2026/0123") == ["Bir"]
    assert titles("2026/0123") == ["İki", "Bir"]
    assert titles("no:%") == titles("no:0") == titles("no:2026/x") == []


def test_other_names_find_the_same():
    put("Sivil toplum kuruluşlarıyla toplantı", days=1)
    put("STK'larla kahvaltı")
    put("Küçükköy'de yol çalışması")
    assert titles("stk") == ["STK'larla kahvaltı", "Sivil toplum kuruluşlarıyla toplantı"]
    assert set(titles("sivil toplum kuruluşu")) == set(titles("STK"))
    assert titles("sarimsakli yol") == titles("Sarımsaklı") == ["Küçükköy'de yol çalışması"]
    assert synonyms.read(["a = b c = a", "# x = y", "tek"]) == {"a": ("b c",), "b c": ("a",)}


def test_what_is_hidden_is_neither_found_nor_counted():
    put("Zeytin hasadı", days=1)
    hidden = put("Zeytin bayramı", department="Fen İşleri")
    Document.objects.filter(pk=hidden.pk).update(hidden=True)
    assert titles("zeytin") == ["Zeytin hasadı"]
    assert selectors.count(ask("zeytin")) == 1
    assert "mudurluk" not in selectors.facets(ask("zeytin"))


def test_a_document_that_changes_or_goes_leaves_nothing():
    first = put("Zeytin hasadı")
    words = VocabularyWord.objects.filter(documents__gt=0)
    assert words.filter(lemma="zeytin").exists()
    services.put("bulten", first.object_id, text_of("Deniz şenliği"))
    assert titles("zeytin") == []
    assert titles("deniz") == ["Deniz şenliği"]
    assert not words.filter(lemma="zeytin").exists()
    services.forget_document(Document.objects.get())
    assert not words.exists()
    assert engine().count(0) == engine().count(1) == 0


def text_of(title):
    return Text(title=title, spot="", body="", moment=FIRST)
