"""The admin's search finds what was just saved, and a save does not look at the whole index."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, get_page_models
from wagtail.search.backends import get_search_backend
from wagtail.search.index import get_indexed_models
from wagtail.search.models import IndexEntry

from media_library.models import File, Photo, Video
from press_archive.bulletins.models import BulletinPage
from search import lists
from search.office import answers, index
from tests import factories
from tests.factories import galleries, kits
from tests.office import browser

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

    for text in ("zeytinlik", "ZEYTİNLİKLER hasat", "zeytinliklerin hasadi", "ISIKLARI", "ışık", '"hasadı"'):
        assert whole(text) == [page.pk], text
    for text in ("zey", "hasat zeyt", "hasadı zeytinliklerini", "HASADI", "zeytinlıkler"):
        assert begun(text) == [page.pk], text
    for text in ("portakal", '"', "-", "* OR (", "", "NEAR(zeytin hasat)"):
        assert whole(text) == begun(text) == [], text
    client.force_login(factories.superuser())
    for words in ("cicek", "ÇİÇEKLERİ", "serg"):
        html = client.get(reverse("wagtailimages:index_results"), {"q": words, "usage_count_min": "0"}).content.decode()
        assert photo.title in html, words
    for words in ("zeytinlikleri", '"zeytinliklerin hasadı"', 'ışığı "zeytinliklerin"', "zeytinlik live:no"):
        html = client.get(reverse("wagtailadmin_pages:search"), {"q": words}).content.decode()
        assert page.title in html, words


def test_pages_photos_and_films_are_answered_by_the_office_s_index(monkeypatch):
    """Carried or not, few or many; Wagtail's own index holds nothing of them."""
    first = factories.bulletin(title="Enginar bayramı", summary="Bakla da vardı.")
    second = factories.bulletin(title="Bahar şenliği", summary="Enginarlar pişti.", body=[])
    third = factories.photo(title="Enginar tarlası")
    video = galleries.video(title="Enginar filmi")
    backend = get_search_backend()

    def found(model, text="enginarı", **values):
        return [one.pk for one in backend.search(text, model, **values)]

    for carried in (False, True):
        if carried:
            index.catch_up()
        assert set(found(BulletinPage)) == {first.pk, second.pk}, carried
        assert set(found(Page)) >= {first.pk, second.pk}
        assert (found(Photo), found(Video)) == ([third.pk], [video.pk])
        assert found(BulletinPage.objects.filter(pk=second.pk)) == [second.pk]
        assert found(BulletinPage, "baklayı") == [first.pk]
        assert found(Page, "enginar -bakla") == [second.pk]
        assert found(BulletinPage.objects.order_by("-title"), order_by_relevance=False) == [first.pk, second.pk]
    assert found(BulletinPage) == [first.pk, second.pk]  # the headline first
    counts = backend.search("enginar", Page.objects.all()).facet("content_type_id")
    assert sum(counts.values()) == 2
    assert not IndexEntry.objects.filter(content_type__app_label__in=["bulletins", "media_library"]).exists()
    # What has just been written is found by what it says now.
    first.title, first.summary = "Kuzukulağı", "Ot."
    first.save_revision()
    assert (found(BulletinPage), found(BulletinPage, "kuzukulağı")) == ([second.pk], [first.pk])
    monkeypatch.setattr(lists, "SORTED", 1)
    monkeypatch.setattr(answers, "MOST_AMONG", 1)
    third_page = factories.bulletin(title="Enginar yemeği")
    for carried in (False, True):
        if carried:
            index.catch_up()
        assert found(BulletinPage) == [third_page.pk, second.pk]
        assert backend.search("enginar", BulletinPage).count() == 2
        # The oldest of many is among them, too: the list itself narrows, not the index.
        assert found(BulletinPage.objects.filter(pk=second.pk)) == [second.pk]


def test_whatever_lists_search_is_of_a_kind():
    """Else a search among all pages would leave a type of them out: it asks the office's index alone."""
    unused = {Image, Document}  # Wagtail's own, in whose place the house has its photos and files
    without = [model for model in get_indexed_models() if not lists.kinds_of(model) and model not in unused]
    assert without == []
    # Other tests of the same process leave page types of their own in Wagtail's list.
    types = [model for model in get_page_models() if model is not Page and model in set(apps.get_models())]
    assert [model for model in types if len(lists.kinds_of(model)) != 1] == []


def test_documents_are_found_by_title_name_and_tag_by_those_who_keep_them():
    document = kits.document("Zeytinlik Planı.pdf")
    document.tags.add("imar")
    backend = get_search_backend()
    for carried in (False, True):
        if carried:
            index.catch_up()
        for text in ("program", "zeytinliğin", "imarı", "PLANI"):
            assert [one.pk for one in backend.search(text, File)] == [document.pk], (text, carried)
        assert [one.pk for one in backend.autocomplete("zey", File)] == [document.pk]
        assert not backend.search("portakal", File)
    keeps, reads = (browser(make()) for make in (factories.editor, factories.mayor))
    html = keeps.get(reverse("wagtaildocs:index_results"), {"q": "imar"}).content.decode()
    assert document.title in html
    assert [
        client.get("/admin/ara/", {"q": "imar"}).content.decode().count("Zeytinlik Planı.pdf")
        for client in (keeps, reads)
    ] == [1, 0]
    assert not IndexEntry.objects.exists()


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
