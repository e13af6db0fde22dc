"""The database away, full or busy: a calm answer that keeps what was typed, and one line in the log."""

from __future__ import annotations

import datetime as dt
import http
import logging
import sqlite3

import psycopg
import pytest
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core import health, outage
from cms.settings.base import pooled
from cms.website import generation, kept, shelf
from media_library.models import Photo
from media_library.rights import services as rights
from tests import factories, worlds
from tests.office import browser

pytestmark = pytest.mark.thorough
AWAY = [
    (OperationalError, psycopg.OperationalError("connection to server failed: Connection refused")),
    (OperationalError, psycopg.errors.CannotConnectNow("the database system is starting up")),
    (OperationalError, psycopg.errors.TooManyConnections("sorry, too many clients already")),
    (OperationalError, psycopg.errors.DiskFull("No space left on device")),
    (InterfaceError, psycopg.InterfaceError("the connection is closed")),
    (OperationalError, sqlite3.OperationalError("database is locked")),
    (OperationalError, sqlite3.OperationalError("database or disk is full")),
    (OperationalError, sqlite3.OperationalError("unable to open database file")),
    (OperationalError, sqlite3.OperationalError("attempt to write a readonly database")),
]


def raised(kind, cause):
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.fixture(autouse=True)
def no_outage_before():
    caches["copies"].clear()
    shelf._Known.newest, shelf._Known.copied, shelf._Known.spared = 0, {}, {}
    outage._Outage.since = outage._Outage.seen = 0.0
    yield
    outage._Outage.since = outage._Outage.seen = 0.0


@pytest.fixture
def away(request):
    """From ``begin()`` to ``end()`` every statement fails with ``error``, as if the server had gone."""

    class Away:
        error = raised(*AWAY[0])
        begun = False

        def __call__(self, execute, sql, params, many, context):
            if self.begun:
                raise self.error
            return execute(sql, params, many, context)

        def begin(self):
            self.begun = True

        def end(self):
            self.begun = False

    one = Away()
    with connection.execute_wrapper(one):
        yield one


def stranger():
    client = Client()
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind, cause", AWAY, ids=lambda value: str(value)[:40])
def test_what_counts_as_an_outage(kind, cause):
    assert outage.is_outage(raised(kind, cause))


@pytest.mark.parametrize("text", ["no such column: x", 'near "SELEC": syntax error', "unterminated string"])
def test_a_wrong_statement_is_no_outage(text):
    assert not outage.is_outage(raised(OperationalError, sqlite3.OperationalError(text)))


