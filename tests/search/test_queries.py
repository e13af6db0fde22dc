"""What people type is read, whatever it is."""

import datetime as dt

from hypothesis import given, settings

from search.plans import plan
from search.queries import LONGEST, MOST_WORDS, Filter, Note, Period, parse
from search.terms import marks, matches, words_of
from tests.search.test_analysis import TEXT

ATTACKS = (
    '" OR 1=1 --', "zeytin NEAR(hasat, 2)", "{title body} : zeytin", "zeytin* AND (hasat OR", "^zeytin", "NOT", "-",
    "--", "*", '"', '""', '"" ""', "“", "a:b:c", ":", "no:", "tarih:2026-13", "tarih:9999-99-99", "no:-", "müdürlük:",
    "-no:2026/1", "title:[* TO *]", "{!parent}", "\\", "zeytin\\", "'", "''' or", "& | ! <->", "zeytin:*A",
    "\x00zeytin", "http://[", "//", "/", "http://", "\ud800", "İ" * 20_000, "a " * 10_000, '"' * 10_000, "-" * 10_000,
    "(" * 10_000, "no:" * 5_000, "🎉" * 10_000,
)  # fmt: skip


def shown(query):
    return [
        ("-" if part.unwanted else "") + " ".join(token.surface for token in part.tokens) + ("*" if part.prefix else "")
        for part in query.parts
    ]


def test_words_rows_and_what_is_left_out():
    query = parse('Zeytin “hasat şenliği” -konser -"su kesintisi" işıkl* e-devlet 2026/0123\'te')
    assert shown(query) == [
        "zeytin", "hasat şenliği", "-konser", "-su kesintisi", "işıkl*", "e devlet edevlet", "2026 123",
    ]  # fmt: skip
    assert [part.quoted for part in query.parts] == [False, True, False, True, False, False, False]
    assert shown(parse("zeytin has", typing=True)) == ["zeytin", "has*"]
    assert shown(parse("zeytin has ", typing=True)) == ["zeytin", "has"]
    assert [part.tokens[0].surface for part in parse("zeytin ve hasat").wanted] == ["zeytin", "hasat"]
    assert [part.tokens[0].surface for part in parse("ve bu").wanted] == ["ve", "bu"]
    assert parse("  ").is_empty
    assert plan(parse("-zeytin"), known=lambda _: True, synonyms={}) is None


def test_field_words():
    narrowed = 'no:2026/0123 müdürlük:"Fen İşleri" etiket:zeytin YER:Cunda tür:galeri'
    query = parse(f"{narrowed} hasat saat:14.30 tarih:2026-09")
    assert dict(query.filters) == {
        Filter.NUMBER: "2026/0123", Filter.DEPARTMENT: "Fen İşleri", Filter.TAG: "zeytin", Filter.PLACE: "Cunda",
        Filter.KIND: "galeri",
    }  # fmt: skip
    assert shown(query) == ["hasat", "saat 14 30"]
    assert query.period == Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def test_periods():
    def of(text):
        period = parse(f"tarih:{text}").period
        return period and (str(period.first), str(period.last))

    assert of("2026") == of("2026-01..2026-12") == ("2026-01-01", "2026-12-31")
    assert of("2024-02") == of("02.2024") == of('"şubat 2024"') == of('"ŞUBAT 2024"') == ("2024-02-01", "2024-02-29")
    assert of("15.09.2026") == of("2026-9-15") == of('"15 eylül 2026"') == ("2026-09-15", "2026-09-15")
    assert of("2026-09-15..2026-10") == ("2026-09-15", "2026-10-31")
    for nothing in ("2026-13", "31.02.2026", "0000", "2026..2025", "..", "dün", '"15 elma 2026"'):
        assert of(nothing) is None
    assert shown(parse("tarih:dün")) == ["tarih dün"]  # then these are words


def test_what_goes_straight_there():
    assert parse("2026/0123").number == parse(" No: 2026/123 ").number == parse("2026-0123").number == "2026/123"
    assert parse("2026/0123 zeytin").number == parse("2026/0").number == parse("3026/1").number == ""
    assert parse("https://basin.example/bultenler/2026-0123/?a=1").address == "/bultenler/2026-0123/"
    assert parse("/bultenler/2026-0123/").address == "/bultenler/2026-0123/"
    assert parse("bultenler zeytin").address == parse("/").address == ""


def test_what_is_too_long_is_cut_and_said_so():
    query = parse("zeytin hasadı " * 1000)
    assert query.notes == (Note.CUT,)
    assert len(query.text) <= LONGEST
    assert len(query.parts) == MOST_WORDS
    assert parse("zeytin").notes == ()


def understood(text):
    for typing in (False, True):
        query = parse(text, typing=typing)
        for relaxed in (False, True):
            asked = plan(query, known=lambda _: False, synonyms={}, relaxed=relaxed)
            if asked:
                document = dict.fromkeys(("title", "spot", "body", "tags"), words_of(text[:500]))
                for step in asked.steps:
                    # A step only sorts what is a hit.
                    assert matches(asked.wanted, document) or not matches(step, document)
                    marks(step, [], "title")


def test_another_machine_s_syntax_is_text():
    for text in ATTACKS:
        understood(text)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_no_text_is_an_error(text):
    understood(text)
