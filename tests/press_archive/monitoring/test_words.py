"""Word lists know Turkish: suffixes, apostrophes, İ and ı, capitals, phrases, words that exclude."""

import pytest

from press_archive.monitoring.documents import check_selector
from press_archive.monitoring.stories import same_story
from press_archive.monitoring.words import excerpt, hits, hits_of_lists, lines

NAME = "Çamlıkıyı Belediyesi"


@pytest.mark.parametrize(
    "wanted, text",
    [
        (NAME, "Çamlıkıyı Belediyesi'nden açıklama geldi"), (NAME, "ÇAMLIKIYI BELEDİYESİNCE yapıldı"),
        (NAME, "çamlıkıyı belediyesinin yeni parkı"), (NAME, "CAMLIKIYI BELEDIYESI PARK ACTI"),
        (NAME, "Camlikiyi Belediyesi'nin duyurusu"), (NAME, "Çamlıkıyı belediyesi’ndeki tören"),
        ("Çamlıkıyı", "Çamlıkıyı'nın"), ("Çamlıkıyı", "Çamlıkıyıdaki park"), ("Çamlıkıyı", "Çamlıkıyılılar sevindi"),
        ("Çamlıkıyı", "ÇAMLIKIYI’DA BAYRAM"), ("Nevra Kıyıcı", "Başkan Nevra Kıyıcı'ya ödül"),
        ("Işık Projesi", "IŞIK PROJESİ'nin ilk etabı"), ("zeytin hasadı", "zeytin hasadında imece"),
        ("başkan + Çamlıkıyı", "Çamlıkıyı'da konuşan başkan"), ('"Taş Han"', "Taş Han açıldı"),
        ("belediye başkanı", "Belediye başkanları toplandı"), ("#Çamlıkıyı", "güzel #Çamlıkıyı"),
    ],
)  # fmt: skip
def test_every_form_is_found(wanted, text):
    places = hits(text, wanted)
    assert places
    assert {place.said for place in places} == {wanted}


@pytest.mark.parametrize(
    "wanted, unwanted, text",
    [
        (NAME, "", "Belediye Çamlıkıyı'da park açtı"), (NAME, "", "Kızılkıyı Belediyesi duyurdu"),
        ("Su Dairesi", "", "Şu daire çok güzel"), ("Işık", "", "İşık soyadlı oyuncu geldi, çok alkışlandı"),
        ('"Taş Han"', "", "Taş Hanın kapısı açıldı"), ("başkan + Çamlıkıyı", "", "Kızılkıyı'da konuşan başkan"),
        (NAME, "Çamlıkıyıspor", "Çamlıkıyı Belediyesi Çamlıkıyıspor'u yendi"),
        (NAME, "futbol\nbasketbol", "Çamlıkıyı Belediyesi basketbolda turladı"), ("", "", "her şey"),
        ("  \n ,.", "", "a"),
        ("Ada", "", "Adana'da kar yağdı"),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not(wanted, unwanted, text):
    assert hits(text, wanted, unwanted) == []


def test_one_list_may_exclude_what_another_wants():
    text = "Çamlıkıyı Belediyesi futbol turnuvası"
    assert [place.said for place in hits_of_lists(text, [(NAME, "futbol"), ("turnuva", "")])] == ["turnuva"]


def test_an_excerpt_shows_the_place():
    text = "Başta uzun bir giriş var. " * 20 + "Sonunda Çamlıkıyı Belediyesi'nden söz edildi. " + "Devamı. " * 40
    pieces = excerpt(text, hits(text, NAME))
    assert [piece for piece, found in pieces if found] == ["Çamlıkıyı Belediyesi'nden"]
    assert pieces[0] == ("…", False)
    assert sum(len(piece) for piece, _found in pieces) < 360
    assert excerpt("", []) == [("", False)]


def test_odd_lists_and_texts_are_read_in_time():
    for odd in ("+ + +", '""', "A" * 100_000, "\n" * 100_000, "a + " * 10_000, "'’" * 10_000):
        lines(odd)
        hits(odd, NAME)
        hits(NAME, odd)
    assert len(lines("söz\n" * 1000)) == 200


AGENCY = (
    "Çamlıkıyı'da kuvvetli lodos nedeniyle sahil yolu ulaşıma kapatıldı. Belediye ekipleri iskelede önlem aldı. "
    "Vatandaşların zorunlu olmadıkça sahile inmemesi istendi. Fırtınanın perşembe sabahı etkisini yitirmesi bekleniyor."
)


@pytest.mark.parametrize(
    "one, other, same",
    [
        (("Lodos yolu kapattı", f"ÇAMLIKIYI (AA) - {AGENCY}"), ("Sahilde lodos", f"{AGENCY}\nKaynak: AA"), True),
        (("Lodos yolu kapattı", AGENCY), ("Lodos", AGENCY.rsplit(".", 2)[0]), True),
        (("Çamlıkıyı Belediyesi yeni parkı açtı", "Kısa."), ("Çamlıkıyı Belediyesi yeni parkını açtı", ""), True),
        (("Çamlıkıyı Belediyesi yeni parkı açtı", ""), ("Çamlıkıyı Belediyesi otobüs aldı", ""), False),
        (("Park", ""), ("Park", ""), False),
        (("Lodos yolu kapattı bugün", AGENCY), ("Lodos yolu kapattı bugün", "Başka sözle anlatılmış. " * 20), False),
    ],
)  # fmt: skip
def test_copies_of_one_text_are_one_story(one, other, same):
    assert same_story(one, other) is same


def test_selectors_are_css():
    assert all(check_selector(one) for one in ("article.haber", "div > a[href]", ".a, .b h3", "li:has(a)"))
    assert not any(check_selector(one) for one in ("", "//div", "a::before", "div[", "a:yok", "{}"))
