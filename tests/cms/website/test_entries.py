"""The register of public entries, held by a third kind that exists only here: declaring it is all that it takes."""

from __future__ import annotations

import importlib.util
import sys
from html import unescape

import pytest
from defusedxml import ElementTree
from django.core.cache import caches
from django.db import connection, models, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.urls import reverse

from cms import urls
from cms.website import entries, receivers, shelf
from cms.website.models import HomePage, StandardPage
from cms.website.sitemaps import EntrySitemap
from media_library.models import Photo
from media_library.signals import item_restored, item_withheld, rights_changed
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def notices(monkeypatch, settings):
    """Notices: standard pages with a register of their own. The addresses are those that the site makes for itself."""
    with isolate_apps("cms.website"):

        class NoticeEntry(entries.PublicEntry):
            section = "ilanlar"
            page = models.OneToOneField(StandardPage, on_delete=models.PROTECT, related_name="notice_entry")

            class Meta:
                app_label = "website"

    class Notices(entries.Kind):
        entry = NoticeEntry
        page = StandardPage
        path = "ilanlar/"
        list_name = "notices"
        name = "notice"
        title = "İlanlar"

        def summary(self, page):
            return page.introduction

    editor = connection.schema_editor()
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        cursor.execute(*editor.table_sql(NoticeEntry))
    monkeypatch.setitem(entries.KINDS, "notice", Notices())
    for name in ("cms.website.urls", "cms.urls"):
        spec = importlib.util.find_spec(name)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
    settings.ROOT_URLCONF = sys.modules["cms.urls"]
    assert sys.modules["cms.urls"] is not urls
    bases, StandardPage.__bases__ = StandardPage.__bases__, (entries.RegisteredPage,)
    yield entries.KINDS["notice"]
    StandardPage.__bases__ = bases


def notice(title, **values):
    body = [{"type": "paragraph", "value": "<p>Duyurulur.</p>"}]
    page = StandardPage(title=title, introduction=f"{title} özeti", body=body, live=False, in_footer=False, **values)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return page


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_what_was_signed_the_newest_first(client, notices):
    assert "Henüz yayımlanmış içerik yok." in text_of(client, "/ilanlar/")
    draft, first, second = notice("Taslak ilan"), *(factories.publish(notice(f"İlan {n}")) for n in (1, 2))
    html = text_of(client, "/ilanlar/")
    assert html.index("İlan 2") < html.index("İlan 1")
    assert draft.title not in html
    assert "2 içerik" in html
    assert f'<a href="/ilanlar/{second.slug}/">İlan 2</a>' in html
    assert '<link rel="canonical" href="http://testserver/ilanlar/">' in html
    assert "<h1>İlanlar</h1>" in html
    assert 'href="/ilanlar/rss.xml"' in html
    assert "<p>Duyurulur.</p>" in text_of(client, f"/ilanlar/{first.slug}/")
    assert client.get(f"/ilanlar/{draft.slug}/").status_code == 404


def test_lists_have_page_numbers(client, notices, monkeypatch):
    monkeypatch.setattr(type(notices), "per_page", 2)
    for number in range(3):
        factories.publish(notice(f"İlan {number}"))
    first, second = text_of(client, "/ilanlar/"), text_of(client, "/ilanlar/?sayfa=2")
    assert "İlan 0" not in first
    assert "İlan 0" in second
    assert 'rel="next" href="?sayfa=2"' in first
    assert "Sayfa 2" in second
    assert '<link rel="canonical" href="http://testserver/ilanlar/?sayfa=2">' in second
    for wrong in ("3", "0", "x", "-1", "²", "99999999999"):
        assert client.get("/ilanlar/", {"sayfa": wrong}).status_code == 404


def test_a_list_costs_the_same_for_one_and_for_many(client, notices):
    def cost():
        client.get("/ilanlar/")
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as captured:
            text_of(client, "/ilanlar/")
        return len(captured)

    factories.publish(notice("İlan"))
    few = cost()
    for number in range(3):
        factories.publish(notice(f"İlan {number}"))
    assert cost() == few <= 6  # one of them asks for the generation


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds(client, notices, form):
    page = factories.publish(notice("Su & ışık <kesintisi>"))
    feed = ElementTree.fromstring(text_of(client, f"/ilanlar/{form}.xml"))
    name = "channel/item/" if form == "rss" else f"{ATOM}entry/{ATOM}"
    assert feed.find(f"{name}title").text == page.title
    said = feed.find("channel/item/description" if form == "rss" else f"{ATOM}entry/{ATOM}summary")
    # A description is HTML (RSS advisory board), a summary of Atom says of itself that it is text.
    assert (unescape(said.text) if form == "rss" else said.text) == "Su & ışık <kesintisi> özeti"
    assert ("&lt;kesintisi&gt;" in said.text) is (form == "rss")
    assert f"http://testserver/ilanlar/{page.slug}/" in text_of(client, f"/ilanlar/{form}.xml")


