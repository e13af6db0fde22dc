"""An address is pasted: what the form is filled with, what is refused and why, and the same story elsewhere."""

from __future__ import annotations

import datetime as dt
import http.server
import threading

import pytest
from django.urls import reverse

from cms.web_fetch import connection, fetcher, hosts
from press_archive.clippings import kinds, links, services
from press_archive.clippings.article import decoded, read_article
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.contacts.models import Outlet
from press_archive.monitoring import errands
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.office import browser

pytestmark = pytest.mark.django_db
SENTENCES = (
    "Çamlıkıyı Belediyesi, kıyı boyundaki yürüyüş yolunun ikinci bölümünü hizmete açtı.",
    "Açılışta konuşan Belediye Başkanı Nevin Sarıyel, yolun dört kilometreye ulaştığını söyledi.",
    "Yol boyunca doksan bank, on iki çeşme ve engelliler için iki rampa bulunuyor.",
    "Üçüncü bölümün yapımına gelecek ay başlanacak ve çalışmalar bahara kadar sürecek.",
    "Törene mahalle sakinleri, muhtarlar ve bisiklet topluluklarının üyeleri katıldı.",
)
TEXT = " ".join(SENTENCES)
STORY = f"""<!doctype html><html lang="tr"><head><meta charset="CHARSET">
<title>Yürüyüş yolu açıldı - Körfez Haber</title>
<meta property="og:title" content="Yürüyüş yolu açıldı"><meta property="og:site_name" content="Körfez Haber">
<meta name="author" content="Ayşe Işık"><meta property="article:published_time" content="2026-11-20T09:30:00+03:00">
<meta property="og:image" content="http://site.example/resim.png"></head><body>
<nav><a href="/">Ana sayfa</a><a href="/spor">Spor haberleri burada</a></nav><article><h1>Yürüyüş yolu açıldı</h1>
{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}</article>
<aside><h3>İlgili haberler</h3><ul><li><a href="/x">Kavga çıktı</a></li></ul></aside>
<footer>Künye</footer></body></html>"""


