"""The list at /bultenler/: pages, filters, and the same few queries however long the register is."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.website import landmarks
from cms.website.models import KeptPart
from press_archive.bulletins.entries import BULLETINS
from press_archive.bulletins.models import BulletinTag, NumberSeries, RegisterEntry, Tag
from press_archive.bulletins.selectors import ListFilter, filtered
from tests import factories
from tests.factories.bulletins import register

pytestmark = pytest.mark.django_db


def titles(response):
    return re.findall(r'<h2><a href="[^"]+">([^<]+)</a></h2>', response.content.decode())


def queries_of(client, address):
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_of_twenty_newest_first(client):
    register(45)
    first, last = client.get("/bultenler/"), client.get("/bultenler/?sayfa=3")
    assert titles(first) == [f"Bülten {number}" for number in range(1, 21)]
    assert titles(last) == [f"Bülten {number}" for number in range(41, 46)]
    assert first.context["listing"].total == 45
    assert 'aria-current="page"' in first.content.decode()
    assert '<a class="pager__step" rel="next" href="?sayfa=2">' in first.content.decode()
    assert 'rel="next"' not in last.content.decode()
    assert '<link rel="canonical" href="http://testserver/bultenler/?sayfa=3">' in last.content.decode()


def test_a_later_page_begins_at_a_remembered_line_and_nothing_is_lost_between_two(client, monkeypatch):
    """Many bulletins of one minute: the key tells them apart."""
    monkeypatch.setattr(type(BULLETINS), "per_page", 4)
    monkeypatch.setattr(landmarks, "STRETCH", 2)
    register(18, step=dt.timedelta(0))
    register(7, first=dt.datetime(2025, 6, 1))
    RegisterEntry.objects.filter(sequence=3).update(public=False)

    def walked():
        return [title for page in range(1, 8) for title in titles(client.get(f"/bultenler/?sayfa={page}"))]

    expected = list(RegisterEntry.objects.public().values_list("page__title", flat=True))
    assert walked() == walked() == expected
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get("/bultenler/?sayfa=6")
    assert "OFFSET 4" in str(captured.captured_queries)
    assert "OFFSET 20" not in str(captured.captured_queries)
    register(1, first=dt.datetime(2026, 2, 1))
    renewed = list(RegisterEntry.objects.public().values_list("page__title", flat=True))
    assert renewed != expected
    assert walked() == renewed


WRONG = [
    "sayfa=4",
    "sayfa=0",
    "sayfa=-1",
    "sayfa=x",
    "sayfa=²",
    "sayfa=99999999999",
    "yil=20x",
    "yil=0",
    "mudurluk=yok",
    "etiket=yok",
]


@pytest.mark.parametrize("query", WRONG)
def test_what_does_not_exist_is_404_in_turkish(client, query):
    register(1)
    response = client.get(f"/bultenler/?{query}")
    assert response.status_code == 404
    assert "Aradığınız sayfa burada değil" in response.content.decode()


def test_an_empty_register_and_empty_filters(client):
    response = client.get("/bultenler/?yil=&mudurluk=&etiket=&sayfa=")
    assert response.status_code == 200
    assert "Bu süzgece uyan bülten yok." in response.content.decode()


def test_filters_by_year_department_and_tag(client):
    water = factories.department("Su ve Kanalizasyon Müdürlüğü", "su")
    new_year = dt.datetime(2026, 1, 1, 0, 30)
    roads = register(2, first=new_year, step=dt.timedelta(hours=1))
    pipes = register(1, department=water, first=dt.datetime(2025, 6, 1))
    tag = Tag.objects.create(name="İçme suyu")
    BulletinTag.objects.create(tag=tag, content_object=pipes[0].page)
    BulletinTag.objects.create(tag=tag, content_object=roads[0].page)
    NumberSeries.objects.create(year=2025, last=2)
    NumberSeries.objects.create(year=2026, last=1)

    assert tag.slug == "icme-suyu"
    assert titles(client.get("/bultenler/?yil=2026")) == ["Bülten 1"]
    assert titles(client.get("/bultenler/?yil=2025")) == ["Bülten 2", "Bülten 3"]
    assert titles(client.get("/bultenler/?mudurluk=su")) == ["Bülten 3"]
    assert titles(client.get("/bultenler/?etiket=icme-suyu")) == ["Bülten 1", "Bülten 3"]
    both = client.get("/bultenler/?etiket=icme-suyu&yil=2025")
    assert titles(both) == ["Bülten 3"]
    assert '<option value="2025" selected>' in both.content.decode()
    assert 'name="etiket" value="icme-suyu"' in both.content.decode()
    assert "/bultenler/etiket/icme-suyu/rss.xml" in both.content.decode()


def test_entries_that_are_not_public_are_in_no_list(client):
    first, second = register(2)
    type(first).objects.filter(pk=first.pk).update(public=False)
    assert titles(client.get("/bultenler/")) == [second.page.title]


def test_names_sort_by_turkish_collation(client):
    for number, name in enumerate(["Zabıta", "Çevre", "Dış İlişkiler", "Cadde"]):
        register(1, department=factories.department(name, f"d{number}"))
    names = [department.name for department in client.get("/bultenler/").context["departments"]]
    assert names == ["Cadde", "Çevre", "Dış İlişkiler", "Zabıta"]


@pytest.mark.once  # it counts what Django asks
def test_the_same_queries_for_any_length_of_register(client):
    entries = register(3)
    for entry in entries:
        entry.page.lead_image = factories.photo()
        entry.page.save(update_fields=["lead_image"])
    for _ in range(2):  # the first draws the photos' sizes, and so changes what is public
        client.get("/bultenler/")
    few = queries_of(client, "/bultenler/")
    register(60)
    client.get("/bultenler/")
    assert queries_of(client, "/bultenler/") == few <= 2
    assert queries_of(client, "/bultenler/?sayfa=2&mudurluk=fen-isleri&yil=2026") <= 12
    KeptPart.objects.all().delete()
    assert queries_of(client, "/bultenler/") <= 11  # four of them keep the cards; PostgreSQL's lock


def test_lists_are_read_from_the_register_indexes():
    """SQLite and PostgreSQL alike: no sort of the whole register, no walk through the page tree."""
    for chosen in (ListFilter(), ListFilter(year=2026), ListFilter(department=factories.department(), year=2026)):
        ids = filtered(chosen).values_list("pk", flat=True)
        assert "wagtailcore_page" not in str(ids.query)
        if connection.vendor == "sqlite":
            plan = ids[40:60].explain()
            assert "register_public" in plan
            assert "TEMP B-TREE" not in plan
