"""Collections: a signed query shows what is public as a page, in other pages and as a feed, and nothing else."""

import datetime as dt
import json
import re

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.website import landmarks
from cms.website.models import HomePage, StandardPage
from press_archive.bulletins.entries import BULLETINS
from press_archive.bulletins.models import BulletinTag, RegisterEntry, Tag
from press_archive.collections import contents, criteria, kinds
from press_archive.collections.criteria import Criteria, lines, looked_through
from press_archive.collections.mixture import gathered
from press_archive.collections.models import CollectionPage
from tests import factories
from tests.factories import galleries
from tests.factories.bulletins import register
from tests.factories.collections import collection

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)


def titles(address, look="h[23]"):
    html = Client().get(address).content.decode()
    return re.findall(rf"<{look}><a href=\"[^\"]+\">([^<]+)</a></{look}>", html)


def found(**asked):
    asked = Criteria(kind="bulletin", **asked)
    if asked.looks_through:
        pks = looked_through(asked, TODAY)
        return [RegisterEntry.objects.get(pk=pk).page.title for pk in pks]
    return list(lines(asked, TODAY).values_list("page__title", flat=True))


def renamed(entry, **values):
    type(entry.page).objects.filter(pk=entry.page_id).update(**values)


def test_what_a_query_finds():
    roads, parks = factories.department(), factories.department("Park ve Bahçeler Müdürlüğü", "park")
    one, two, three = register(3, department=roads)
    (old,) = register(1, department=parks, first=dt.datetime(2025, 6, 1))
    renamed(one, title="Işıklı Park açıldı", place="Sahil Parkı, Altıeylül")
    renamed(two, title="Parkların bakımı", summary="İŞÇİLER sahada.")
    tag = Tag.objects.create(name="Sahil", slug="sahil")
    for entry in (two, old):
        BulletinTag.objects.create(tag=tag, content_object_id=entry.page_id)
    one, two, three, old = "Işıklı Park açıldı", "Parkların bakımı", "Bülten 3", "Bülten 4"
    assert found() == [one, two, three, old]
    assert found(oldest_first=True) == [old, three, two, one]
    assert found(department=parks.pk) == [old]
    assert found(tag=tag.pk) == [two, old]
    assert found(tag=tag.pk, department=roads.pk) == [two]
    assert found(last_days=9) == [one, two]  # 19 and 20 November: both ends count
    assert found(since=dt.date(2026, 11, 19), until=dt.date(2026, 11, 19)) == [two]
    assert found(words="park") == [one, two]
    assert found(words="isik PARK") == [one]
    assert found(words="işçi") == [two]
    assert found(words="arkların") == []  # a word's beginning, not its middle
    assert found(place="sahil parkı") == [one]
    assert found(words="park", oldest_first=True) == [two, one]
    assert found(words="!?") == [one, two, three, old]  # no word at all asks for nothing


def test_it_shows_nothing_that_is_not_public_itself(monkeypatch):
    gone, kept = register(2)
    RegisterEntry.objects.filter(pk=gone.pk).update(public=False)
    factories.bulletin(title="Taslak")
    assert found() == found(words="bülten") == [kept.page.title]
    monkeypatch.setattr(criteria, "LOOKED_THROUGH", 1)
    register(1, first=dt.datetime(2026, 11, 25))
    assert len(found(words="bülten")) == 1


def test_words_and_query_are_signed_and_the_page_has_numbers(monkeypatch):
    monkeypatch.setattr(type(BULLETINS), "per_page", 2)
    monkeypatch.setattr(landmarks, "STRETCH", 1)
    entries = register(5)
    draft = collection(introduction="Kıyıdan.", sort="oldest", most=5)
    assert Client().get("/sahil-haberleri/").status_code == 404
    assert Client().get("/sahil-haberleri/rss.xml").status_code == 404
    page = factories.publish(draft)
    pages = ["/sahil-haberleri/", "/sahil-haberleri/?sayfa=2", "/sahil-haberleri/?sayfa=3"]
    walked = [title for address in pages * 2 for title in titles(address)]
    assert walked == [entry.page.title for entry in entries[::-1]] * 2
    html = Client().get(pages[1]).content.decode()
    address = f'canonical" href="http://testserver{pages[1]}"'
    for said in ("<h1>Sahil haberleri</h1>", "Kıyıdan.", "5 bülten", "Sayfa 2", address):
        assert said in html
    for wrong in ("4", "0", "x"):
        assert Client().get("/sahil-haberleri/", {"sayfa": wrong}).status_code == 404
    assert "http://testserver/sahil-haberleri/" in Client().get("/sitemap-sayfalar.xml").content.decode()
    # Another query waits for its two signatures; the public keeps reading the first.
    edited = factories.edit(page, most=1, title="Başka")
    assert titles(pages[0]) == [entries[4].page.title, entries[3].page.title]
    factories.publish(edited)
    assert titles(pages[0]) == [entries[4].page.title]
    fed = json.loads(Client().get("/sahil-haberleri/feed.json").content)
    assert [item["title"] for item in fed["items"]] == [entries[4].page.title]
    factories.withdraw(CollectionPage.objects.get())
    assert Client().get("/sahil-haberleri/").status_code == 404
    assert Client().get("/sahil-haberleri/rss.xml").status_code == 404


