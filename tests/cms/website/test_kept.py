"""Whole pages kept for strangers: each change is seen on the next request; nobody gets or leaves what is not theirs."""

from __future__ import annotations

import datetime as dt
import gzip
import threading

import brotli
import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from cms.core import front
from cms.settings.caches import kept_in
from cms.website import deployment, generation, kept, shelf
from cms.website.models import StandardPage
from cms.website.shelf import Kept, Made
from media_library.models import Photo
from media_library.rights import services as rights
from publishing.approval.publication import publish_due
from tests import factories, worlds
from tests.cms.website import public_house as house
from tests.cms.website.public_house import asked, made_anew
from tests.office import browser

pytestmark = [pytest.mark.django_db, worlds.on(house.furnished), pytest.mark.thorough]
LIST = "/bultenler/"


@pytest.fixture(autouse=True)
def pages(settings):
    """Pages are kept in this test."""
    settings.CACHES = {**settings.CACHES, "pages": house.MEMORY}
    house.empty_memory()
    yield caches["pages"]
    house.empty_memory()


def is_kept(address, client=None, **headers):
    answer, queries = asked(address, client, **headers)
    assert answer.status_code in (200, 304)
    return queries == 1


def keep(*addresses):
    for address in addresses:
        asked(address)
        asked(address)  # the first may have drawn a picture
        assert is_kept(address), address


def test_a_kept_page_costs_one_query_and_is_the_same(world):
    for address in ("/", LIST, house.OF_ONE_TAG, world.bulletin.url, f"{LIST}rss.xml", "/sitemap.xml", "/robots.txt"):
        keep(address)
        shown, queries = asked(address)
        fresh = made_anew(address)
        assert queries == 1
        assert shown.content == fresh.content
        headers = {name: value for name, value in shown.items() if name != "Cache-Control"}
        assert headers == {name: value for name, value in fresh.items() if name != "Cache-Control"}
        assert shown["Cache-Control"] == front.SHARED
        assert shown["Vary"] == "Accept-Encoding"


# --- What is seen on the next request ---------------------------------------------------------------------------------


def correct(world):
    factories.publish(factories.edit(world.bulletin, correction="Saat düzeltildi.", title="Sahil yolu bugün açıldı"))


def take_down(world):
    rights.take_down(photo=world.photo, user=factories.archivist(), reason="İzinsiz çekilmiş.")


