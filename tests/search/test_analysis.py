"""Words, their base forms and their places in a text; what queries find by them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import excerpts, lemmas
from search.analysis import APOSTROPHES, analyse, words
from search.plans import plan
from search.queries import parse
from search.terms import BODY, FIELDS, marks, matches, words_of
from tests.search import inflections, traps

ODD = "ıİIişçğöüâîû’'`-./:#@\"*()0123456789 \n\u0307\u00ad\u200b🎉"
TEXT = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=200)


def planned(query, text, synonyms=None, more=""):
    known = set(words_of(f"{text} {more}").lemma)
    return plan(parse(query), known=known.__contains__, synonyms=synonyms or {})


def finds(query, text, synonyms=None, more=""):
    document = {field: words_of(text if field == BODY else "") for field in FIELDS}
    return matches(planned(query, text, synonyms, more).wanted, document)


def test_the_table_is_long_enough():
    assert len(traps.lines(traps.FOUND)) + len(traps.lines(traps.MISSED)) > 250
    assert len(set(traps.lines(traps.FOUND))) == len(traps.lines(traps.FOUND))


def test_queries_find_what_they_mean():
    assert [pair for pair in traps.lines(traps.FOUND) if not finds(*pair)] == []


def test_queries_find_nothing_else():
    """Where other texts have the words that were typed."""
    assert [pair for pair in traps.lines(traps.MISSED) if finds(*pair, more=pair[0])] == []


def test_forms_of_a_word_meet_and_other_words_do_not():
    together, apart = inflections.together(), inflections.apart()
    assert len(together) > 500
    assert len(apart) > 60
    meet = {word: set(words_of(word).lemma) for pair in (*together, *apart) for word in pair}
    assert [pair for pair in together if meet[pair[0]] != meet[pair[1]]] == []
    assert [pair for pair in apart if meet[pair[0]] & meet[pair[1]]] == []


def test_base_forms():
    assert words("Başkanımız, zeytinliklerini ve kitabını ışığa taşıdı.")[:4] == ["baskan", "zeytin", "ve", "kitap"]
    assert lemmas.lemma("kuşadasılılar") == "kuşadasılılar"  # nobody knows it: as it is
    assert lemmas.readings("isik") == ("ışık",)
    assert lemmas.readings("muhtarliklarimizdaki")  # no dictionary has it; its beginning is known
    assert lemmas.readings("i" * 100) == lemmas.readings("ışık") == ()
    own = lemmas.Lemmas.read(["# nothing", "açılış", "zeytinyağ > zeytinyağı  # two words", "resmi = resmî"])
    assert own.of("açılışlarımızdan") == "açılış"
    assert own.of("zeytinyağına") == "zeytinyağı"
    assert own.of("resmi") == "resmî"
    assert own.of("resmin") is None


def test_tokens_know_their_places():
    text = "Ayvalık'ta 15.09.2026 günü T.C.'nin #ZeytinHasadı e-devlet 1.200"
    places = [(text[token.start : token.end], token.surface, token.extra) for token in analyse(text)]
    assert places == [
        ("Ayvalık'ta", "ayvalık", False), ("15", "15", False), ("09", "eylül", False), ("2026", "2026", False),
        ("günü", "günü", False), ("T.C.'nin", "tc", False), ("#ZeytinHasadı", "zeytinhasadı", False),
        ("Zeytin", "zeytin", True), ("Hasadı", "hasadı", True), ("e", "e", False), ("devlet", "devlet", False),
        ("e-devlet", "edevlet", True), ("1.200", "1200", False),
    ]  # fmt: skip


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_ends_a_name(apostrophe):
    assert [token.surface for token in analyse(f"Ayvalık{apostrophe}ın")] == ["ayvalık"]


def test_what_is_marked():
    text = "Belediye zeytinliklerini ve #ZeytinHasadı için kitabını açtı; zeytin hasadı."
    shown = [text[start:end] for start, end in marks(planned("zeytin kitap", text).wanted, analyse(text), BODY)]
    assert shown == ["zeytinliklerini", "Zeytin", "kitabını", "zeytin"]
    shown = [
        text[start:end] for start, end in marks(planned('"zeytin hasadı" -açık', text).wanted, analyse(text), BODY)
    ]
    assert shown == ["Zeytin", "Hasadı", "zeytin", "hasadı"]


def test_marks_are_of_the_same_analysis_and_everything_else_is_escaped():
    marked = {
        ("zeytin", "ZEYTİNLİKLERİNİ <b>koru</b>"): "<mark>ZEYTİNLİKLERİNİ</mark> &lt;b&gt;koru&lt;/b&gt;",
        ("isik", "Işığı, IŞIKLAR"): "<mark>Işığı</mark>, <mark>IŞIKLAR</mark>",
        ("ayvalık", "Ayvalık’ın #Ayvalık_Festivali"): "<mark>Ayvalık’ın</mark> #<mark>Ayvalık</mark>_Festivali",
        ("e-devlet", "e-Devlet’ten ve devletten"): "<mark>e-Devlet’ten</mark> ve devletten",
        ("15 eylül", "15.09.2026’da"): "<mark>15</mark>.<mark>09</mark>.2026’da",
        ("yüzde 45", "%45 arttı"): "<mark>%</mark><mark>45</mark> arttı",
        ('"zeytin hasadı"', "zeytin, hasat; zeytin\nhasadı"): "zeytin, hasat; <mark>zeytin</mark>\n<mark>hasadı</mark>",
        ("zeytin -hasat", "zeytin hasadı"): "<mark>zeytin</mark> hasadı",
        ("hikaye", "hikâyesi & Kur’an"): "<mark>hikâyesi</mark> &amp; Kur’an",
        ("aski", "ASKİ’nin askısı"): "<mark>ASKİ’nin</mark> askısı",
    }
    assert {(query, text): excerpts.marked(text, planned(query, text).wanted, BODY) for query, text in marked} == marked


def test_other_names_of_the_same():
    names = {"stk": ("sivil toplum kuruluş",), "sivil toplum kuruluş": ("stk",)}
    assert finds("STK", "Sivil toplum kuruluşlarıyla buluştu", names)
    assert finds("sivil toplum kuruluşu toplantı", "STK'larla toplantı", names)
    assert not finds("sivil toplum", "STK'larla toplantı", names)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_any_text_has_tokens_within_it(text):
    for token in analyse(text):
        assert 0 <= token.start < token.end <= len(text)
        assert all((token.surface, token.fold, token.lemma, token.lemma_fold))
        assert len(token.surface.split()) == 1
