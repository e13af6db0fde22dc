"""What every test shares: a database that keeps its seeded rows, and a network that ends at loopback."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import threading
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.dispatch import receiver
from django.test import TransactionTestCase

from tests import economy, template, worlds

LOOPBACK = ("127.", "::1", "localhost")
gc.set_threshold(100_000, 50, 100)  # collecting the tests makes much that stays, and hardly any garbage


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    economy.share(config, items)
    economy.dear_first(items)
    worlds.together(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there when the tests begin stays until they end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    economy.start(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    if call.when == "teardown":
        economy.finish(item)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> None:
    if fixturedef.argname == "_django_db_helper":  # pytest-django's: it begins the test's own transaction
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            worlds.arrange(request.node)


@pytest.fixture
def world(db):
    """What the maker of this test's world gave; see :mod:`tests.worlds`."""
    return worlds.own_copy()


@pytest.fixture(autouse=True)
def a_process_that_remembers_nothing():
    """What public pages left in this process's memory belongs to the database of one test."""
    from cms.website import facts

    facts.forget()


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch):
    """Refuses every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def requests_write_letters(django_test_environment):
    """Django's test runner puts its own mail backend in place of ours, which writes rows; this puts ours back."""
    settings.EMAIL_BACKEND = "cms.letters.backend.LetterBackend"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """One test database per worker process."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """A copy of the kept, migrated database; a test that really commits is undone by copying it again."""
    connection = connections["default"]
    wanted = template.test_database_name()
    with django_db_blocker.unblock(), economy.shared():
        template.PRISTINE["default"] = template.make()
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = wanted
        restore_pristine_copy()
    TransactionTestCase._fixture_teardown = restore_pristine_copy
    yield
    with django_db_blocker.unblock():
        worlds.close()
        connections.close_all()
        if connection.vendor == "sqlite":
            Path(wanted).unlink(missing_ok=True)
        else:
            postgres(f'DROP DATABASE IF EXISTS "{wanted}" WITH (FORCE)')


def is_open_here(name: str) -> bool:
    """Whether this process has the file ``name`` open; where that cannot be asked, it may."""
    links = Path("/proc/self/fd")
    if not links.exists():
        return True
    return any(os.path.realpath(link).startswith(name) for link in links.iterdir())


ANSWERING: set[int] = set()
ANSWERED = threading.Condition()


@receiver([request_started, request_finished])
def note_request(signal, **kwargs):
    """Which threads of a live server are making an answer now. After it they let go of the database: the browser keeps
    its line open, and the thread with it, as long as it likes."""
    if "process_request_thread" not in threading.current_thread().name:
        return
    if signal is request_finished:
        connections.close_all()
    with ANSWERED:
        (ANSWERING.add if signal is request_started else ANSWERING.discard)(threading.get_ident())
        ANSWERED.notify_all()


def wait_for_answers() -> None:
    """Returns when no live server is at work, or after ten seconds: SQLite writes when a connection closes."""
    with ANSWERED:
        ANSWERED.wait_for(lambda: not ANSWERING & {thread.ident for thread in threading.enumerate()}, timeout=10)


def restore_pristine_copy(self: TransactionTestCase | None = None) -> None:
    """Puts the migrated database back; deleting rows one by one would meet the triggers that guard them."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import caches
    from wagtail.models import Site

    connection = connections["default"]
    name = str(connection.settings_dict["NAME"])
    wait_for_answers()
    connections.close_all()
    if connection.vendor == "sqlite":
        if is_open_here(name):
            gc.collect()  # a cursor in a cycle of garbage, beside the error that it met, keeps its connection open
        for suffix in ("-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(template.PRISTINE["default"], name)
    else:
        postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template.PRISTINE["default"]}"{strategy()}')
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache() if hasattr(Site, "clear_site_root_paths_cache") else None
    for alias in settings.CACHES:
        caches[alias].clear()


@cache
def strategy() -> str:
    """Copying files costs less than writing every page to the log first; older servers know nothing else."""
    with connections["default"]._nodb_cursor() as cursor:  # the test database may not be there yet
        cursor.execute("SHOW server_version_num")
        return " STRATEGY FILE_COPY" if int(cursor.fetchone()[0]) >= 150_000 else ""


def postgres(statement: str) -> None:
    """Runs one statement of database administration from outside the test database."""
    connection = connections["default"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