def end_right(world):
    Photo.objects.filter(pk=world.photo.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    rights.refresh_due()


CHANGES = {
    "publication": lambda world: factories.publish(factories.bulletin(title="Yeni bülten")),
    "correction": correct,
    "withdrawal": lambda world: factories.withdraw(world.bulletin),
    "takedown": take_down,
    "end of a right": end_right,
    "identity": lambda world: factories.identity(municipality="Denizli Belediyesi", phone="0266 222 22 22"),
    "banner": lambda world: house.banner("Yangın tehlikesi"),
    "banner taken off": lambda world: factories.withdraw(world.banner),
    "standing page": lambda world: factories.publish(factories.edit(world.about, title="Bize ulaşın")),
    "sizes of a photo": lambda world: world.photo.renditions.all().delete(),
    "one row by hand": lambda world: connection.cursor().execute("DELETE FROM bulletins_correctionnote"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_kind_of_change_is_seen_on_the_next_request_in_another_process_too(world, change, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # an empty feed says when it was made
    addresses = ("/", LIST, world.bulletin.url, f"{LIST}rss.xml")
    elsewhere = {**settings.CACHES, "pages": {**house.MEMORY, "LOCATION": "another process"}}
    here = settings.CACHES
    for memory in (elsewhere, here):
        settings.CACHES = memory
        caches["pages"].clear()
        keep(*addresses)
    before = {address: asked(address)[0].content for address in addresses}
    change(world)
    for memory in (here, elsewhere):
        settings.CACHES = memory
        for address in addresses:
            shown, fresh = asked(address)[0], made_anew(address)
            assert (shown.status_code, shown.content) == (fresh.status_code, fresh.content)
    after = {address: asked(address)[0].content for address in addresses}
    assert before != after or change in (CHANGES["end of a right"], CHANGES["sizes of a photo"])


def test_an_embargo_is_seen_in_its_minute_in_another_process_too_and_a_new_day_makes_every_page_anew(
    time_machine, settings
):
    moment = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(hours=1)
    factories.publish(factories.bulletin(title="Ambargolu haber", go_live_at=moment))
    here, elsewhere = settings.CACHES, {**settings.CACHES, "pages": {**house.MEMORY, "LOCATION": "another process"}}
    for memory in (elsewhere, here):
        settings.CACHES = memory
        caches["pages"].clear()
        keep(LIST)
    time_machine.move_to(moment + dt.timedelta(seconds=1), tick=False)
    publish_due()
    for memory in (elsewhere, here):
        settings.CACHES = memory
        assert "Ambargolu haber" in asked(LIST)[0].content.decode()
    keep(LIST)
    late = timezone.localtime().replace(hour=23, minute=59, second=59)
    time_machine.move_to(late, tick=False)
    keep(LIST)
    time_machine.move_to(late + dt.timedelta(seconds=2), tick=False)
    assert not is_kept(LIST)


def test_a_deployment_makes_every_page_anew(monkeypatch, settings):
    keep(LIST)
    monkeypatch.setattr(kept, "digest", lambda: "the next version")
    assert not is_kept(LIST)
    deployment.digest.cache_clear()  # it may be from a test with other settings
    first = deployment.digest()
    deployment.digest.cache_clear()
    assert deployment.digest() == first
    deployment.digest.cache_clear()
    settings.SITE_URL = "https://basin.belediye.example"
    assert deployment.digest() != first
    deployment.digest.cache_clear()


def test_what_was_rolled_back_raises_nothing():
    keep(LIST)
    with transaction.atomic():
        house.standard_page("Geri alınan")
        assert not is_kept(LIST)
        transaction.set_rollback(True)
    assert "Geri alınan" not in asked(LIST)[0].content.decode()
    keep(LIST)


def test_a_page_made_before_a_change_and_kept_after_it_is_never_shown(rf):
    def withdrawn_meanwhile(request):
        response = HttpResponse("geri çekilen sözler" * 9)
        generation.raise_now()
        return response

    kept.KeptPagesMiddleware(withdrawn_meanwhile)(rf.get("/x/"))
    answer = kept.KeptPagesMiddleware(lambda request: HttpResponse("yeni sözler"))(rf.get("/x/"))
    assert answer.content.decode() == "yeni sözler"


# --- Whose pages are kept ---------------------------------------------------------------------------------------------


def test_signed_in_people_get_no_kept_page_and_leave_none(world, pages):
    somebody = browser(factories.editor())
    asked(LIST, somebody)
    assert not is_kept(LIST)
    keep(LIST)
    assert not is_kept(LIST, somebody)
    assert asked(LIST, somebody)[0]["Cache-Control"] == "no-cache"
    stranger = Client()
    stranger.cookies["sessionid"] = "made-up"
    assert not is_kept(LIST, stranger)


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("x", status=404),
        lambda: HttpResponse("x", status=500),
        lambda: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse("x", headers={"Vary": "Cookie"}),
        lambda: HttpResponse("x", headers={"X-Accel-Redirect": "/korumali/x"}),
        lambda: HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
        lambda: HttpResponse("x", content_type="application/pdf"),
        lambda: StreamingHttpResponse(["x"]),
        lambda: HttpResponse("x" * (kept.LARGEST + 1)),
        lambda: with_cookie(HttpResponse("x")),
    ],
)
def test_what_is_never_kept(rf, pages, answer):
    kept.KeptPagesMiddleware(lambda request: answer())(rf.get("/x/"))
    assert held(pages) == 0


def with_cookie(response):
    response.set_cookie("a", "b")
    return response


def held(pages):
    return len([one for one in pages._cache if "page-" in one])


PRIVATE = ("/admin/login/", "/onay/", "/basin-kiti/abc/", "/abonelik/00000000-0000-4000-8000-000000000000/", "/saglik/")


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_one_person_are_never_kept(rf, pages, address):
    kept.KeptPagesMiddleware(lambda request: HttpResponse("x"))(rf.get(address))
    assert held(pages) == 0


STRANGE = {
    "unknown parameter": {"path": f"{LIST}?x=1"},
    "parameters of another page": {"path": "/?sayfa=2"},
    "leading zeros": {"path": f"{LIST}?sayfa=01"},
    "another way to write it": {"path": f"{LIST}?etiket=sahil&sayfa=1"},
    "twice": {"path": f"{LIST}?etiket=x&etiket=sahil"},
    "_method": {"path": f"{LIST}?_method=DELETE"},
    "a long one": {"path": f"{LIST}?{'a' * 4000}"},
    "another colour": {"path": "/tema/aaaaaa-bbbbbb-1.css"},
    "another host": {"path": LIST, "headers": {"Host": "baska.example"}},
    "another port": {"path": LIST, "headers": {"Host": "testserver:8123"}},
    "a password": {"path": LIST, "headers": {"Authorization": "Basic eDp5"}},
    "a form": {"path": LIST, "method": "POST"},
    "only the head": {"path": LIST, "method": "HEAD"},
}


@pytest.mark.parametrize("request_", STRANGE.values(), ids=STRANGE)
def test_what_anybody_can_make_up_fills_no_memory(pages, request_):
    options = {"headers": request_.get("headers", {})}
    Client().generic(request_.get("method", "GET"), request_["path"], **options)
    assert held(pages) == 0


POISON = [
    {"X-Forwarded-Host": "kotu.example"}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-For": "1.2.3.4"},
    {"X-Original-Url": "/admin/"}, {"X-Http-Method-Override": "DELETE"}, {"Range": "bytes=0-1"},
    {"Accept-Encoding": "identity;q=0, x;;;,"}, {"Accept-Language": "en"}, {"If-None-Match": "*"},
    {"Accept": "application/json"}, {"Cookie": "csrftoken=a; django_language=en; messages=b"},
]  # fmt: skip


@pytest.mark.parametrize("headers", POISON, ids=lambda headers: next(iter(headers)))
def test_no_header_changes_what_the_next_one_gets(world, headers):
    fresh = made_anew(LIST).content
    asked(LIST, **headers)
    assert asked(LIST)[0].content == fresh
    asked(LIST, **headers)
    assert asked(LIST)[0].content == fresh


def test_addresses_with_the_marks_of_other_sites_show_the_kept_page(pages):
    for marked in (f"{LIST}?utm_source=x&fbclid=y", f"{LIST}?yil=&mudurluk=&etiket="):
        caches["pages"].clear()
        asked(marked)
        assert held(pages) == 0
        keep(LIST)
        assert is_kept(marked)


def test_memory_has_an_end_in_bytes_and_keeps_what_is_asked_for(settings):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {**house.MEMORY, "OPTIONS": {"MAX_ENTRIES": 99, "MAX_BYTES": 100_000}},
    }
    pages = caches["pages"]
    pages.set("first-page", b"a" * 30_000)
    for number in range(20):
        assert pages.get("first-page") is not None
        pages.set(f"page-{number}", b"b" * 30_000)
    assert sum(map(len, pages._cache.values())) <= 100_000
    assert pages.get("page-19") is not None
    pages.set("first-page", b"c" * 100_001)
    assert pages.get("first-page") is None


# --- As it goes over the wire -----------------------------------------------------------------------------------------


def test_not_modified(world):
    first = asked(LIST)[0]
    keep(LIST)
    again, queries = asked(LIST, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, queries) == (304, b"", 1)
    assert again["ETag"] == first["ETag"]
    assert "max-age=0" in again["Cache-Control"]
    correct(world)
    changed = asked(LIST, **{"If-None-Match": first["ETag"]})[0]
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    # Who asks first after a change has an old copy: their answer is kept all the same.
    assert is_kept(LIST, **{"If-None-Match": changed["ETag"]})


@pytest.mark.parametrize(
    "accepted, packing",
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("BR", "br"),
        ("", ""), ("identity", ""), ("br;q=0.0", ""), ("deflate", ""), ("*", ""),
    ],
)  # fmt: skip
def test_packed_as_the_browser_likes_it(accepted, packing):
    plain = made_anew(LIST).content
    keep(LIST)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[packing]
    for _time in range(2):
        answer, queries = asked(LIST, **{"Accept-Encoding": accepted})
        assert (answer.get("Content-Encoding", ""), queries) == (packing, 1)
        assert unpack(answer.content) == plain
        assert int(answer["Content-Length"]) == len(answer.content)
        assert (len(answer.content) < len(plain) / 2) is bool(packing)
        assert answer["Vary"] == "Accept-Encoding"


