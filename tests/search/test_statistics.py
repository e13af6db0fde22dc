"""What strangers looked for: nothing of one person is kept, what many ask for can be read, and by whom."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from search import statistics
from search.analysis import analyse
from search.models import HeldSearch, SearchCount
from search.queries import parse
from tests import factories
from tests.office import browser
from tests.search.index import put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def ask(text, *hosts, path="/ara/", **given):
    for host in hosts:
        assert Client().get(path, {"q": text, **given}, REMOTE_ADDR=f"198.51.100.{host}").status_code == 200


def counted():
    return list(SearchCount.objects.order_by("words").values_list("words", "asked", "found"))


def everything_kept():
    """All bytes of the two tables."""
    kept = []
    for table in (HeldSearch._meta.db_table, SearchCount._meta.db_table):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            kept += map(str, cursor.fetchall())
    return " ".join(kept)


def test_what_few_ask_for_cannot_be_read_and_nobody_who_asked_is_kept():
    put("Zeytin hasadı")
    ask("Ayşe Örnekoğlu", 1, 1, 1, 2)
    assert counted() == []
    kept = everything_kept()
    assert "198.51" not in kept
    assert "örnek" not in kept.lower()
    assert all(len(one) <= 2 for held in HeldSearch.objects.all() for one in held.askers.split())
    # The third network: from now on it is what many look for.
    ask("Mamut MÜZESİ", 1, 2, 3)
    assert counted() == [("mamut müzesi", 3, 0)]
    ask("mamut müzesi", 3, 4)  # the third had asked in this hour
    assert counted() == [("mamut müzesi", 4, 0)]
    ask("zeytin", 1, 2, 3)
    assert ("zeytin", 3, 1) in counted()
    # What was found only in fewer words was not found.
    ask("zeytin mamut", 1, 2, 3)
    assert ("zeytin mamut", 3, 0) in counted()
    assert {line.words for line in statistics.asked_often(7, in_vain=True, most=9)} == {"mamut müzesi", "zeytin mamut"}
    assert statistics.asked_often(7, in_vain=False, most=1)[0] == statistics.Line("mamut müzesi", 4, 0)


def test_what_grows_while_it_is_read_fits_its_column_or_is_not_counted():
    assert len(statistics.words_of(parse("\ufdfa" * 8))) <= statistics.LONGEST
    assert statistics.words_of(parse("\ufdfa" * 8 + " " + "\ufdfa" * 9)) == ""
    assert all(len(token.surface) <= 64 for token in analyse("\ufdfa" * 60))


def test_what_is_somebodys_own_is_not_counted_at_all():
    for text in (
        "deniz@ornek.example", "0532 000 00 00", "12345678901", "05320000000 kimin", "2026/0123", "/bultenler/",
        "bir iki üç dört beş altı yedi sözcük", "x" * 200, "   ", "tarih:2026",
    ):  # fmt: skip
        assert statistics.words_of(parse(text)) == "", text
    assert statistics.words_of(parse('İZMİR\'in "Sahil Yolu" -konser')) == "izmir sahil yolu -konser"
    # Neither the next page, a filter, a feed nor a program is a question of its own.
    put("Zeytin")
    for number in range(3):
        ask("zeytin", number, tur="bulten")
        ask("zeytin", number, path="/ara/rss.xml")
        ask("zeytin", number, path="/api/ara/")
    assert (counted(), HeldSearch.objects.count()) == ([], 0)


def test_a_flood_fills_nothing_and_what_is_old_goes(monkeypatch, settings):
    monkeypatch.setattr(statistics, "MOST_HELD", 2)
    monkeypatch.setattr(statistics, "MOST_A_DAY", 1)
    ask("kiraz", 1, 2, 3)
    for word in ("elma", "armut", "ayva", "incir"):
        ask(word, 1)
    ask("elma", 2, 3)
    assert HeldSearch.objects.count() == 1
    assert counted() == [("kiraz", 3, 0)]
    today = timezone.localdate()
    SearchCount.objects.create(day=today - dt.timedelta(days=366), words="eski", asked=1)
    HeldSearch.objects.update(since=today - dt.timedelta(days=31))
    statistics.tidy()
    assert (HeldSearch.objects.count(), counted()) == (0, [("kiraz", 3, 0)])
    settings.SEARCH_COUNTS_DAYS = 0
    SearchCount.objects.update(day=today - dt.timedelta(days=1))
    statistics.tidy()
    assert counted() == []


def test_editors_read_it_and_can_take_words_out():
    SearchCount.objects.create(day=timezone.localdate(), words="mamut <müzesi>", asked=7, found=0)
    SearchCount.objects.create(day=timezone.localdate() - dt.timedelta(days=60), words="eski", asked=5, found=2)
    editor = browser(factories.editor())
    page = editor.get("/admin/arananlar/?gun=7").content.decode()
    assert "mamut &lt;müzesi&gt;" in page
    assert "eski" not in page.split("<main")[1]
    assert "eski" in editor.get("/admin/arananlar/?gun=90").content.decode().split("<main")[1]
    assert editor.get("/admin/arananlar/?gun=x").status_code == 200
    director = browser(factories.director())
    assert director.get("/admin/arananlar/").status_code == 200
    assert director.post("/admin/arananlar/sil/", {"words": "eski"}).status_code in (302, 403)
    assert SearchCount.objects.filter(words="eski").exists()
    assert browser(factories.social_editor()).get("/admin/arananlar/").status_code in (302, 403)
    editor.post("/admin/arananlar/sil/", {"words": "mamut <müzesi>"})
    assert counted() == [("eski", 5, 2)]
