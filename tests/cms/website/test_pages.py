"""Home page, standard pages, what frames every page, and the answers when something is not there."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from cms import urls as real
from cms.core import front
from cms.website.models import AlertBanner, HomePage, StandardPage
from cms.website.selectors import theme_name
from media_library.models import PublicFile
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def standard_page(title="Basın iletişimi", text="<p>Bize yazın.</p>", **values):
    page = StandardPage(title=title, body=[{"type": "paragraph", "value": text}], live=False, **values)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return page


def alert(title="Fırtına uyarısı", **values):
    banner = AlertBanner(title=title, text="Rüzgâr 80 km/s.", **values)
    banner.save()
    banner.save_revision(user=factories.editor())
    return banner


def cold_queries(client, address):
    client.get(address)
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_home_shows_signed_words_and_the_newest_bulletins(client):
    bulletins = [factories.publish(factories.bulletin(**factories.with_photo())) for _ in range(3)]
    home = HomePage.objects.get()
    home.save_revision(user=factories.editor())
    factories.publish(factories.edit(home, greeting="Hoş geldiniz", introduction="Bültenlerimiz burada."))
    html = client.get("/").content.decode()
    assert "<h1>Hoş geldiniz</h1>" in html
    positions = [html.index(page.title) for page in reversed(bulletins)]
    assert positions == sorted(positions)
    assert re.search(r'fetchpriority="high"', html)
    assert cold_queries(client, "/") <= 12


def test_home_of_a_new_installation(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Henüz yayımlanmış bülten yok." in response.content.decode()


def test_standard_pages_stand_in_the_footer_once_signed(client):
    page = standard_page()
    assert "Basın iletişimi</a>" not in client.get("/bultenler/").content.decode()
    assert client.get("/basin-iletisimi/").status_code == 404
    factories.publish(page)
    assert '<a href="/basin-iletisimi/">Basın iletişimi</a>' in client.get("/bultenler/").content.decode()
    html = client.get("/basin-iletisimi/").content.decode()
    assert "<p>Bize yazın.</p>" in html
    assert '<link rel="canonical" href="http://testserver/basin-iletisimi/">' in html
    assert cold_queries(client, "/basin-iletisimi/") <= 12
    assert "http://testserver/basin-iletisimi/" in client.get("/sitemap-sayfalar.xml").content.decode()


def test_pages_outside_the_footer_stay_outside(client):
    factories.publish(standard_page(title="Gizlilik", in_footer=False))
    assert "Gizlilik" not in client.get("/").content.decode()
    assert client.get("/gizlilik/").status_code == 200


def test_alerts_stand_on_every_page_once_signed_the_newest_first(client):
    first, second = (
        alert(),
        alert("Yangın tehlikesi", level=AlertBanner.Level.DANGER, link="https://belediye.example/yangin"),
    )
    assert "Fırtına" not in client.get("/").content.decode()
    factories.publish(first)
    factories.publish(second)
    for address in ("/", "/bultenler/", "/yok/"):
        html = client.get(address).content.decode()
        assert html.index("Yangın tehlikesi") < html.index("Fırtına uyarısı")
        assert "alert--danger" in html
    factories.withdraw(second)
    assert "Yangın tehlikesi" not in client.get("/").content.decode()


def test_preview_of_an_alert():
    banner = alert("Kar uyarısı")
    response = banner.make_preview_request()
    assert "Kar uyarısı" in response.content.decode()


def test_identity_colours_contact_and_emblem(client):
    emblem = factories.photo("Amblem")
    who = factories.identity(
        municipality="Işıklı Belediyesi", primary_colour="#7a1f3d", phone="0266 222 22 22", logo=emblem
    )
    html = client.get("/").content.decode()
    assert "Işıklı Belediyesi" in html
    assert 'href="tel:02662222222"' in html
    logo = re.search(r'class="brand__logo" src="([^"]+)"', html).group(1)
    assert client.get(logo).status_code == 200

    sheet = client.get(f"/tema/{theme_name(who)}.css")
    assert f"/tema/{theme_name(who)}.css" in html
    assert "--primary:#7a1f3d;" in sheet.content.decode()
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert client.get("/tema/eski.css")["Cache-Control"] == "no-cache"

    factories.identity(logo=None)
    assert client.get(logo).status_code == 404
    assert not PublicFile.objects.filter(photo=emblem).exists()
    assert "brand__mark" in client.get("/").content.decode()


def test_initials_of_the_municipality_are_turkish(client):
    factories.identity(municipality="incirli Belediyesi")
    assert '<span class="brand__mark" aria-hidden="true">İ</span>' in client.get("/").content.decode()


def test_reading_a_page_writes_nothing(client):
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert not [query["sql"] for query in captured if not query["sql"].lstrip("(").startswith("SELECT")]


def test_pages_are_revalidated_and_staff_screens_left_alone(client):
    first = client.get("/bultenler/")
    assert first["Cache-Control"] == front.SHARED
    assert client.get("/bultenler/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    factories.publish(factories.bulletin())
    assert client.get("/bultenler/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert "ETag" not in client.get("/admin/login/")


def test_the_public_site_is_turkish_and_the_office_follows_the_browser(client):
    page = client.get("/bultenler/", headers={"Accept-Language": "en"})
    assert page["Content-Language"] == "tr"
    assert "Accept-Language" not in page.get("Vary", "")
    assert client.get("/admin/login/", headers={"Accept-Language": "en"})["Content-Language"] == "en"


def test_not_found(client):
    response = client.get("/yok/")
    assert response.status_code == 404
    assert "Aradığınız sayfa burada değil" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"  # nginx puts it over a page that it kept


def test_what_signed_in_people_get_is_shared_by_nobody():
    assert browser(factories.editor()).get("/bultenler/")["Cache-Control"] == "no-cache"


def explode(request):
    raise RuntimeError("bozuldu")


urlpatterns = [path("patla/", explode), *real.urlpatterns]


@pytest.mark.urls("tests.cms.website.test_pages")
def test_a_fault_of_ours_says_so_in_turkish_without_touching_the_database(django_assert_num_queries):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(1):  # for the generation, before the view
        response = client.get("/patla/")
    assert response.status_code == 500
    assert "Beklenmeyen bir hata oluştu" in response.content.decode()
    assert "bozuldu" not in response.content.decode()


def test_forbidden_and_lost_sessions_are_explained_in_turkish():
    assert "görme izniniz yok" in render_to_string("403.html")
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "İsteğiniz doğrulanamadı" in response.content.decode()