def test_only_the_head():
    keep(LIST)
    whole = asked(LIST)[0]
    head = Client().head(LIST)
    assert head.content == b""
    assert dict(head.items()) == dict(whole.items())


# --- When something is away -------------------------------------------------------------------------------------------


def test_a_cache_that_does_not_answer_costs_the_copy_not_the_page(monkeypatch, caplog):
    def refused(*args, **kwargs):
        raise ConnectionError("redis is away")

    keep(LIST)
    for name in ("get", "set"):
        monkeypatch.setattr(type(caches["pages"]), name, refused)
    for _time in range(3):
        assert asked(LIST)[0].status_code == 200
    assert (
        len([one for one in caplog.records if "does not answer" in one.message]) == 1
    )  # then it is left alone a while


def test_one_redis_for_several_machines_or_none():
    places = {}
    kept_in(places, "redis://:parola@onbellek.example:6379/1")
    assert {one["BACKEND"] for one in places.values()} == {"django.core.cache.backends.redis.RedisCache"}
    assert places["pages"]["KEY_PREFIX"] != places["copies"]["KEY_PREFIX"]
    assert kept_in(unchanged := {"pages": 1}, "") is None
    assert unchanged == {"pages": 1}
    with pytest.raises(ImproperlyConfigured) as refusal:
        kept_in({}, "memcached://:gizli-parola@x")
    assert "gizli-parola" not in str(refusal.value)


