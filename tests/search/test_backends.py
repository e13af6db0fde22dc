"""The admin's search finds what was just saved, and a save does not look at the whole index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend

from press_archive.bulletins.models import BulletinPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_bulletin_is_found():
    page = factories.bulletin(title="Zeytin hasadı başladı")
    assert [found.pk for found in get_search_backend().search("hasadı", BulletinPage)] == [page.pk]


def test_saving_averages_over_nothing():
    factories.bulletin()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        factories.bulletin()
    assert not [query["sql"] for query in queries if "AVG(" in query["sql"].upper()]
