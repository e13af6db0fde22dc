"""More than 200 queries as people (and machines) type them, each with a text that it must find, asked of one index of
all texts; and what is no query at all, which must be no error."""

from pathlib import Path

import pytest

from search import selectors, spellings
from search.presenters import titles
from search.queries import parse
from search.questions import Narrowed
from tests.search.index import put
from tests.search.test_engines import ask
from tests.search.test_queries import ATTACKS

pytestmark = pytest.mark.django_db

# A text, then the queries that find it, with semicolons between them; a text may go on in the next line.
TABLE = Path(__file__).with_name("query_traps.txt")
NOTHING = (
    "yunus NOT", "NOT yunus", "yunus NEAR/3 balık", "{title_lemma} : yunus", "labels : l1", "l1", "k1", "'k1'",
    "yunus & !balık", "yunus <-> balık", "yunus:A", "!!yunus", "yunus | | balık", "((((yunus", "yunus))))",
    "yunus\\", "\\'yunus", "$$yunus$$", "yunus; DROP TABLE search_document", "' UNION SELECT 1 --",
    "title:yunus^2 AND body:[a TO z]", "/yun.*/", "yun?s", "yunus~0.8", "_exists_:title", "*:*", "{!func}x", "%",
    "_", "%%yunus%%", "yunus\n\n\nbalık", "\t", "\u200b", "\ufeff", "\u202eyunus", "İ", "ı", "a" * 10_000,
    "ı " * 5_000, "yunus " * 2_000, "\u0301" * 10_000, "\U0001f468\u200d\U0001f469\u200d\U0001f467 yunus",
    "tarih:9999", "tarih:0001", "tarih:1850..1899", "yıl:99999", "no:99999999999999999999", "no:2026/99999999999",
    "yer:" + "x" * 300,
)  # fmt: skip


def pairs():
    text = TABLE.read_text(encoding="utf-8").encode("raw_unicode_escape").decode("raw_unicode_escape")
    rows, before = [], ""
    for line in text.strip("\n").split("\n"):
        said, bar, queries = f"{before}{line}".partition(" | ")
        before = "" if bar else f"{line}\n"
        rows += [(query.strip(), said) for query in queries.split(" ; ") if bar]
    return rows


def test_each_query_finds_its_text():
    table = pairs()
    assert len(table) > 200
    keys = {text: put("Belge", body=text).pk for text in dict.fromkeys(text for _query, text in table)}
    missed = []
    for query, text in table:
        asked = ask(query)
        found = selectors.hits(asked, limit=100)[0] if asked else []
        if keys[text] not in found:
            missed.append((query, text))
        elif selectors.count(asked) != len(found):
            missed.append((query, "its count"))
    assert missed == []


def test_nothing_that_is_typed_is_an_error():
    put("Yunus balığı", spot="İ ı", body="l1 k1", tags=["yunus"])
    for text in (*NOTHING, *ATTACKS):
        for relaxed in (False, True):
            asked = selectors.understood(parse(text), Narrowed(), relaxed=relaxed)
            if asked:
                count = selectors.count(asked)
                assert len(selectors.hits(asked, limit=50)[0]) == count <= 1, text
                assert bool(selectors.facets(asked)) == bool(count), text
        spellings.suggestion(parse(text))
        titles(text, 5)