def test_what_is_common_to_machines_is_never_emptied(settings):
    """A Redis may hold what is not ours."""
    settings.CACHES = {**settings.CACHES, "copies": {**house.MEMORY, "LOCATION": "redis"}}
    caches["copies"].set("of-somebody-else", 1)
    page = Kept(Made(5, "2026-11-27", shelf.word(5)), {}, b"x")
    shelf.keep("page-x", page)
    shelf.seen(5)
    assert shelf.last("page-x", "2026-11-27") == page
    shelf.forget(coming=6)
    assert shelf.last("page-x", "2026-11-27") is None
    assert caches["copies"].get("of-somebody-else") == 1


# --- Two at once ------------------------------------------------------------------------------------------------------


@worlds.on(None)
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_another_connection_sees_a_change_with_its_commit_and_not_before():
    def elsewhere():
        found = []

        def ask():
            found.append(asked("/")[0].content.decode())
            connection.close()

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        return found[0]

    page = house.standard_page("Eski ad")
    keep("/")
    for undone in (True, False):
        before = generation.current()
        with transaction.atomic():
            StandardPage.objects.filter(pk=page.pk).update(title="Yeni ad", introduction="x")
            assert generation.current() > before
            assert "Eski ad" in elsewhere()
            transaction.set_rollback(undone)
        assert (generation.current() == before) is undone
        assert ("Eski ad" in elsewhere()) is undone
    assert "Yeni ad" in elsewhere()
