"""The galleries as visitors and search engines get them."""

from __future__ import annotations

import json
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.website.models import KeptPart
from media_library.models import Photo, Video, VideoKind
from media_library.renditions.storing import make_sizes
from press_archive.galleries.entries import Galleries
from press_archive.galleries.models import GalleryEntry, PhotoGalleryPage, VideoGalleryPage
from press_archive.galleries.photos import RATIOS
from tests import factories
from tests.factories.galleries import photo_gallery, row, video, video_gallery

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries(client, address, *, rendered=False):
    for _ in range(2):  # the first draws sizes that nobody has drawn yet, and so changes what is public
        client.get(address)
    if rendered:
        KeptPart.objects.all().delete()
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def structured(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))


def withhold(item):
    type(item)._default_manager.filter(pk=item.pk).update(withheld_at=timezone.now())


def test_a_list_costs_the_same_for_one_and_for_a_page_full(client):
    for kind, make in (("foto", photo_gallery), ("video", video_gallery)):
        factories.publish(make())
        few = queries(client, f"/{kind}-galeri/", rendered=True)
        for _ in range(3):
            factories.publish(make())
        assert queries(client, f"/{kind}-galeri/", rendered=True) == few <= 11
        assert queries(client, f"/{kind}-galeri/") == 2


def test_a_gallery_costs_the_same_for_two_photos_and_for_nine(client):
    small = factories.publish(photo_gallery([row(), row()]))
    large = factories.publish(photo_gallery([row() for _ in range(9)]))
    film = factories.publish(video_gallery([video(f"Film {n}") for n in range(4)]))
    for page in (small, large, film):
        assert queries(client, page.get_url()) == 2
    few = queries(client, small.get_url(), rendered=True)
    assert queries(client, large.get_url(), rendered=True) == few <= 14
    assert queries(client, film.get_url(), rendered=True) <= 15


def test_home_shows_the_newest_gallery_for_three_queries(client):
    before = queries(client, "/")
    factories.publish(photo_gallery(title="Eski şenlik", date=timezone.localdate().replace(year=2020)))
    page = factories.publish(photo_gallery(title="Yeni şenlik"))
    html = text_of(client, "/")
    assert "Yeni şenlik" in html
    assert "Eski şenlik" not in html
    assert f'href="{page.get_url()}"' in html
    assert queries(client, "/") <= before + 3


@pytest.mark.both
def test_lists_are_paged_by_the_day_of_the_event(client):
    day = timezone.localdate()
    pages = [factories.publish(photo_gallery(title=f"Galeri {n:02}")) for n in range(3)]
    GalleryEntry.objects.filter(page=pages[0]).update(date=day.replace(year=day.year + 1))
    html = text_of(client, "/foto-galeri/")
    assert html.index("Galeri 00") < html.index("Galeri 02") < html.index("Galeri 01")
    assert client.get("/foto-galeri/?sayfa=2").status_code == 404
    for wrong in ("0", "x", "-1", "²", "99999999"):
        assert client.get("/foto-galeri/", {"sayfa": wrong}).status_code == 404


def test_more_than_a_page_full_is_paged(client, monkeypatch):
    monkeypatch.setattr(Galleries, "per_page", 2)
    for n in range(3):
        factories.publish(photo_gallery(title=f"Galeri {n:02}"))
    first, second = text_of(client, "/foto-galeri/"), text_of(client, "/foto-galeri/?sayfa=2")
    assert "Galeri 00" not in first
    assert "Galeri 00" in second
    assert 'rel="next" href="?sayfa=2"' in first


def test_each_photo_is_a_picture_of_known_size_that_links_to_the_large_one(client):
    page = factories.publish(photo_gallery())
    for one in page.rows:
        make_sizes(one.photo, _specs())
    html = text_of(client, page.get_url())
    assert html.count('type="image/avif"') == html.count('type="image/webp"') == 3
    assert html.count('fetchpriority="high"') == 1
    assert html.count('loading="lazy"') == 2
    assert html.count("mosaic__item--150") == 3
    large = re.findall(r'<a href="(/media/images/[^"]+)" data-large>', html)
    assert len(large) == 3
    taken = dict(re.findall(r'href="(/media/images/[^"]+)" download="([^"]+)"', html))
    assert list(taken.values()) == [f"{page.slug}-{number}.jpg" for number in (1, 2, 3)]
    assert {client.get(one).status_code for one in taken} == {200}
    assert client.get(large[0]).status_code == 200
    assert "Fotoğraf: Deniz Örnek" in html
    assert "Yeni yol açıldı." in html
    assert 'style="' not in html
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", html)


def _specs():
    from media_library.renditions.sizes import KNOWN_SIZES

    return KNOWN_SIZES


def test_the_style_sheet_knows_every_proportion(settings):
    sheet = " ".join((settings.BASE_DIR / "press_archive/galleries/static/galleries/galleries.css").read_text().split())
    for ratio in RATIOS:
        assert f".mosaic__item--{ratio} {{ --ratio: {ratio / 100:g}; }}" in sheet


