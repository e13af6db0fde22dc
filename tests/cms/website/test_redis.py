"""Kept pages in a real Redis: common to all processes, and no page hangs on it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client

from cms.core import outage
from cms.settings.caches import kept_in
from cms.website import generation, shelf
from press_archive.bulletins.models import Tag
from tests import worlds
from tests.cms.website import public_house as house
from tests.cms.website.public_house import asked, made_anew
from tests.services.redis import Redis

pytestmark = [pytest.mark.redis, pytest.mark.once, pytest.mark.django_db, worlds.on(house.furnished)]
LIST = "/bultenler/"


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="redis-") as place:  # a socket's path is short
        one = Redis(Path(place))
        one.start()
        yield one
        one.kill()


@pytest.fixture
def redis(server, settings):
    """The server, empty, as ``CACHE_URL`` says it."""
    if server.process is None:
        server.start()
    places = dict(settings.CACHES)
    kept_in(places, server.url)
    settings.CACHES = places
    another_process()
    yield server
    for alias in ("pages", "copies"):
        if server.process is not None:
            caches[alias].clear()
    another_process()


def another_process():
    """What this process knows of kept pages, forgotten."""
    shelf._Known.newest = 0
    shelf._Known.copied.clear()
    shelf._Known.spared.clear()
    outage.over()


def kept(address=LIST, **headers):
    answer, queries = asked(address, **headers)
    assert answer.status_code == 200
    return answer if queries == 1 else None


def keep():
    for _time in range(3):  # the first may have drawn a picture
        asked(LIST)
    return kept()


def test_a_page_is_kept_for_every_process_packed_too_and_a_change_ends_it(redis):
    tag = Tag.objects.create(name="Park", slug="park")
    plain = keep().content
    another_process()
    assert kept().content == plain == made_anew(LIST).content
    for _time in range(2):
        assert kept(**{"Accept-Encoding": "br"})["Content-Encoding"] == "br"
        another_process()
    assert {name.split(":")[0] for name in redis.names()} == {"basin-masasi-pages", "basin-masasi-copies"}
    Tag.objects.filter(pk=tag.pk).update(name="Parklar")
    assert kept() is None
    assert kept() is not None


def test_a_server_that_is_killed_costs_the_copy_and_one_that_is_back_keeps_again(redis, caplog):
    keep()
    redis.kill()
    assert [kept() for _time in range(3)] == [None] * 3
    told = [one for one in caplog.records if "does not answer" in one.message]
    assert 1 <= len(told) <= 2  # of each use once; then it is left alone a while
    redis.start()
    another_process()
    assert redis.names() == []
    assert keep()


def test_while_the_database_is_away_every_process_shows_what_lies_there_and_nothing_taken_back(redis, monkeypatch):
    plain = keep().content
    newest, name = caches["copies"].get(shelf.NEWEST), next(iter(_pages(redis)))

    def away():
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(generation, "current", away)
        another_process()
        outage.note(OperationalError("server closed the connection"))
        assert Client().get(LIST).content == plain
    outage.over()
    day = caches["pages"].get(name).made.day
    another_process()
    assert shelf.last(name, day) is not None
    shelf.forget(coming=newest + 1)
    another_process()
    assert shelf.last(name, day) is None


def _pages(redis):
    return [name.split(":", 2)[2] for name in redis.names() if name.startswith("basin-masasi-pages")]