class Site(http.server.BaseHTTPRequestHandler):
    """A news site of the kinds that there are."""

    def do_GET(self):
        kind, body, more = "text/html; charset=utf-8", STORY.replace("CHARSET", "utf-8").encode(), {}
        path = self.path.partition("?")[0]
        if path == "/eski":
            kind, body = "text/html", STORY.replace("CHARSET", "iso-8859-9").encode("cp1254")
        elif path == "/belge":
            kind, body = "application/pdf", b"%PDF-1.4"
        elif path == "/bos":
            body = b"<html><body></body></html>"
        elif path == "/buyuk":
            body = b"x" * 40_000
        elif path == "/sikistirilmis":
            more = {"Content-Encoding": "gzip"}
        elif path == "/resim.png":
            kind, body = "image/png", factories.jpeg()
        elif path == "/derin":
            body = b"<div>" * 5000 + b"x"
        elif path == "/iceri":
            return self._say(302, "text/html", b"", {"Location": "http://169.254.169.254/latest/meta-data"})
        elif path == "/yok":
            return self._say(404, kind, body, more)
        return self._say(200, kind, body, more)

    def _say(self, status, kind, body, more):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """The site on loopback, which passes for ``site.example`` and ``baska.example``."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    real = hosts.resolved
    monkeypatch.setitem(hosts.PORTS, "http", server.server_port)
    monkeypatch.setattr(
        connection, "resolved", lambda place: ["127.0.0.1"] if place.host.endswith("e.example") else real(place)
    )
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["yeni?utm_source=x", "eski"])
def test_a_pasted_address_fills_the_form_and_its_page_is_kept(site, path):
    paper = outlet("Körfez Haber", kind="news_site", website="http://www.site.example")
    client = browser(factories.editor())
    led = client.post(reverse("clippings:link"), {"address": f"http://site.example/{path}"})
    page = client.get(led["Location"])
    initial, copy = page.context["form"].initial, PageCopy.objects.get()
    assert (initial["headline"], initial["author"], initial["outlet"]) == ("Yürüyüş yolu açıldı", "Ayşe Işık", paper)
    assert (initial["published_on"], initial["published_time"]) == (dt.date(2026, 11, 20), dt.time(9, 30))
    assert all(sentence in copy.text for sentence in SENTENCES)
    assert "Kavga" not in copy.text
    assert copy.picture.name.endswith(".jpg")
    assert client.get(reverse("clippings:picture", args=[copy.pk])).status_code == 200
    told = {
        "headline": initial["headline"], "medium": "news_site", "outlet": paper.pk, "published_on": "2026-11-20",
        "url": initial["url"], "text": "Düzeltilmiş metin.", "copy": copy.pk, "topics": "",
    }  # fmt: skip
    assert client.post(reverse("clippings:add"), told).status_code == 302
    row = Clipping.objects.get()
    assert (row.page_copy, row.origin, row.with_picture) == (copy, "link", False)
    assert copy.text == row.page_copy_text != row.text
    # The copy belongs to one clipping; the same page again is told.
    again = client.post(reverse("clippings:link"), {"address": f"https://m.site.example/{path}"}, follow=True)
    assert "arşivde var" not in again.content.decode()  # https is another server here, which does not answer
    again = client.post(reverse("clippings:link"), {"address": f"http://www.site.example/{path}"}, follow=True)
    assert "arşivde var" in again.content.decode()


def test_a_picture_that_would_swell_is_not_kept(site, monkeypatch):
    monkeypatch.setattr(errands, "refusal_of", lambda *_args, **_more: None)
    address, user = "http://site.example/resim.png", factories.editor()
    assert errands._picture(address, "x")[1] == "jpg"
    monkeypatch.setattr(kinds, "MOST_PICTURE_PIXELS", 100)
    found = links.read_link(address="http://site.example/yeni", user=user)
    assert (found.copy.title, found.copy.picture.name) == ("Yürüyüş yolu açıldı", "")
    assert errands._picture(address, "x") is None


def test_the_same_text_under_another_address_is_told(site):
    clipping(text=f"ÇAMLIKIYI (MARTI) – {TEXT}\nKaynak: Martı")
    page = browser(factories.editor()).post(
        reverse("clippings:link"), {"address": "http://site.example/yeni"}, follow=True
    )
    assert "Aynı metin başka adreste de yayımlanmış: Kıyı Gazetesi." in page.content.decode()
    assert "Bu site rehberde yok" in page.content.decode()


@pytest.mark.parametrize(
    "address, said",
    [
        ("http://127.0.0.1/", "Bu adrese bakılmaz"), ("http://[::1]/", "Bu adrese bakılmaz"),
        ("http://2130706433/", "Bu adrese bakılmaz"), ("http://a@site.example/", "Bu adrese bakılmaz"),
        ("ftp://site.example/", "Bu adrese bakılmaz"), ("http://site.example/iceri", "Bu adrese bakılmaz"),
        ("http://site.example/yok", "HTTP 404"), ("http://site.example/belge", "haber sayfası yok"),
        ("http://site.example/bos", "haber metni bulunamadı"), ("http://site.example/buyuk", "çok büyük"),
        ("http://site.example/sikistirilmis", "sıkıştırıp"),
        ("http://" + "a" * 1980 + ".example", "Bu adrese bakılmaz"),
    ],
)  # fmt: skip
def test_a_refusal_says_why_and_leaves_the_form(site, monkeypatch, address, said):
    if "buyuk" in address:
        monkeypatch.setattr(links, "fetch_page", lambda one, **more: fetcher.fetch_page(one, **more, most_bytes=30_000))
    response = browser(factories.editor()).post(reverse("clippings:link"), {"address": address})
    assert response.status_code == 400
    content = response.content.decode()
    assert said in content
    assert "elle doldurabilirsiniz" in content
    assert reverse("clippings:add") in content
    assert not PageCopy.objects.exists()


def test_copies_that_nobody_used_go_after_a_day(site):
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    old = PageCopy.objects.create(address="x", address_key="x", fetched_at=long_ago, fetched_by=factories.editor())
    found = PageCopy.objects.create(address="z", address_key="z", fetched_at=long_ago)  # by a monitor, which keeps it
    links.read_link(address="site.example/yeni".replace("site", "http://site"), user=factories.editor())
    assert not PageCopy.objects.filter(pk=old.pk).exists()
    assert PageCopy.objects.filter(pk=found.pk).exists()
    assert services.forget_copies(before=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)) == 0
    # The copy of a clipping that waits in the recycle bin is no copy without one.
    kept = PageCopy.objects.create(address="y", address_key="y", fetched_at=long_ago, fetched_by=factories.editor())
    row = clipping("Çöpe giden", page_copy=kept)
    browser(factories.archivist()).post(reverse("clippings:delete", args=[row.pk]))
    assert not Clipping.objects.filter(pk=row.pk).exists()
    assert services.forget_copies(before=dt.datetime(2026, 2, 1, tzinfo=dt.UTC)) == 0
    assert not PageCopy.free().exclude(fetched_at__year__gt=2026).filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 5000, b"<" * 20_000, b"<div>" * 20_000, b"<html>" + "ığ".encode("cp1254")]
)
def test_odd_pages_are_no_article_and_no_error(body):
    assert read_article(body, address="http://site.example/").published_on is None


def test_bytes_are_read_in_the_charset_that_they_say():
    text = "İstanbul’da şığ"
    assert decoded(text.encode()) == text
    assert decoded("Işık çağ".encode("cp1254"), "text/html; charset=ISO-8859-9") == "Işık çağ"
    assert decoded(b'<meta charset="windows-1254">' + "Işık".encode("cp1254")).endswith("Işık")
    assert decoded("Işık".encode("cp1254"), "text/html; charset=yok-boyle") == "Işık"


def test_an_outlet_without_a_site_gets_none_from_a_link_of_another():
    made = services.outlet_named(name="Yeni", medium="news_site", website="https://yeni.example")
    assert Outlet.objects.get(pk=made.pk).kind == "news_site"
    assert services.outlet_named(name="YENİ", medium="radio").website == "https://yeni.example"
