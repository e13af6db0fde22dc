"""/ara/: what strangers find, what they are shown of it, and what they never see."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.office.malformed import UNHEARD
from cms.website.entries import FORMS
from media_library.models import Photo, PublicFile, Video
from search import excerpts, services, views
from search.models import Document
from search.plans import plan
from search.queries import parse
from search.terms import BODY
from tests import factories, worlds
from tests.cms.website.public_house import furnished
from tests.search.index import put
from tests.search.test_queries import ATTACKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def house(world):
    services.catch_up("test")
    return world


def ask(**given):
    answer = Client().get("/ara/", given)
    assert answer.status_code == 200
    return answer.content.decode()


def headings(html):
    return [re.sub("<[^>]+>", "", one) for one in re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", html)]


@worlds.on(furnished)
def test_what_is_public_is_found_with_its_place_and_its_marks(house):
    html = ask(q="sahil yolu")
    assert "Sahil yolu açıldı" in headings(html)
    assert "<mark>Sahil</mark> <mark>yolu</mark> açıldı" in html
    assert f'href="{house.bulletin.public_path}"' in html
    assert "no-store" in Client().get("/ara/").headers["Cache-Control"]
    kinds = dict(re.findall(r'href="/ara/\?q=sahil\+yolu&amp;tur=(\w+)" rel="nofollow">[^<]*<span[^>]*>(\d+)', html))
    assert set(kinds) - {"fotograf", "video"} == {"bulten", "foto", "yayin"}
    only = ask(q="sahil yolu", tur="foto")
    assert headings(only) == [house.photos.title]
    assert "süzgeci kaldır" in only
    assert set(headings(ask(q="körfez"))) == {house.films.title, house.bulletin.title}
    assert headings(ask(q="iletisim")) == [house.about.title, house.bulletin.title]  # in its title; in its text
    # What nobody can find is searched once more, in fewer words, and said so.
    relaxed = ask(q="sahil yolu mamut")
    assert "Sahil yolu açıldı" in headings(relaxed)
    assert "bazılarını içerenler" in relaxed
    assert "Bunu mu demek istediniz" in ask(q="sahol yolu")
    empty = ask(q="mamut")
    assert "Sonuç yok" in empty
    assert "/etiketler/" in empty
    assert headings(ask(q="", tur="bulten")) == [house.bulletin.title]


@worlds.on(furnished)
def test_a_number_or_an_address_goes_straight_there(house):
    path = house.bulletin.public_path
    for text in (house.bulletin.number, f"No: {house.bulletin.number}", f"http://testserver{path}", path):
        answer = Client().get("/ara/", {"q": text})
        assert (answer.status_code, answer.headers["Location"]) == (302, path), text
    for text in ("2026/9999", "https://baska.example/", "//baska.example/x/", "/admin/", "http://testserver/"):
        assert Client().get("/ara/", {"q": text}).status_code == 200, text


@worlds.on(furnished)
def test_nothing_of_what_was_withdrawn_is_left(house):
    """Neither hits nor counts, values to narrow by, suggestions, feeds, nor ways to its address."""
    factories.withdraw(house.bulletin)
    for carried in (False, True):
        if carried:
            services.catch_up("test")
        html = ask(q="sahil açıldı") + ask(q="", tur="bulten") + ask(q="yol", etiket="sahil")
        assert house.bulletin.title not in headings(html)
        assert house.bulletin.department.name not in html
        assert Client().get("/ara/", {"q": house.bulletin.number}).status_code == 200
        assert house.bulletin.title not in Client().get("/ara/oneri/", {"q": "sahil"}).json()["titles"]
        assert house.bulletin.public_path not in Client().get("/ara/rss.xml", {"q": "sahil"}).content.decode()
    # A document that is still in the index, although its page is not public, is not shown either.
    put("Sahil yolu hayaleti")
    assert headings(ask(q="sahil hayaleti")) == []


@worlds.on(furnished)
def test_feed_and_suggestions(house):
    assert house.bulletin.title in Client().get("/ara/oneri/", {"q": "sah"}).json()["titles"]
    assert Client().get("/ara/oneri/", {"q": "s"}).json() == {"titles": []}
    html = ask(q="sahil", tur="bulten")
    for form in FORMS.values():
        address = f"/ara/{form.file}?q=sahil&tur=bulten"
        assert f'href="{address.replace("&", "&amp;")}"' in html
        feed = Client().get(address)
        assert feed.headers["Content-Type"].startswith(form.media_type)
        assert f"http://testserver{house.bulletin.public_path}" in feed.content.decode()
        assert house.photos.title not in feed.content.decode()
    assert (
        Client().get("/ara/atom.xml", {"q": "sahil mamut"}).content.count(b"<entry>") == 0
    )  # relaxed: not what was asked


@worlds.on(furnished)
def test_programs_get_the_same_as_json_and_are_told_when_nothing_changed(house):
    answer = Client().get("/api/ara/", {"q": "sahil yolu"})
    told = answer.json()
    by_kind = {one["kind"]: one for one in told["results"]}
    assert by_kind.keys() == {"foto", "bulten", "yayin"}
    first = by_kind["bulten"]
    assert (first["title"], first["number"]) == ("Sahil yolu açıldı", house.bulletin.number)
    assert first["url"] == f"http://testserver{house.bulletin.public_path}"
    assert first["department"] == house.bulletin.department.name
    counts = {one["value"]: one["count"] for one in told["facets"]["tur"]}
    assert (counts["bulten"], counts["foto"]) == (1, 1)
    assert (told["total"], told["relaxed"], told["next"]) == (3, False, None)
    assert set(first) == {"kind", "title", "summary", "url", "date", "number", "department", "place", "tags"}
    one = Client().get("/api/ara/", {"q": "sahil yolu", "adet": "1"}).json()
    assert [len(one["results"]), "adet=1" in one["next"]] == [1, True]
    second = Client().get(one["next"].removeprefix("http://testserver")).json()
    assert second["results"] == told["results"][1:2]
    seal = answer.headers["ETag"]
    again = Client().get("/api/ara/", {"q": "sahil yolu"}, headers={"If-None-Match": seal})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", seal)
    assert Client().post("/api/ara/").status_code == 405
    factories.withdraw(house.bulletin)
    left = Client().get("/api/ara/", {"q": "sahil yolu"}, headers={"If-None-Match": seal})
    assert left.status_code == 200
    assert house.bulletin.public_path not in left.content.decode()


@worlds.on(furnished)
def test_photos_and_films_are_found_with_their_signed_words_and_go_with_their_page(house):
    """They stand beside what shows them; what an archivist writes meanwhile is not what was signed."""
    signed = PublicFile.objects.filter(photo=house.photo).latest("pk").words
    called = signed.get("headline") or signed.get("alt_text") or signed.get("caption") or signed["title"]
    Photo.objects.filter(pk=house.photo.pk).update(title="Mamutlar", caption="Mamutlar", headline="Mamutlar")
    services.note("fotograf", [house.photo.pk])
    services.catch_up("test")
    assert services.differences() == {}
    assert Client().get("/api/ara/", {"q": "mamutlar"}).json()["total"] == 0
    found = Client().get("/api/ara/", {"q": f'"{called}"', "tur": "fotograf"}).json()
    assert house.bulletin.public_path in {one["url"].removeprefix("http://testserver") for one in found["results"]}
    films = Client().get("/api/ara/", {"q": "körfez", "tur": "video"}).json()["results"]
    assert films[0]["title"] == "Körfez"
    assert "video_posters" in ask(q="körfez", tur="video")
    both = Client().get("/api/ara/", {"q": "körfez"}).json()
    assert {one["kind"] for one in both["results"]}.isdisjoint({"fotograf", "video"})
    assert {one["value"]: one["count"] for one in both["facets"]["tur"]}["video"] == 2
    assert headings(ask(q="sahil haberleri", tur="derleme")) == [house.listed.title]
    # Taken down: gone from hits and counts before anybody has carried anything.
    Video.objects.filter(public_uses__isnull=False).update(withheld_at=timezone.now())
    assert Client().get("/api/ara/", {"q": "körfez", "tur": "video"}).json()["total"] == 0
    for page in (house.bulletin, house.photos):
        factories.withdraw(page)
    for carried in (False, True):
        if carried:
            services.catch_up("test")
        assert Client().get("/api/ara/", {"q": f'"{called}"', "tur": "fotograf"}).json()["total"] == 0
    assert services.differences() == {}


def test_an_address_that_is_not_there_offers_the_search():
    assert 'href="/ara/"' in Client().get("/boyle-bir-sayfa-yok/").content.decode()


def test_pages_of_results_and_order():
    for number in range(25):
        put(f"Zeytin {number:02d}", days=number)
    assert "25 sonuç" in ask(q="zeytin")
    Document.objects.update(hidden=True)
    assert "Sonuç yok" in ask(q="zeytin")


def test_no_query_is_an_error():
    for text in ATTACKS:
        for path in ("/ara/", "/ara/oneri/", "/ara/rss.xml", "/api/ara/"):
            cache.clear()
            said = text.encode("utf-8", "surrogatepass")
            given = {"q": said, "tur": said[:300], "sonra": said[:300], "adet": said[:300]}
            allowed = (200, 302, 400) if UNHEARD.search(text) else (200, 302)  # 400: the house's word for NUL
            assert Client().get(path, given).status_code in allowed, text[:40]


def test_who_asks_too_much_waits(monkeypatch):
    monkeypatch.setattr(views, "A_MINUTE", 3)
    answers = [Client().get("/ara/", {"q": "zeytin"}, REMOTE_ADDR="192.0.2.1") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert Client().get("/ara/", {"q": "zeytin"}, REMOTE_ADDR="192.0.2.2").status_code == 200
    programs = [Client().get("/api/ara/", {"q": "zeytin"}, REMOTE_ADDR="192.0.2.1") for _ in range(4)]
    assert [answer.status_code for answer in programs] == [200, 200, 200, 429]
    assert programs[-1].json()["error_code"] == "too_many"


def test_excerpts_show_where_the_words_stand_and_escape_the_rest():
    wanted = plan(parse("zeytin hasat"), known=lambda _: True, synonyms={}).wanted
    text = "Başka söz. " * 60 + "<b>Zeytinliklerinde</b> hasadı\nbaşladı & sürüyor. " + "Son söz. " * 60
    html, found = excerpts.passage(text, wanted, BODY)
    assert found == 2
    assert "&lt;b&gt;<mark>Zeytinliklerinde</mark>&lt;/b&gt; <mark>hasadı</mark> başladı &amp; sürüyor." in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(re.sub("<[^>]+>", "", html)) < excerpts.LENGTH + 40
    assert excerpts.passage("", wanted, BODY) == ("", 0)
    assert excerpts.passage("kısa", None, BODY) == ("kısa", 0)
    assert excerpts.marked('"Zeytin" <1>', wanted, BODY) == "&quot;<mark>Zeytin</mark>&quot; &lt;1&gt;"