@pytest.mark.django_db
def test_what_was_typed_stands_in_the_answer_and_can_be_sent_again(away):
    client = browser(factories.editor())
    client.raise_request_exception = False
    away.begin()
    typed = {"title": "Sahil yolu <b>açıldı</b>", "csrfmiddlewaretoken": "abc", "password": "gizli-parola"}
    response = client.post(reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", 3]), typed)
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert "Yazdıklarınız bu sayfada duruyor" in html
    assert "Sahil yolu &lt;b&gt;açıldı&lt;/b&gt;" in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "gizli-parola" not in html


@pytest.mark.django_db
def test_scripts_are_answered_in_their_way(away):
    client = browser(factories.editor())
    client.raise_request_exception = False
    away.begin()
    response = client.post("/admin/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert (response.status_code, response.json()["error_code"]) == (503, "unavailable")


@pytest.mark.django_db
def test_one_outage_is_one_line(away, caplog):
    away.begin()
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert stranger().get("/bultenler/").status_code == 503
        away.end()
        assert stranger().get("/bultenler/").status_code == 200
        assert stranger().get("/bultenler/").status_code == 200
    ours = [record.message for record in caplog.records if record.name == "cms.core.outage"]
    assert len(ours) == 2
    assert "away" in ours[0]
    assert "again" in ours[1]
    quiet = outage.QuietOutages()
    assert [one for one in caplog.records if one.name == "django.request" and one.exc_info and quiet.filter(one)] == []


@pytest.mark.django_db
def test_public_pages_are_shown_from_their_last_copies(away):
    page = factories.publish(factories.bulletin(title="Kuvvetli lodos uyarısı"))
    caches["copies"].clear()
    before = stranger().get(page.url)
    assert before.status_code == 200
    away.begin()
    during = stranger().get(page.url)
    assert (during.status_code, during.content) == (200, before.content)
    assert stranger().get("/bultenler/").status_code == 503  # nobody had asked for it
    assert stranger().get("/admin/login/").status_code in (200, 503)


@pytest.mark.django_db
def test_no_copy_outlives_a_withdrawal_or_a_correction(away, django_capture_on_commit_callbacks):
    page = factories.publish(factories.bulletin(title="Yanlış tarihli bülten"))
    caches["copies"].clear()
    assert stranger().get(page.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=False):  # killed at the commit
        factories.withdraw(page)
    away.begin()
    assert stranger().get(page.url).status_code == 503


@pytest.mark.django_db
def test_no_copy_outlives_the_last_day_of_a_right(away, time_machine):
    """Rights end with a day, and while the database is away nobody can ask whose has."""
    late = timezone.localtime().replace(hour=23, minute=58, second=0, microsecond=0)
    time_machine.move_to(late, tick=False)
    photo = factories.photo(licence_ends=late.date())
    page = factories.publish(factories.bulletin(**factories.with_photo(photo=photo)))
    caches["copies"].clear()
    assert stranger().get(page.url).status_code == 200
    away.begin()
    assert stranger().get(page.url).status_code == 200
    time_machine.move_to(late + dt.timedelta(minutes=3), tick=False)
    assert stranger().get(page.url).status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["the worker", "an archivist"])
def test_the_end_of_a_right_forgets_the_copies(away, way, django_capture_on_commit_callbacks):
    photo = factories.photo(licence_ends=timezone.localdate())
    rights.refresh(photos=[photo.pk])
    page = factories.publish(factories.bulletin(**factories.with_photo(photo=photo)))
    caches["copies"].clear()
    assert stranger().get(page.url).status_code == 200
    Photo.objects.filter(pk=photo.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (rights.refresh_due() if way == "the worker" else rights.refresh(photos=[photo.pk])) == 1
    away.begin()
    assert stranger().get(page.url).status_code == 503


@pytest.mark.django_db
def test_rights_of_what_is_not_public_forget_nothing(away):
    page = factories.publish(factories.bulletin())
    caches["copies"].clear()
    assert stranger().get(page.url).status_code == 200
    photo = factories.photo(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    assert rights.refresh(photos=[photo.pk]) == 1
    away.begin()
    assert stranger().get(page.url).status_code == 200


@pytest.mark.django_db
def test_staff_see_no_copies_and_leave_none(away):
    page = factories.publish(factories.bulletin())
    caches["copies"].clear()
    client = browser(factories.editor())
    client.raise_request_exception = False
    assert client.get(page.url).status_code == 200
    away.begin()
    assert stranger().get(page.url).status_code == 503


@pytest.mark.django_db
def test_during_an_outage_copies_cost_no_waiting_for_the_database(away):
    page = factories.publish(factories.bulletin())
    caches["copies"].clear()
    stranger().get(page.url)
    away.begin()
    stranger().get("/bultenler/")
    tried = []
    away.error = raised(*AWAY[0])
    with connection.execute_wrapper(lambda execute, *args: tried.append(1) or execute(*args)):
        assert outage.recent()
        assert stranger().get(page.url).status_code == 200
    assert tried == []


@pytest.mark.django_db
def test_a_full_disk_costs_the_copy_not_the_page(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(caches["copies"]), "set", full)
    page = factories.publish(factories.bulletin())
    assert stranger().get(page.url).status_code == 200


@pytest.mark.django_db
def test_the_health_address_says_which_part_is_down(away, monkeypatch):
    names = ("database", "backup", "store", "media_worker", "evidence", "worker", "mail", "search", "office_search",
             "elasticsearch", "monitors")  # fmt: skip
    for address in ("/saglik/", "/healthz"):
        assert stranger().get(address).json() == {"status": "ok", "parts": dict.fromkeys(names, "ok")}
    monkeypatch.setitem(health.PARTS, "store", lambda: "no space: /var/lib/secret-path")
    answer = stranger().get("/saglik/")
    assert (answer.status_code, answer.json()["parts"]["store"]) == (503, "trouble")
    assert "secret-path" not in answer.content.decode()
    away.begin()
    parts = stranger().get("/saglik/").json()["parts"]
    assert parts["database"] == parts["worker"] == "trouble"


def test_each_process_takes_a_bounded_share_of_connections():
    settings = pooled({"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600}, 4)
    assert settings["OPTIONS"]["pool"]["max_size"] == 4
    assert settings["CONN_MAX_AGE"] == 0
    assert "pool" not in pooled({"ENGINE": "django.db.backends.sqlite3"}, 4).get("OPTIONS", {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_threads_share_two_connections_and_the_rest_are_told_to_wait():
    """A real pool on the real server: never more than two connections, and a clear error for who waits too long."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db.backends.postgresql.base import DatabaseWrapper

    settings = pooled({**connection.settings_dict, "OPTIONS": {"application_name": "share"}}, 2)
    settings["OPTIONS"]["pool"]["timeout"] = 0.3
    settings["CONN_HEALTH_CHECKS"] = False

    def hold(number):
        one = DatabaseWrapper(settings, alias="share")
        try:
            with one.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'share'")
                seen = cursor.fetchone()[0]
                cursor.execute("SELECT pg_sleep(0.5)")
                return seen
        except OperationalError as error:
            return "told to wait" if outage.is_outage(error) else repr(error)
        finally:
            one.close()

    with ThreadPoolExecutor(20) as threads:
        seen = list(threads.map(hold, range(20)))
    DatabaseWrapper(settings, alias="share").close_pool()
    assert set(seen) <= {1, 2, "told to wait"}
    assert "told to wait" in seen


@pytest.mark.django_db
@pytest.mark.parametrize("committed", [False, True], ids=["killed at the commit", "committed"])
def test_a_page_that_was_being_made_while_it_was_withdrawn_leaves_no_copy(rf, committed):
    def withdrawn_meanwhile(request):
        shelf.forget(coming=generation.raise_now())
        if committed:
            shelf.forget()
        return HttpResponse("geri çekilen sözler", content_type="text/html")

    def refused(request):
        outage.note(raised(*AWAY[0]))
        return outage.unavailable(request)

    kept.KeptPagesMiddleware(withdrawn_meanwhile)(rf.get("/bultenler/geri-cekilen/"))
    assert kept.KeptPagesMiddleware(refused)(rf.get("/bultenler/geri-cekilen/")).status_code == 503


@pytest.mark.django_db
def test_addresses_that_anybody_can_make_up_leave_no_copies(away):
    factories.publish(factories.bulletin())
    caches["copies"].clear()
    for number in range(3):
        stranger().get(f"/bultenler/?x={number}")
    away.begin()
    assert stranger().get("/bultenler/?x=1").status_code == 503


@pytest.mark.django_db
def test_a_broken_copy_is_no_copy(away, monkeypatch):
    page = factories.publish(factories.bulletin())
    stranger().get(page.url)

    def broken(*args, **kwargs):
        raise ValueError("pickle data was truncated")

    monkeypatch.setattr(type(caches["copies"]), "get", broken)
    away.begin()
    assert stranger().get(page.url).status_code == 503


@pytest.mark.parametrize(
    "cause", [psycopg.errors.DeadlockDetected, psycopg.errors.QueryCanceled, psycopg.errors.ProgramLimitExceeded]
)
def test_a_statement_that_fails_by_itself_is_no_outage(cause):
    assert not outage.is_outage(raised(OperationalError, cause("x")))


@pytest.mark.django_db
def test_a_page_that_asks_no_database_does_not_end_an_outage(away, caplog):
    away.begin()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            stranger().get("/bultenler/")
            stranger().get("/robots.txt")
    assert len([record for record in caplog.records if record.name == "cms.core.outage"]) == 1


@pytest.mark.django_db
def test_sealed_codes_are_typed_again(away):
    client = browser(factories.director())
    client.raise_request_exception = False
    away.begin()
    response = client.post("/admin/", {"code": "ABCDE-FGHIJ", "note": "kalır"})
    assert b"ABCDE" not in response.content
    assert response.status_code == 503


ODD_HEADERS = {
    "any copy I have": {"If-None-Match": "*"},
    "only if it is another": {"If-Match": '"other"'},
    "only if nobody touched it": {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    "since tomorrow": {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
    "the first byte": {"Range": "bytes=0-0"},
    "after the end": {"Range": "bytes=999999999-"},
    "nothing I could say": {"Accept": "application/x-nothing"},
    "no encoding": {"Accept-Encoding": "identity;q=0"},
    "another language": {"Accept-Language": "en"},
}


def something_published():
    return factories.publish(factories.bulletin())


@pytest.mark.once
@worlds.on(something_published)
@pytest.mark.django_db
@pytest.mark.parametrize("header", ODD_HEADERS.values(), ids=ODD_HEADERS)
@pytest.mark.parametrize("address", ["page", "feed"])
def test_no_header_of_a_stranger_takes_the_copy_away(world, away, header, address):
    url = world.url if address == "page" else "/bultenler/rss.xml"
    stranger = Client(raise_request_exception=False)
    first = stranger.get(url)
    assert first.status_code == 200
    stranger.get(url, headers=header)
    stranger.get(url, headers={"If-None-Match": first["ETag"]})
    away.begin()
    assert stranger.get(url).status_code == 200


@pytest.mark.django_db
def test_plain_http_that_is_sent_on_to_https_takes_no_copy_away(away, settings):
    page = factories.publish(factories.bulletin())
    settings.SECURE_SSL_REDIRECT = True
    stranger = Client(raise_request_exception=False)
    assert stranger.get(page.url, secure=True).status_code == 200
    assert stranger.get(page.url).status_code == 301
    away.begin()
    assert stranger.get(page.url, secure=True).status_code == 200


STATUSES = [status for status in http.HTTPStatus if status not in (http.HTTPStatus.OK, http.HTTPStatus.CONTINUE)]


@pytest.mark.django_db
@pytest.mark.parametrize("status", STATUSES, ids=lambda status: str(status.value))
def test_of_every_status_only_those_that_say_so_take_a_copy_away(rf, status):
    says_so = {301, 302, 303, 307, 308, 401, 403, 404, 410, 451}
    answers = [HttpResponse("<p>bülten</p>"), HttpResponse(status=status)]
    middleware = kept.KeptPagesMiddleware(lambda request: answers.pop(0))
    for _each in range(2):
        middleware(rf.get("/bultenler/"))
    request = rf.get("/bultenler/")
    copy = shelf.last(kept.key_of(request, kept.address_of(request)), kept._today())
    assert (copy is None) == (status.value in says_so)
