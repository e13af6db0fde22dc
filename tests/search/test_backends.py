"""The admin's search finds what was just saved, and a save does not look at the whole index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.search.backends import get_search_backend

from press_archive.bulletins.models import BulletinPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_bulletin_is_found():
    page = factories.bulletin(title="Zeytin hasadı başladı")
    assert [found.pk for found in get_search_backend().search("hasadı", BulletinPage)] == [page.pk]


def test_lists_and_choosers_read_turkish_as_the_site_does(client):
    page = factories.bulletin(title="Zeytinliklerin hasadı", summary="Işıklar yandı.")
    photo = factories.photo(title="Çiçek sergisi")
    backend = get_search_backend()

    def whole(text):
        return [found.pk for found in backend.search(text, BulletinPage)]

    def begun(text):
        return [found.pk for found in backend.autocomplete(text, BulletinPage)]

    for text in ("zeytinlik", "ZEYTİNLİKLER hasat", "zeytinliklerin hasadi", "ISIKLARI", "ışık", '"hasat"'):
        assert whole(text) == [page.pk], text
    for text in ("zey", "hasat zeyt", "hasadı zeytinliklerini", "HASADI", "zeytinlıkler"):
        assert begun(text) == [page.pk], text
    for text in ("portakal", '"', "-", "* OR (", "", "NEAR(zeytin hasat)"):
        assert whole(text) == begun(text) == [], text
    client.force_login(factories.superuser())
    for words in ("cicek", "ÇİÇEKLERİ", "serg"):
        html = client.get(reverse("wagtailimages:index_results"), {"q": words, "usage_count_min": "0"}).content.decode()
        assert photo.title in html, words
    html = client.get(reverse("wagtailadmin_pages:search"), {"q": "zeytinlikleri"}).content.decode()
    assert page.title in html


def test_saving_averages_over_nothing():
    factories.bulletin()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        factories.bulletin()
    assert not [query["sql"] for query in queries if "AVG(" in query["sql"].upper()]


def test_a_search_may_be_filtered_by_how_often_something_is_used(client):
    factories.photo(title="Zeytin hasadı")
    client.force_login(factories.superuser())
    listing, query = reverse("wagtailimages:index_results"), {"q": "zeytin", "usage_count_min": "0"}
    assert "Zeytin hasadı" in client.get(listing, query).content.decode()
    assert "Zeytin hasadı" not in client.get(listing, query | {"usage_count_min": "2"}).content.decode()
