"""Debian's nginx in front of gunicorn, as shipped: what strangers get, also when gunicorn or the database is away."""

from __future__ import annotations

import http.client
import shutil
import socket
import threading
import time
from itertools import cycle

import pytest
from django.db import connections

from cms.core import front
from cms.website.entries import path_of
from cms.website.visitor import Visitor
from media_library.rights import services as rights
from tests import factories
from tests.factories.uploads import Web, until
from tests.office import browser
from tests.services.nginx import Nginx, free_port

pytestmark = [pytest.mark.nginx, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Site(Web):
    """gunicorn whose socket goes with it, so that nobody answers any more."""

    def __init__(self, port: int) -> None:
        self.port, self.child = port, None

    def start(self, prepare=None) -> None:
        self.socket = socket.create_server(("127.0.0.1", self.port), backlog=64)
        super().start(prepare)

    def stop(self) -> None:
        if self.child is not None:
            self.kill()
            self.socket.close()


def away() -> None:
    """The database of this process is one that nobody can reach."""
    connection = connections["default"]
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = "/nonexistent/database.sqlite3"
    else:
        connection.close_pool()
        connection.settings_dict["PORT"] = "1"


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    from django.conf import settings

    static = tmp_path_factory.mktemp("static")
    (static / "site.0123456789ab.css").write_text("body { color: #222 }\n" * 200)
    shutil.copytree(settings.BASE_DIR / "cms" / "static" / "errors", static / "errors")
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    one = Nginx(
        root=tmp_path_factory.mktemp("nginx"), upstream=f"127.0.0.1:{free_port()}", static=static,
        media=settings.MEDIA_ROOT,
    )  # fmt: skip
    one.start()
    yield one
    one.stop()


@pytest.fixture
def nginx(server, settings):
    settings.FRONT_ROOT = str(server.front)
    settings.MEDIA_ACCEL_PREFIX = "/korumali/"
    forget_signs(server)
    front.empty()
    return server


def forget_signs(server):
    """As if what has been published lay longer ago."""
    for path in (server.front / "signs").iterdir():
        path.unlink()


@pytest.fixture
def site(nginx):
    one = Site(int(nginx.upstream.rpartition(":")[2]))
    one.start()
    until(lambda: nginx.get("/saglik/").status != 502)
    yield one
    one.stop()


@pytest.fixture
def bulletin(nginx):
    page = factories.publish(factories.bulletin(title="Sahil yolu açıldı", **factories.with_photo()))
    forget_signs(nginx)
    return page


def kept(nginx, path):
    """Asks until nginx shows its copy."""
    until(lambda: nginx.get(path).copy == "HIT")
    return nginx.get(path)


def addresses(bulletin):
    picture = bulletin.lead_image.get_rendition("width-800|format-jpeg")
    return [
        "/",
        "/bultenler/",
        path_of(bulletin),
        "/bultenler/rss.xml",
        "/bultenler/atom.xml",
        "/sitemap.xml",
        picture.url,
    ]


def test_everything_public_is_answered_without_gunicorn_and_database(nginx, bulletin, site):
    before = {path: kept(nginx, path) for path in addresses(bulletin)}
    site.stop()
    for path, copy in before.items():
        until(lambda path=path: nginx.get(path).copy == "STALE")
        answer = nginx.get(path)
        assert (answer.status, answer.body) == (200, copy.body), path
        assert "s-maxage" not in answer.headers["cache-control"]
        assert "stale" not in answer.headers["cache-control"]
    answer = nginx.get("/bultenler/yok/")
    assert answer.status == 502
    assert "Sistem şu anda yanıt vermiyor" in answer.text
    assert "immutable" not in nginx.get("/static/errors/errors.css").headers.get("cache-control", "")
    # What never reaches the site is told in words, too.
    answer = nginx.get("/abonelik/", method="POST", Content_Length=str(100 * 1024 * 1024))
    assert (answer.status, "çok büyük" in answer.text) == (413, True)
    answers = [nginx.get("/admin/login/") for _time in range(15)]
    assert {answer.status for answer in answers} == {502, 429}
    assert "çok sık denendi" in answers[-1].text
    site.start(away)  # gunicorn is back, its database is not
    until(lambda: nginx.get("/saglik/").status == 503)
    for path, copy in before.items():
        answer = nginx.get(path)
        assert (answer.status, answer.body) == (200, copy.body), path


class Readers:
    """Strangers who ask for ``paths`` in turn without a pause, and what each got: path, status, text."""

    def __init__(self, nginx, paths, number=3):
        self.nginx, self.paths, self.over = nginx, paths, threading.Event()
        self.answers, self.refused = [[] for _ in range(number)], [[] for _ in range(number)]
        self.threads = [threading.Thread(target=self.read, args=(one,), daemon=True) for one in range(number)]

    def read(self, one):
        for path in cycle(self.paths[one:] + self.paths[:one]):
            if self.over.is_set():
                return
            try:
                answer = self.nginx.get(path)
            except (OSError, http.client.HTTPException) as error:
                self.refused[one].append((len(self.answers[one]), error))
            else:
                self.answers[one].append((path, answer.status, answer.body))
            self.over.wait(0.005)

    def go_round(self):
        """Waits until each has asked for every path since now."""
        before = [len(one) for one in self.answers]
        until(lambda: all(len(one) > many + len(self.paths) for one, many in zip(self.answers, before, strict=True)))

    def are_refused(self):
        before = [len(one) for one in self.refused]
        until(lambda: all(len(one) > many for one, many in zip(self.refused, before, strict=True)))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.go_round()
        return self

    def __exit__(self, *exception):
        self.over.set()
        for thread in self.threads:
            thread.join(30)


@pytest.mark.once
def test_readers_notice_nothing_while_everything_is_stopped_and_started_in_turn(nginx, bulletin, site):
    """gunicorn, the database, nginx itself, and a publication while nobody answers: no reader gets an error, or a page
    again that was another one already. Only where nginx is away is a line refused."""
    paths = addresses(bulletin)
    for path in paths:
        kept(nginx, path)
    with Readers(nginx, paths) as readers:
        site.stop()
        readers.go_round()
        site.start(away)
        readers.go_round()
        factories.publish(factories.bulletin(title="Yeni bülten"))
        readers.go_round()
        site.stop()
        readers.go_round()
        assert not any(readers.refused)
        nginx.stop()
        readers.are_refused()
        nginx.start()  # and nobody is behind it
        before = [len(one) for one in readers.refused]
        readers.go_round()
        site.start()
        until(lambda: "Yeni bülten" in nginx.get("/bultenler/").text)
        readers.go_round()
        assert [len(one) for one in readers.refused] == before
    for answers in readers.answers:
        assert {status for _path, status, _body in answers} == {200}
        for path in paths:
            seen = ["Yeni bülten".encode() in body for of, _status, body in answers if of == path]
            assert seen == sorted(seen), path  # what is new stays
            assert seen[-1] is (path not in ("/sitemap.xml", paths[-1])), path


@pytest.mark.once
def test_an_old_copy_is_renewed_before_it_is_shown(nginx, bulletin, site, settings):
    """Not even once is a page shown that is older than its second and the one in which it is renewed."""
    assert "Yeni bülten" not in kept(nginx, "/bultenler/").text
    settings.FRONT_ROOT = ""  # nobody tells nginx
    factories.publish(factories.bulletin(title="Yeni bülten"))
    published = time.time()
    until(lambda: time.time() > published + 3)
    assert "Yeni bülten" in nginx.get("/bultenler/").text


def test_a_publication_is_seen_at_once(nginx, bulletin, site):
    assert "Sahil yolu" in kept(nginx, "/bultenler/").text
    assert "Yeni bülten" not in kept(nginx, "/").text
    factories.publish(factories.bulletin(title="Yeni bülten"))
    for path in ("/bultenler/", "/", "/bultenler/rss.xml"):
        assert "Yeni bülten" in nginx.get(path).text, path


@pytest.mark.parametrize("act", ["withdrawn", "taken down", "corrected"])
@pytest.mark.parametrize("then", ["gunicorn dies", "the database dies", "nothing"])
def test_no_byte_of_what_was_taken_back(nginx, bulletin, site, act, then):
    paths = addresses(bulletin)
    before = {path: kept(nginx, path) for path in paths}
    picture = paths[-1]
    if act == "withdrawn":
        factories.withdraw(bulletin)
    elif act == "corrected":
        factories.publish(factories.edit(bulletin, title="Başka başlık", correction="Başlık düzeltildi."))
    else:
        rights.take_down(photo=bulletin.lead_image, user=factories.archivist(), reason="İtiraz edildi.")
    if then != "nothing":
        site.stop()
    if then == "the database dies":
        site.start(away)
        until(lambda: nginx.get("/saglik/").status == 503)
    wrong = picture if act == "taken down" else "Sahil yolu açıldı"
    for path in paths:
        answer = nginx.get(path)
        assert then == "nothing" or answer.status in (502, 503), path
        assert wrong not in answer.text if path != picture else answer.body != before[path].body or act == "corrected"
    gone = path_of(bulletin) if act == "withdrawn" else picture
    if then == "nothing" and act != "corrected":
        assert nginx.get(gone).status in (404, 410)


@pytest.mark.once
def test_a_process_killed_at_the_commit_leaves_no_copy_after_the_worker_came_by(nginx, bulletin, site, monkeypatch):
    kept(nginx, path_of(bulletin))
    monkeypatch.setattr(front.transaction, "on_commit", lambda work, **told: None)  # it did not come to that
    factories.withdraw(bulletin)
    site.stop()
    assert nginx.get(path_of(bulletin)).status == 502
    # What was on its way to nginx meanwhile has arrived: the old copy is there again.
    stray = nginx.front / "pages" / ("0" * 32)
    stray.write_bytes(b"what was withdrawn")
    monkeypatch.setattr(front, "SETTLED", 0)
    front.sweep()
    assert not stray.exists()
    assert [path.name for path in (nginx.front / "signs").iterdir() if path.name.startswith(front.PENDING)] == []


@pytest.mark.once
def test_what_was_withdrawn_just_before_everything_stopped_does_not_come_back(nginx, bulletin, site, monkeypatch):
    """Site, worker and database stop for days, nginx starts again; and nginx itself was away at the withdrawal."""
    path = path_of(bulletin)
    kept(nginx, path)
    copies = {copy: copy.read_bytes() for copy in files(nginx)}
    nginx.stop()
    factories.withdraw(bulletin)
    assert files(nginx) == set()
    site.stop()
    nginx.start()
    later(nginx)
    assert nginx.get(path).status == 502
    # What was on its way to nginx has arrived after the removal, and no worker comes by any more.
    nginx.stop()
    for copy, data in copies.items():
        copy.write_bytes(data)
    nginx.start()
    assert nginx.get(path).status == 502
    unsettled = nginx.front / "signs" / front.UNSETTLED
    unsettled.unlink()
    assert "Sahil yolu" in nginx.get(path).text  # what the sign is for
    unsettled.touch()
    monkeypatch.setattr(front, "SETTLED", 0)
    front.sweep()
    assert files(nginx) == set()
    assert not unsettled.exists()
    assert nginx.get(path).status == 502


def later(nginx):
    """As if the ten seconds after a withdrawal were over."""
    for sign in (nginx.front / "signs").glob(f"{front.CLOSED}-*"):
        sign.unlink()


@pytest.mark.once
def test_what_belongs_to_one_person_is_never_kept(nginx, bulletin, site):
    session = browser(factories.editor()).cookies["sessionid"].value
    kept(nginx, "/")
    for headers in ({"Cookie": f"sessionid={session}"}, {"Authorization": "Basic eDp5"}):
        assert nginx.get("/", **headers).copy == "BYPASS"
    assert nginx.get("/admin/", Cookie=f"sessionid={session}").status == 200
    before = files(nginx)
    for path in ("/admin/", "/onay/", "/admin/login/", "/saglik/", "/abonelik/x/", "/basin-kiti/x/"):
        for _ in range(2):
            assert nginx.get(path, Cookie=f"sessionid={session}").copy == "", path
    assert nginx.get("/", method="POST", body=b"x").copy in ("", "BYPASS", "MISS")
    unpublished = factories.photo()
    hidden = unpublished.get_rendition("width-400|format-jpeg").url
    assert nginx.get(hidden, Cookie=f"sessionid={session}").status == 200
    assert nginx.get(hidden).status == 404
    assert files(nginx) == before


@pytest.mark.once
def test_made_up_addresses_fill_no_disk(nginx, bulletin, site):
    kept(nginx, "/bultenler/")
    before = files(nginx)
    for number in range(5):
        assert nginx.get(f"/bultenler/?x={number}").copy == "BYPASS"
        assert nginx.get(f"/yok-{number}/").status == 404
        assert nginx.get(f"/bultenler/?yil=2026&x={number}").copy == "BYPASS"
    assert files(nginx) == before
    # What others append to count their visitors is the same page.
    assert nginx.get("/bultenler/?fbclid=abc&utm_source=x").copy in ("HIT", "STALE", "UPDATING")
    for words in ("gzip, deflate, br", "br;q=1.0, gzip", "gzip;q=0.5", "identity", "gzip, x-1"):
        nginx.get("/bultenler/", Accept_Encoding=words)
    assert len(files(nginx) - before) <= 2


def files(nginx):
    return {path for name in front.COPIES for path in (nginx.front / name).iterdir()}


@pytest.mark.once
def test_static_files_and_packing(nginx, bulletin, site):
    answer = nginx.get("/static/site.0123456789ab.css", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["cache-control"]
    page = nginx.get("/bultenler/", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in nginx.get("/bultenler/", Accept_Encoding="identity").headers


@pytest.mark.once
def test_the_worker_was_there_before_the_first_reader(nginx, bulletin, site, settings, monkeypatch):
    settings.SITE_URL, settings.FRONT_ADDRESS = "https://testserver", f"127.0.0.1:{nginx.port}"
    monkeypatch.setenv("SSL_CERT_FILE", str(nginx.root / "certificate.pem"))
    worker = Visitor()
    worker.look()
    page = factories.publish(factories.bulletin(title="Yeni bülten"))
    worker.look()
    until(lambda: not worker.busy)
    site.stop()  # whatever is answered now was kept by nginx
    forget_signs(nginx)
    for path in ("/", "/bultenler/", path_of(page), "/bultenler/rss.xml", "/sitemap.xml", "/sitemap-bultenler.xml"):
        for packing in ("gzip, deflate, br", "gzip"):
            assert nginx.get(path, Accept_Encoding=packing).status == 200, path