def test_a_query_that_nobody_can_answer_is_refused_in_words():
    with pytest.raises(ValidationError, match="Müdürlük ve etiket yalnızca bültenlerde vardır"):
        collection(listed="photo_gallery", department=factories.department())
    both = CollectionPage(title="x", last_days=3, since=TODAY, until=TODAY - dt.timedelta(days=1))
    assert set(both.faults()) == {"last_days", "until"}
    assert len(both.submission_errors()) == 2
    with pytest.raises(ValidationError):
        CollectionPage(title="x", last_days=0, most=100_000).clean_fields(exclude=["path", "depth"])


def test_blocks_and_feeds_follow_what_is_public():
    bulletin = factories.publish(factories.bulletin(title="Sahil yolu açıldı", **factories.with_photo()))
    gallery = factories.publish(galleries.photo_gallery(title="Sahilden kareler"))
    news = factories.publish(collection(words="sahil", last_days=30))
    pictures = factories.publish(collection("Sahil kareleri", listed="photo_gallery", words="sahil"))
    draft = collection("Yayımlanmamış")
    shown = [
        {"type": "collection", "value": {"collection": one.pk, "most": 3, "title": ""}}
        for one in (news, pictures, draft)
    ]
    about = StandardPage(title="Sahil", live=False, body=[factories.PARAGRAPH, *shown])
    HomePage.objects.get().add_child(instance=about)
    about.save_revision(user=factories.editor())
    with pytest.raises(ValidationError):
        factories.submit(about)  # one of them is no public collection yet
    about = factories.publish(factories.edit(about, body=[factories.PARAGRAPH, *shown[:2]]))
    home = HomePage.objects.get()
    home.save_revision(user=factories.editor())
    factories.publish(factories.edit(home, sections=shown[:1]))
    html = Client().get("/sahil/").content.decode()
    assert [html.count(one) for one in ("Sahil yolu açıldı", "Sahilden kareler", "Yayımlanmamış")] == [1, 1, 0]
    assert '<a class="more" href="/sahil-haberleri/">' in html
    assert "<h2>Sahil haberleri</h2>" in Client().get("/").content.decode()
    for form in ("rss.xml", "atom.xml", "feed.json"):
        assert "Sahil yolu açıldı" in Client().get(f"/sahil-haberleri/{form}").content.decode()
        assert "Sahilden kareler" in Client().get(f"/sahil-kareleri/{form}").content.decode()
    factories.withdraw(bulletin)
    factories.withdraw(gallery)
    for address in ("/sahil/", "/sahil-haberleri/", "/sahil-kareleri/", "/sahil-haberleri/atom.xml"):
        text = Client().get(address).content.decode()
        assert "Sahil yolu açıldı" not in text
        assert "Sahilden kareler" not in text
    factories.withdraw(news)
    assert "Sahil haberleri" not in Client().get("/").content.decode()