def test_search_engines_read_the_photos_and_their_credits(client):
    page = factories.publish(photo_gallery(place="Yalı Mahallesi"))
    html = text_of(client, page.get_url())
    data = structured(html)
    assert data["@type"] == "ImageGallery"
    assert data["contentLocation"]["name"] == "Yalı Mahallesi"
    assert [image["creditText"] for image in data["image"]] == ["Fotoğraf: Deniz Örnek"] * 3
    assert data["image"][0]["contentUrl"].startswith("http://testserver/media/images/")
    assert 'property="og:image"' in html


def test_search_engines_read_the_films_and_visitors_see_what_promotes(client):
    page = factories.publish(video_gallery([video("Kentimiz", kind=VideoKind.PROMOTION), video("Açılış")]))
    html = text_of(client, page.get_url())
    assert html.count("<video ") == 2
    assert html.count("Tanıtım filmi") == 1
    whole, *films = structured(html)["@graph"]
    assert whole["@type"] == "CollectionPage"
    assert [film["name"] for film in films] == ["Kentimiz", "Açılış"]
    assert films[0]["duration"] == "PT65S"
    assert films[0]["thumbnailUrl"][0].startswith("http://testserver/media/video_posters/")
    assert 'property="og:image" content="http://testserver/media/video_posters/' in html
    assert "Tanıtım filmi" in text_of(client, "/video-galeri/")


def test_the_sitemap_names_galleries_and_their_photos(client):
    page = factories.publish(photo_gallery())
    film = factories.publish(video_gallery())
    text_of(client, page.get_url())
    xml = text_of(client, "/sitemap-galeriler.xml")
    assert f"<loc>http://testserver{page.get_url()}</loc>" in xml
    assert f"<loc>http://testserver{film.get_url()}</loc>" in xml
    assert xml.count("<image:loc>http://testserver/media/images/") == 3
    assert queries(client, "/sitemap-galeriler.xml") <= 6
    withhold(page.rows[0].photo)
    assert text_of(client, "/sitemap-galeriler.xml").count("<image:loc>") == 2
    assert "sitemap-galeriler.xml" in text_of(client, "/sitemap.xml")


@pytest.mark.parametrize("kind, make", [("foto", photo_gallery), ("video", video_gallery)])
def test_feeds_name_the_newest(client, kind, make):
    page = factories.publish(make())
    xml = text_of(client, f"/{kind}-galeri/atom.xml")
    assert f"http://testserver{page.get_url()}" in xml
    assert page.title in xml
    assert f'href="/{kind}-galeri/atom.xml"' in text_of(client, page.get_url())


@pytest.mark.both
def test_a_photo_taken_down_is_nowhere_and_the_next_becomes_the_cover(client):
    first, second = row(alt="Kaldırılan kare", caption="Kaldırılan söz"), row(alt="Kalan kare")
    page = factories.publish(photo_gallery([first, second, row()]))
    text_of(client, page.get_url())
    text_of(client, "/foto-galeri/")
    names = set(first.photo.renditions.values_list("file", flat=True))
    withhold(first.photo)
    for address in (page.get_url(), "/foto-galeri/", "/", "/sitemap-galeriler.xml"):
        html = text_of(client, address)
        assert "Kaldırılan" not in html
        assert not any(name in html for name in names)
    html = text_of(client, page.get_url())
    assert len(structured(html)["image"]) == 2
    assert "1 fotoğraf yayından kaldırıldı." in html
    assert "2 fotoğraf" in text_of(client, "/foto-galeri/")
    cover = set(second.photo.renditions.values_list("file", flat=True))
    assert any(name in text_of(client, "/foto-galeri/") for name in cover)


def test_nothing_left_to_show_leaves_words(client):
    page = factories.publish(photo_gallery())
    film = factories.publish(video_gallery())
    Photo.objects.update(withheld_at=timezone.now())
    Video.objects.update(withheld_at=timezone.now())
    for address in (page.get_url(), film.get_url(), "/foto-galeri/", "/video-galeri/"):
        html = text_of(client, address)
        assert "<picture" not in html
        assert "<video" not in html
    assert "son-galeri" not in text_of(client, "/")


def test_masthead_marks_where_one_is(client):
    page = factories.publish(photo_gallery())
    assert '<a href="/foto-galeri/" aria-current="page">Foto galeri</a>' in text_of(client, "/foto-galeri/")
    assert '<a href="/foto-galeri/" aria-current="true">Foto galeri</a>' in text_of(client, page.get_url())
    assert '<a href="/video-galeri/" aria-current="page">Video galeri</a>' in text_of(client, "/video-galeri/")


def test_galleries_stand_below_their_own_list():
    photo, film = photo_gallery(), video_gallery()
    assert isinstance(Page.objects.get(pk=photo.pk).specific, PhotoGalleryPage)
    assert isinstance(Page.objects.get(pk=film.pk).specific, VideoGalleryPage)
    assert photo.get_parent().slug == "foto-galeri"
    assert film.get_parent().slug == "video-galeri"