def test_a_section_of_the_sitemap(client, notices):
    page = factories.publish(notice("İlan"))
    gone = factories.withdraw(factories.publish(notice("Geri alınan")))
    index = ElementTree.fromstring(text_of(client, "/sitemap.xml"))
    assert "http://testserver/sitemap-ilanlar.xml" in [node.text for node in index.iter(f"{MAP}loc")]
    section = ElementTree.fromstring(text_of(client, "/sitemap-ilanlar.xml"))
    assert [node.text for node in section.iter(f"{MAP}loc")] == [f"http://testserver/ilanlar/{page.slug}/"]
    assert gone.slug not in text_of(client, "/sitemap-ilanlar.xml")
    assert EntrySitemap(notices.entry).get_latest_lastmod() == page.last_published_at


def test_what_was_withdrawn_answers_410_and_says_nothing_of_what_it_said(client, notices):
    page = factories.publish(notice("Yanlış ilan"))
    line = notices.entry.objects.get(page=page)
    factories.withdraw(page)
    response = client.get(f"/ilanlar/{page.slug}/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "Yanlış" not in html
    assert "Bu içerik geri çekildi" in html
    assert "noindex" in html
    for address in ("/ilanlar/", "/ilanlar/rss.xml", "/sitemap-ilanlar.xml"):
        assert page.slug not in text_of(client, address)
    kept = notices.entry.objects.get(page=page)
    assert (kept.pk, kept.published_at, kept.public) == (line.pk, line.published_at, False)
    assert list(notices.entry.objects.withdrawn()) == [kept]
    assert client.get("/ilanlar/hic-olmadi/").status_code == 404


def test_a_line_is_written_once_and_with_the_page(notices):
    page = notice("İlan")
    assert not notices.entry.objects.exists()
    published = factories.publish(page)
    line = notices.entry.objects.get(page=page)
    assert (line.public, line.published_at) == (True, published.first_published_at)
    factories.publish(factories.edit(published, introduction="Düzeltilmiş özet"))
    assert notices.entry.objects.get().pk == line.pk
    with transaction.atomic():
        factories.withdraw(StandardPage.objects.get(pk=page.pk))
        assert not notices.entry.objects.get().public
        transaction.set_rollback(True)
    assert notices.entry.objects.get().public


def test_a_line_alone_opens_no_page(client, notices):
    page = factories.withdraw(factories.publish(notice("Geri alınan")))
    notices.entry.objects.update(public=True)
    assert client.get(f"/ilanlar/{page.slug}/").status_code == 410
    notices.entry.objects.update(withdrawn_at=None)
    assert client.get(f"/ilanlar/{page.slug}/").status_code == 404


def test_a_page_that_no_app_declared_is_refused():
    with pytest.raises(LookupError, match="HomePage"):
        entries.kind_of(HomePage())


@pytest.mark.parametrize("text", ["", "x", "²", "-1", "0", "11", "1234567890"])
def test_numbers_of_addresses_have_bounds(text):
    with pytest.raises(Http404):
        entries.whole_number(text, 1, 10)
    assert entries.whole_number("10", 1, 10) == 10


def test_every_change_of_what_is_public_ends_in_one_place(monkeypatch, django_capture_on_commit_callbacks):
    """Publication, withdrawal, takedown, a right: each drops the kept copies at once, and again after its commit."""
    told, photo = [], factories.photo()
    monkeypatch.setattr(receivers, "changed", lambda: told.append(caches["copies"].get(shelf.WORD)))
    page = factories.publish(factories.bulletin())
    assert len(told) == 1
    factories.withdraw(page)
    assert len(told) == 2
    for place, signal in enumerate((item_withheld, item_restored, rights_changed), start=3):
        signal.send(sender=Photo, photo=photo, video=None, takedown=None)
        assert len(told) == place
    with django_capture_on_commit_callbacks(execute=True) as after:
        entries.changed()
        first = caches["copies"].get(shelf.WORD)
    assert len(after) == 1
    assert first != caches["copies"].get(shelf.WORD)
    assert reverse("bulletin", args=[page.slug]) == entries.path_of(page)
