"""Elasticsearch and the database give the same hits, in the same order, the same pages and the same counts."""

import random

import pytest

from search import questions, selectors, tables
from search.documents import FACETS
from search.elastic import comparison, upkeep
from search.elastic import engine as engine_of_elasticsearch
from search.elastic.engine import Elasticsearch
from search.engines import engine
from search.models import CopyNote, Label
from search.queries import parse
from search.questions import Cursor, Narrowed
from tests.search import traps
from tests.search.index import put

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

QUERIES = (
    "zeytin", "ışık", "belediye başkanı", '"su kesintisi"', "su -kesinti", "zey*", "isik", "yol çalışma park",
    "no:2026/0007", "no:7", "tarih:2026-09", "tarih:2026-09-10..2026-10-05 su", "etiket:çocuk", "müdürlük:fen zeytin",
    "yer:cunda", "tür:foto", "tür:bülten etiket:yaz", "e-devlet", "2026", "-su zeytin",
    "kitap etiket:spor yer:küçükköy",
)  # fmt: skip


def labelled(number, dice):
    """One document of words of the trade."""
    lines = [text for _query, text in traps.lines(traps.FOUND)]
    department = dice.choice(["Fen İşleri", "Zabıta", "Park ve Bahçeler", "Çevre Koruma", "İmar", ""])
    return put(
        " ".join(dice.sample(lines, 2)), spot=dice.choice(lines), body="\n".join(dice.sample(lines, 8)),
        kind=dice.choice(["bulten", "foto", "sayfa"]), days=number % 60, department=department,
        tags=dice.sample(["Çocuk", "Spor", "Şenlik", "Isı", "İmar", "Yaz", "Ölçüm"], 2),
        place=dice.choice(["Cunda", "Küçükköy", "Ilıca", ""]), number=f"2026/{number:04d}" if number % 3 else "",
        with_photo=dice.random() < 0.5, with_video=dice.random() < 0.2,
    )  # fmt: skip


def pages(one, asked, limit):
    after, seen = None, []
    while True:
        found = one.hits(asked, limit, after)
        seen += found
        if len(found) < limit:
            return seen
        after = Cursor(found[-1].step, found[-1].place, found[-1].oldest)


def test_every_engine_gives_the_same(elasticsearch, monkeypatch):
    dice = random.Random(19)
    for number in range(120):
        labelled(number, dice)
    assert set(Label.objects.values_list("facet", flat=True)) == set(FACETS)
    while CopyNote.objects.exists():
        assert upkeep.carry("test")
    assert comparison.differing() == {}
    assert answering([{}, {"newest_first": True}, {"relaxed": True}]) > 100
    # Of more than these the newest are counted and sorted, and all older ones follow.
    for module in (questions, tables, engine_of_elasticsearch):
        monkeypatch.setattr(module, "MOST_COUNTED", 7)
    assert answering([{}], most=7) > 30


def answering(wishes, most=1000):
    """How many questions have an answer, the same by both engines."""
    count = 0
    for query in QUERIES:
        for chosen in ({}, {"mudurluk": ["zabıta", "i̇mar", "imar"]}, {"gorsel": ["foto"], "yil": ["2026"]}):
            for wish in wishes:
                asked = selectors.understood(parse(query), Narrowed(chosen), **wish)
                if asked is None:
                    continue
                if not wish:
                    told = [one.matching(asked) for one in (engine(), Elasticsearch())]
                    assert sorted(Elasticsearch().labels(asked)) == sorted(engine().labels(asked)), (query, chosen)
                ours, theirs = pages(engine(), asked, 25), pages(Elasticsearch(), asked, 25)
                assert theirs == ours, (query, chosen, wish)
                if not wish:
                    assert told == [min(len(ours), most + 1)] * 2, (query, chosen)
                count += bool(ours)
    return count