def test_several_kinds_stand_in_one_list_by_day(monkeypatch):
    """Bulletins, galleries, films and standing pages: one order and one feed; each goes when it is taken back."""
    day = timezone.localdate()
    bulletin = factories.publish(factories.bulletin(title="Sahil yolu açıldı"))
    gallery = factories.publish(galleries.photo_gallery(title="Sahilden kareler", date=day - dt.timedelta(days=2)))
    film = factories.publish(galleries.video_gallery(title="Sahil filmi", date=day - dt.timedelta(days=4)))
    about = StandardPage(title="Sahil rehberi", live=False, introduction="Plajlar.", body=[factories.PARAGRAPH])
    HomePage.objects.get().add_child(instance=about)
    about.save_revision(user=factories.editor())
    about = factories.publish(about)
    StandardPage.objects.filter(pk=about.pk).update(first_published_at=timezone.now() - dt.timedelta(days=3))
    everything = kinds.joined(kinds.Listed.values)
    page = factories.publish(collection("Hepsi bir arada", listed=everything, words="sahil"))
    order = ["Sahil yolu açıldı", "Sahilden kareler", "Sahil rehberi", "Sahil filmi"]
    assert titles("/hepsi-bir-arada/") == order
    html = Client().get("/hepsi-bir-arada/").content.decode()
    assert "4 içerik" in html
    assert 'href="/sahil-rehberi/"' in html
    for form in ("rss.xml", "atom.xml"):
        text = Client().get(f"/hepsi-bir-arada/{form}").content.decode()
        assert all(title in text for title in order)
    fed = json.loads(Client().get("/hepsi-bir-arada/feed.json").content)["items"]
    assert [item["title"] for item in fed] == order
    # The other way round, some kinds, some days, so many; and page by page.
    asked = Criteria(kind=kinds.joined(["bulletin", "photo_gallery", "page"]), oldest_first=True, most=2)
    assert [name for name, _pk in gathered(asked, day)] == ["page", "photo_gallery"]
    assert [name for name, _pk in gathered(Criteria(kind=everything, last_days=4), day)] == [
        "bulletin", "photo_gallery", "page"
    ]  # fmt: skip
    monkeypatch.setattr(contents.Several, "per_page", 3)
    factories.publish(factories.edit(page, sort="oldest"))
    assert titles("/hepsi-bir-arada/") == order[::-1][:3]
    assert titles("/hepsi-bir-arada/?sayfa=2") == order[::-1][3:]
    for one, title in ((bulletin, order[0]), (gallery, order[1]), (about, order[2]), (film, order[3])):
        factories.withdraw(one)
        for address in ("/hepsi-bir-arada/", "/hepsi-bir-arada/?sayfa=2", "/hepsi-bir-arada/atom.xml"):
            assert title not in Client().get(address).content.decode()
    assert "henüz yok" in Client().get("/hepsi-bir-arada/").content.decode()


def test_the_kinds_are_boxes_and_signers_read_them_in_words():
    page = CollectionPage(listed="several:bs")
    field = CollectionPage._meta.get_field("listed").formfield()
    assert field.prepare_value("several:bs") == ["bulletin", "page"]
    assert field.clean(["page", "bulletin"]) == "several:bs"
    assert field.clean(["video_gallery"]) == "video_gallery"
    assert not field.has_changed("several:bs", ["bulletin", "page"])
    with pytest.raises(ValidationError):
        field.clean([])
    with pytest.raises(ValidationError):
        field.clean(["bulletin", "yok"])
    assert page.get_listed_display() == "basın bültenleri + sabit sayfalar"
    assert CollectionPage(title="x", listed="several:bs", place="Sahil").faults().keys() == {"place"}
    assert len({kept for kept, _label in kinds.choices()}) == 15
    assert all(kinds.joined(kinds.names_in(kept)) == kept for kept, _label in kinds.choices())


def cost(address):
    Client().get(address)
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_it_costs_the_same_for_few_and_for_many():
    register(3)
    factories.publish(collection(words="bülten"))
    factories.publish(collection("Hepsi", last_days=3660))
    factories.publish(collection("Karma", listed=kinds.joined(kinds.Listed.values)))
    addresses = ("/sahil-haberleri/", "/hepsi/", "/hepsi/rss.xml", "/karma/")
    few = [cost(address) for address in addresses]
    register(40, first=timezone.make_naive(timezone.now()))
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 10


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"department": 1},
        {"last_days": 30},
        {"oldest_first": True},
        {"department": 1, "since": TODAY, "until": TODAY},
    ],
    ids=str,
)
def test_no_query_walks_through_a_whole_register(asked):
    """A thousand entries or a hundred thousand: an index is entered, and gives the order."""
    for kind in ("bulletin", "photo_gallery") if "department" not in asked else ("bulletin",):
        plan = lines(Criteria(kind=kind, **asked), TODAY)[:20].explain().upper()
        if connection.vendor == "sqlite":
            assert "INDEX" in plan
            assert "TEMP B-TREE FOR ORDER BY" not in plan or "LAST TERM" in plan, plan
