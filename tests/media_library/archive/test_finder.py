"""The finder over HTTP: what each filter finds, who may look, and that a large archive costs no more."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from media_library.archive import finder
from media_library.archive.criteria import Criteria, FinderForm
from media_library.archive.models import SavedFilter
from media_library.models import Person, Photo, PublicFile
from search.office import index as office_index
from tests import factories
from tests.media_library.archive import rows
from tests.office import browser

pytestmark = pytest.mark.django_db


def found(user=None, **query):
    response = browser(user or factories.archivist()).get(reverse("archive:finder"), query)
    assert response.status_code == 200
    return {tile.item.title for tile in response.context["tiles"]}


@pytest.fixture
def archive():
    """One photo for each filter to find, and a video."""
    works = factories.department()
    first = rows.shoot("Sahil yolu açılışı", place="Sakarya Mahallesi", department=works)
    other = rows.shoot("Zeytin hasadı", place="Cunda", date=dt.date(2025, 3, 4))
    deniz = rows.photographer("Deniz Örnek")
    (coast,) = rows.photos(
        1, prefix="Sahil ÇİÇEĞİ", shoot=first, photographer=deniz, rights_state="clear", place="Sakarya Mahallesi"
    )
    (harvest,) = rows.photos(
        1, prefix="Hasat", shoot=other, taken_at=rows.at(other.date), orientation="portrait", rights_state="blocked",
        contains_children=True,
    )  # fmt: skip
    (loose,) = rows.photos(1, prefix="Başıboş", taken_at=None)
    (gone,) = rows.photos(1, prefix="Kaldırılan", withheld_at=timezone.now())
    film = rows.video("Tanıtım", kind="promotion", shoot=first)
    coast.tags.add("sahil")
    coast.people.add(Person.objects.create(name="Ayşe Yılmaz"))
    rows.photos(1, prefix="Birleşen", merged_into=coast)
    rows.photos(1, prefix="Arkadaki", stack=coast)
    return {"coast": coast, "harvest": harvest, "loose": loose, "gone": gone, "film": film, "deniz": deniz,
            "works": works, "first": first}  # fmt: skip


def test_without_filters_everything_shown_is_there_and_what_was_replaced_is_not(archive):
    assert found() == {"Sahil ÇİÇEĞİ 0", "Hasat 0", "Başıboş 0", "Tanıtım"}


def test_each_filter_finds_its_own(archive):
    coast, harvest, loose, film = {"Sahil ÇİÇEĞİ 0"}, {"Hasat 0"}, {"Başıboş 0"}, {"Tanıtım"}
    number = archive["first"].pk
    assert found(tur="foto") == coast | harvest | loose
    assert found(tur="video") == film
    assert found(cekim=str(number)) == coast | film
    assert found(cekim=f"Sahil yolu açılışı · 20.11.2026 · no {number}") == coast | film
    assert found(cekim="yok") == loose
    assert found(bas="2026-01-01") == coast | film
    assert found(bit="2025-12-31") == harvest
    assert found(bas="2025-03-04", bit="2025-03-04") == harvest
    assert found(yer="Sakarya Mahallesi") == coast | film
    assert found(yer="Cunda") == harvest, "a photo without a place of its own is where its shoot was"
    assert found(mudurluk=archive["works"].pk) == coast | film
    assert found(kisi="Ayşe Yılmaz") == coast
    assert found(fotografci=archive["deniz"].pk) == coast
    assert found(etiket="sahil") == coast
    assert found(yon="portrait") == harvest
    assert found(hak="blocked") == harvest
    assert found(hak="clear") == coast
    assert found(cocuk="var") == harvest
    assert found(film="promotion") == film
    assert found(durum="kaldirilan") == {"Kaldırılan 0"}
    assert found(durum="benzer") == coast | harvest | loose | film | {"Birleşen 0", "Arkadaki 0"}
    assert found(tur="foto", etiket="sahil", hak="blocked") == set()


@pytest.mark.parametrize("words", ["cicegi", "ÇİÇEĞİ", "çiçeği sahil", "SAHİL", "sahıl"])
def test_words_are_found_however_they_are_typed(archive, words):
    assert found(q=words) == {"Sahil ÇİÇEĞİ 0"}


def test_a_search_for_words_reads_a_window_and_then_asks(archive, monkeypatch):
    rows.photos(30)
    monkeypatch.setattr(finder, "WINDOW", 10)
    criteria = Criteria(FinderForm({"q": "hasat"}))
    first = finder.page_of(criteria)
    assert not first.tiles
    assert first.looked == 10
    titles, cursor, pages = [], first.cursor, 1
    while cursor:
        page = finder.page_of(criteria, cursor=cursor)
        titles += [tile.item.title for tile in page.tiles]
        cursor, pages = page.cursor, pages + 1
    assert titles == ["Hasat 0"]
    assert pages < 8


def test_the_offices_index_finds_and_ranks_and_every_filter_still_counts(archive, monkeypatch):
    """The same questions once the index is filled: base forms are understood, what fits best comes first."""
    below, title = rows.photos(2, prefix="Sergi")
    Photo.objects.filter(pk=below.pk).update(caption="Çiçeklerle süslendi.", taken_at=timezone.now())
    Photo.objects.filter(pk=title.pk).update(title="Çiçek sergisi", taken_at=rows.at(dt.date(2020, 1, 1)))
    office_index.catch_up()
    monkeypatch.setattr(finder, "matching", None)  # no row is read for words any more

    def titles(size=finder.PAGE, **query):
        criteria, cursor, shown = Criteria(FinderForm(query)), "", []
        while True:
            page = finder.page_of(criteria, cursor=cursor, size=size)
            shown += [tile.item.title for tile in page.tiles]
            assert page.looked == 0
            cursor = page.cursor
            if not cursor:
                return shown

    ranked = ["Sahil ÇİÇEĞİ 0", "Çiçek sergisi", below.title]
    assert titles(q="çiçeklerini") == titles(q="çiçeklerini", size=1) == ranked
    assert titles(q="cicek") == [ranked[1], ranked[0], ranked[2]]  # written so comes first
    for size in (1, 2, 60):
        assert titles(q="çiçek", sira="-cekim", size=size) == [below.title, "Sahil ÇİÇEĞİ 0", "Çiçek sergisi"]
        assert titles(q="çiçek", sira="cekim", size=size) == ["Çiçek sergisi", "Sahil ÇİÇEĞİ 0", below.title]
    assert titles(q="çiçek", yer="Sakarya Mahallesi") == ["Sahil ÇİÇEĞİ 0"]
    assert titles(q="çiçek", kisi="Ayşe Yılmaz", tur="foto") == ["Sahil ÇİÇEĞİ 0"]
    assert titles(q="tanıtım") == ["Tanıtım"]
    assert titles(q="kaldırılan") == titles(q="birleşen") == titles(q="yok") == []
    assert Criteria(FinderForm({"q": "çiçek", "sira": "-cekim"})).query == "q=%C3%A7i%C3%A7ek&sira=-cekim"
    second = finder.page_of(Criteria(FinderForm({"q": "çiçeklerini"}))).tiles[1].item
    around = finder.neighbours(second, Criteria(FinderForm({"q": "çiçeklerini"})))
    assert [one.title for one in around] == ["Sahil ÇİÇEĞİ 0", below.title]
    # Words that stand everywhere are looked for in a window, by the index too.
    monkeypatch.setattr(finder, "WINDOW", 2)
    criteria, cursor, shown = Criteria(FinderForm({"q": "çiçek", "sira": "-cekim"})), "", []
    for _page in range(20):
        page = finder.page_of(criteria, cursor=cursor)
        shown += [tile.item.title for tile in page.tiles]
        cursor = page.cursor
        if not cursor:
            break
    assert shown == [below.title, "Sahil ÇİÇEĞİ 0", "Çiçek sergisi"]
    monkeypatch.undo()
    # What changed a moment ago is read as it is, until it is carried.
    Photo.objects.filter(pk=title.pk).update(title="Lale sergisi")
    assert titles(q="çiçek") == ["Sahil ÇİÇEĞİ 0", below.title]
    assert titles(q="lale") == ["Lale sergisi"]


def test_used_and_unused_look_at_live_content_and_at_references(archive):
    bulletin = factories.bulletin(lead_image=archive["harvest"], lead_image_alt="Hasat", lead_image_credit="D. Örnek")
    PublicFile.objects.create(
        photo=archive["coast"], content_type=ContentType.objects.get_for_model(bulletin), object_id=str(bulletin.pk)
    )
    assert found(kullanim="var", tur="foto") == {"Sahil ÇİÇEĞİ 0", "Hasat 0"}
    assert found(kullanim="yok", tur="foto") == {"Başıboş 0"}
    assert found(kullanim="yayinda") == {"Sahil ÇİÇEĞİ 0"}


def test_broken_filters_narrow_nothing_and_break_nothing(archive):
    everything = found()
    for query in ({"bas": "dün"}, {"hak": "sihirli"}, {"mudurluk": "99999"}, {"sira": "x"}, {"imlec": "bozuk"}):
        assert found(**query) == everything
    assert found(cekim="böyle bir çekim") == set()
    assert found(cekim="9" * 18) == set()


def test_only_those_who_may_see_what_was_taken_down(archive):
    assert found(factories.editor(), durum="kaldirilan") == found(factories.editor())
    assert found(factories.director(), durum="kaldirilan") == {"Kaldırılan 0"}


def test_who_may_look_around():
    for user, status in (
        (factories.editor(), 200), (factories.social_editor(), 200), (factories.director(), 200),
        (factories.mayor(), 200), (factories.administrator(), 200),
    ):  # fmt: skip
        for name in ("finder", "timeline", "shoots"):
            assert browser(user).get(reverse(f"archive:{name}")).status_code == status, (user, name)
    stranger = factories.person("yabanci")
    assert browser(stranger).get(reverse("archive:finder")).status_code == 302


QUERIES = (
    {}, {"sira": "-ekleme"}, {"kullanim": "yok"}, {"hak": "incomplete"}, {"etiket": "sahil"}, {"kisi": "Ayşe Yılmaz"},
    {"q": "foto"},
)  # fmt: skip


@pytest.mark.thorough
@pytest.mark.once  # it counts what Django asks
def test_ten_thousand_photos_take_no_more_queries_than_a_hundred():
    client = browser(factories.archivist())
    shoot = rows.shoot()
    addresses = [(reverse("archive:finder"), query) for query in QUERIES]
    addresses += [(reverse("archive:shoot", args=[shoot.pk]), {}), (reverse("archive:timeline"), {})]
    counts = []
    for more in (100, 9_900):
        rows.photos(more, shoot=shoot)
        counts.append([])
        for address, query in addresses:
            client.get(address, query)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, query).status_code == 200
            counts[-1].append(len(queries))
    assert all(large <= small < 45 for small, large in zip(*counts, strict=True)), counts


def test_a_further_page_comes_as_a_part(archive):
    rows.photos(70)
    client = browser(factories.editor())
    first = client.get(reverse("archive:finder"))
    cursor = first.context["page"].cursor
    part = client.get(reverse("archive:finder"), {"imlec": cursor, "parca": "1"}).json()
    assert part["html"].count('role="gridcell"') == 74 - 60
    assert part["cursor"] == ""
    assert "<html" not in part["html"]


def test_the_list_of_images_leads_to_the_finder_and_the_forms_stay():
    client = browser(factories.archivist())
    assert client.get("/admin/images/").url == reverse("archive:finder")
    assert (
        client.get("/admin/images/", {"q": "sahil", "collection_id": 3}).url == reverse("archive:finder") + "?q=sahil"
    )
    assert client.get(reverse("wagtailimages:add")).status_code == 200
    assert client.get(reverse("wagtailimages_chooser:choose")).status_code == 200


def test_the_menu_holds_the_archive():
    page = browser(factories.editor()).get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/arsiv/cekimler/" in page
    assert "/admin/kitler/" in page


def test_a_filter_is_kept_renamed_shared_and_deleted(archive):
    editor, other = factories.editor(), factories.archivist()
    mine = browser(editor)
    answer = mine.post(reverse("archive:filter_keep"), {"ad": " Çocuklu  kareler ", "sorgu": "cocuk=var&q=&imlec=x"})
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query, saved.shared) == ("Çocuklu kareler", "cocuk=var", False)
    assert answer.url.endswith("?cocuk=var")
    assert "Çocuklu kareler" in mine.get(reverse("archive:finder")).content.decode()
    assert "Çocuklu kareler" not in browser(other).get(reverse("archive:finder")).content.decode()
    assert browser(other).post(reverse("archive:filter_change", args=[saved.pk]), {"sil": "1"}).status_code == 404
    mine.post(reverse("archive:filter_change", args=[saved.pk]), {"ad": "Çocuklar", "ortak": "on"})
    assert "Çocuklar" in browser(other).get(reverse("archive:finder")).content.decode()
    refused = browser(other).post(reverse("archive:filter_change", args=[saved.pk]), {"sil": "1"})
    assert refused.status_code in (302, 403)
    assert SavedFilter.objects.filter(name="Çocuklar").exists()
    mine.post(reverse("archive:filter_change", args=[saved.pk]), {"sil": "1"})
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_or_a_search_is_not_kept():
    mine = browser(factories.editor())
    for data in ({"ad": "", "sorgu": "cocuk=var"}, {"ad": "Boş", "sorgu": ""}, {"ad": "a" * 81, "sorgu": "cocuk=var"}):
        assert mine.post(reverse("archive:filter_keep"), data).status_code == 302
    assert not SavedFilter.objects.exists()


def test_names_are_suggested_while_they_are_typed(archive):
    client = browser(factories.editor())

    def ask(what, text):
        return client.get(reverse("archive:suggest", args=[what]), {"q": text}).json()["results"]

    assert ask("kisi", "ayse") == ["Ayşe Yılmaz"]
    assert ask("yer", "SAKARYA") == ["Sakarya Mahallesi"]
    assert ask("etiket", "sah") == ["sahil"]
    assert ask("cekim", "hasadi")[0].startswith("Zeytin hasadı · 04.03.2025 · no ")
    assert client.get(reverse("archive:suggest", args=["parola"])).status_code == 404


def test_the_timeline_counts_shoots_by_month(archive):
    client = browser(factories.director())
    newest = client.get(reverse("archive:timeline"))
    assert newest.context["year"] == 2026
    assert [card.shoot.title for card in newest.context["cards"]] == ["Sahil yolu açılışı"]
    assert (newest.context["cards"][0].photos, newest.context["cards"][0].videos) == (1, 1)
    older = client.get(reverse("archive:timeline"), {"yil": "2025", "ay": "3"})
    assert [card.shoot.title for card in older.context["cards"]] == ["Zeytin hasadı"]
    assert client.get(reverse("archive:timeline"), {"yil": "١٢", "ay": "99"}).status_code == 200


def test_a_thumbnail_that_is_not_made_yet_is_made_when_it_is_looked_at():
    photo = factories.photo()
    client = browser(factories.social_editor())
    answer = client.get(reverse("archive:thumb", args=[photo.pk]))
    assert answer.url == photo.get_rendition(finder.GRID).url
    Photo.objects.filter(pk=photo.pk).update(withheld_at=timezone.now())
    assert client.get(reverse("archive:thumb", args=[photo.pk])).status_code == 404
    assert Collection.objects.count() == 1


def test_what_may_soon_not_be_used_any_more_is_found_and_told_on_the_first_page(archive):
    today = timezone.localdate()
    days = {"Yarın": 1, "Otuz gün": 30, "Otuz bir gün": 31, "Dün": -1}
    for title, left in days.items():
        Photo.objects.filter(pk=rows.photos(1, prefix=title)[0].pk).update(
            title=title, licence_ends=today + dt.timedelta(days=left)
        )
    contract = rows.photographer("Sözleşmeli Örnek")
    type(contract).objects.filter(pk=contract.pk).update(kind="contract", rights_until=today)
    rows.photos(1, prefix="Sözleşme", photographer=contract)
    titles = found(hak="bitiyor")
    assert {"Yarın", "Otuz gün"} < titles
    assert any(title.startswith("Sözleşme") for title in titles)
    assert len(titles) == 3
    home = browser(factories.archivist()).get("/admin/").text
    assert "3 fotoğraf ve videonun kullanım hakkı 30 gün içinde bitiyor." in home
    assert "hak=bitiyor" in home
    assert "hak=bitiyor" not in browser(factories.editor()).get("/admin/").text
