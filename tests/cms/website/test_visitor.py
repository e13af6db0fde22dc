"""The worker asks for pages that have changed: which, how often, and what becomes of it when nobody answers."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.core import front
from cms.website import visitor
from cms.website.entries import path_of
from cms.website.visitor import Visitor
from media_library.rights import services as rights
from tests import factories
from tests.factories.uploads import until

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ALWAYS = {
    "/", "/bultenler/", "/foto-galeri/", "/video-galeri/", "/bultenler/rss.xml", "/bultenler/atom.xml", "/sitemap.xml",
    "/sitemap-bultenler.xml",
}  # fmt: skip


@pytest.fixture
def front_server(settings):
    """Somebody who notes what is asked, and answers once ``open`` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            one.asked.append((self.headers["Host"], self.path, self.headers["Accept-Encoding"]))
            one.open.wait(20)
            self.send_response(302)
            self.send_header("Location", "http://other.example/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    one = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.daemon_threads = True
    one.asked, one.open = [], threading.Event()
    one.open.set()
    thread = threading.Thread(target=one.serve_forever, args=(0.01,))
    thread.start()
    settings.FRONT_ADDRESS = f"127.0.0.1:{one.server_port}"
    yield one
    one.open.set()
    one.shutdown()
    thread.join()
    one.server_close()


def looking():
    one = Visitor()
    one.look()
    return one


def finished(one):
    until(lambda: not one.busy)


def test_after_a_publication_it_asks_for_what_looks_different_and_for_nothing_else(
    front_server, django_assert_num_queries
):
    one = looking()
    page = factories.publish(factories.bulletin())
    one.look()
    finished(one)
    paths = [path for _host, path, _packing in front_server.asked]
    assert set(paths) >= ALWAYS | {path_of(page)}
    assert len(paths) == 2 * len(set(paths))
    assert {host for host, _path, _packing in front_server.asked} == {"testserver"}
    assert {packing for _host, _path, packing in front_server.asked} == {"gzip, br", "gzip"}
    with django_assert_num_queries(2):
        one.look()
    assert not one.busy
    assert len(front_server.asked) == len(paths)


def test_what_changes_meanwhile_is_one_more_round(front_server):
    one = looking()
    front_server.open.clear()
    factories.publish(factories.bulletin(title="Birinci"))
    one.look()
    until(lambda: front_server.asked)
    later = [factories.publish(factories.bulletin(title=title)) for title in ("İkinci", "Üçüncü")]
    one.look()
    one.look()
    assert len(front_server.asked) == 1  # nobody else is asked while one answer is waited for
    front_server.open.set()
    finished(one)
    before = len(front_server.asked)
    one.look()
    finished(one)
    round_two = [path for _host, path, _packing in front_server.asked[before:]]
    assert {path_of(page) for page in later} <= set(round_two)
    assert round_two.count("/") == len(visitor.PACKINGS)


def test_a_takedown_is_a_change_and_a_saved_draft_is_none(front_server):
    photo = factories.photo()
    one = looking()
    page = factories.bulletin()
    factories.edit(page, title="Taslak")
    one.look()
    assert not one.busy
    assert front_server.asked == []
    rights.take_down(photo=photo, user=factories.archivist(), reason="İtiraz edildi.")
    one.look()
    finished(one)
    assert {path for _host, path, _packing in front_server.asked} >= ALWAYS


def test_it_waits_while_nginx_keeps_nothing(front_server, tmp_path, settings, monkeypatch):
    settings.FRONT_ROOT = str(tmp_path)
    for name in (*front.COPIES, front.SIGNS):
        (tmp_path / name).mkdir()
    one = looking()
    factories.withdraw(factories.publish(factories.bulletin()))
    one.look()
    assert front.is_closed()
    assert not one.busy
    for sign in (tmp_path / front.SIGNS).iterdir():
        sign.unlink()
    one.look()
    finished(one)
    assert {path for _host, path, _packing in front_server.asked} >= ALWAYS


def test_nobody_there_is_one_line_in_the_log(settings, caplog):
    settings.FRONT_ADDRESS = "127.0.0.1:1"
    one = looking()
    factories.publish(factories.bulletin())
    one.look()
    finished(one)
    assert [record.levelname for record in caplog.records if "cannot be asked for" in record.message] == ["WARNING"]


def test_without_an_address_it_does_not_even_look(django_assert_num_queries):
    assert visitor.address() is None
    with django_assert_num_queries(0):
        looking()


@pytest.mark.parametrize(
    ("site", "root", "said", "where"),
    [
        ("https://basin.belediye.example", "/x", "", ("127.0.0.1", 443)),
        ("http://basin.belediye.example:8080", "/x", "", ("127.0.0.1", 8080)),
        ("https://basin.belediye.example", "", "10.0.0.7", ("10.0.0.7", 443)),
        ("https://basin.belediye.example", "", "[::1]:8443", ("::1", 8443)),
    ],
)
def test_where_it_asks(settings, site, root, said, where):
    settings.SITE_URL, settings.FRONT_ROOT, settings.FRONT_ADDRESS = site, root, said
    assert visitor.address() == where
