"""Of more hits than a thousand the newest are counted and sorted; what is marked was kept beside the document."""

import pytest

from search import selectors, tables, tokens
from search.analysis import analyse
from search.models import Document
from search.questions import Cursor
from search.terms import marks
from search.tokens import placed
from tests.search.index import put
from tests.search.test_engines import ask, titles

pytestmark = pytest.mark.django_db


def test_of_very_many_the_newest_are_sorted_and_all_others_follow(monkeypatch):
    monkeypatch.setattr(tables, "MOST_COUNTED", 4)
    put("Zeytin eski", days=-400)
    for number in range(6):
        put(f"Deniz {number}", body="zeytin", days=number)
    put("Zeytin yeni", days=3)
    ordered = ["Zeytin yeni", "Deniz 5", "Deniz 4", "Deniz 3", "Deniz 2", "Deniz 1", "Deniz 0", "Zeytin eski"]
    assert titles("zeytin") == ordered
    assert titles("zeytin", newest_first=True)[:3] == ["Deniz 5", "Deniz 4", "Zeytin yeni"]
    assert selectors.count(ask("zeytin")) == 5  # more than four
    assert selectors.count(ask("zeytin", yil=["2025"])) == 1
    years = selectors.facets(ask("zeytin"))["yil"]
    assert [(value.key, value.count) for value in years] == [("2026", 4), ("2025", 0)]
    months = selectors.facets(ask("zeytin", yil=["2026"]))["ay"]
    assert [value.key for value in months] == ["2026-09"]
    # Pages keep to what was sorted when the first was shown.
    seen, after = [], None
    for page in range(5):
        found, after = selectors.hits(ask("zeytin"), limit=2, after=after)
        seen += [Document.objects.get(pk=pk).title for pk in found]
        if after is None:
            break
        assert Cursor.read(str(after)) == after
        put(f"Gök {page}", body="zeytin", days=20 + page)
    assert seen == ordered
    Document.objects.filter(title__in=["Deniz 5", "Deniz 0"]).update(hidden=True)
    left = titles("zeytin")
    assert set(ordered) - set(left) == {"Deniz 5", "Deniz 0"}
    assert len(left) == len(set(left)) == 9
    # An address that somebody made up is no error.
    for made_up in (Cursor(99, 1), Cursor(0, 0, 1), Cursor(6, 2**62, 2**62)):
        selectors.hits(ask("zeytin"), limit=2, after=made_up)


def test_what_is_marked_is_known_without_reading_the_text_anew(monkeypatch):
    document = put("Zeytin hasadı #AyvalıkFestivali", spot="Balıkesir-Çanakkale", body="söz " * 9000 + "zeytin")
    document.refresh_from_db()
    kept = placed(document.tokens)
    for query in ("zeytin", "festival", "ayvalıkfestivali", '"zeytin hasadı"', "zeyt*", "çanakkale balıkesir", "söz"):
        wanted = ask(query).wanted
        for field in ("title", "spot", "body"):
            text = getattr(document, field)[: tokens.LONGEST]
            assert tokens.places(wanted, text, field, kept) == marks(wanted, analyse(text), field), query
    assert placed(b"") == {}
