"""Whoever saves while somebody signs waits for nobody: asked of the database's locks, not of a clock."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction

from publishing.approval import services
from tests import factories
from tests.factories.galleries import photo_gallery, row
from tests.office import hash_of, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]


class Signing:
    """The second signature on ``page``, its transaction open until the block ends: every lock of it is held."""

    def __init__(self, page):
        self.state, self.seen, self.user = waiting(page), hash_of(page), factories.mayor()
        self.signed, self.over, self.problem = threading.Event(), threading.Event(), None
        self.thread = threading.Thread(target=self.run)

    def run(self):
        try:
            with transaction.atomic():
                services.sign(state=self.state, user=self.user, seen_hash=self.seen)
                self.signed.set()
                self.over.wait(60)
        except Exception as error:
            self.problem = error
        finally:
            self.signed.set()
            connections.close_all()

    def __enter__(self):
        self.thread.start()
        assert self.signed.wait(60)
        assert self.problem is None, self.problem
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10ms'")
        return self

    def __exit__(self, *exception):
        self.over.set()
        self.thread.join(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")


@pytest.fixture
def photo():
    return factories.photo()


@pytest.fixture(params=["bulletin", "gallery"])
def signed_once(request, photo):
    page = factories.bulletin(**factories.with_photo(photo=photo))
    if request.param == "gallery":
        page = photo_gallery([row(photo), row()])
    return factories.sign(factories.submit(page), user=factories.director())


def test_editors_save_while_it_is_signed(signed_once, photo):
    draft = factories.bulletin(**factories.with_photo(photo=photo))
    other, editor = factories.photo(), factories.editor()
    with Signing(signed_once):
        draft.title = "Aynı fotoğrafla yeni taslak"
        draft.save_revision(user=editor)
        factories.bulletin(**factories.with_photo(photo=photo))
        photo_gallery([row(photo), row(other)])
        other.title = "Yeni başlık"
        other.save()


def test_only_another_act_waits_for_it(signed_once):
    page, editor = factories.bulletin(), factories.editor()
    with Signing(signed_once), pytest.raises(OperationalError, match="lock timeout"):
        services.submit(content=page, user=editor)
