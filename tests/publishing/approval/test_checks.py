"""``manage.py check`` notices a database that would let unsigned content through."""

import pytest
from django.db import connection
from wagtail.models import WorkflowContentType

from publishing.approval.checks import check_database

pytestmark = pytest.mark.django_db


def found():
    return {error.id for error in check_database(None, databases=["default"])}


def test_a_migrated_database_is_in_order():
    assert found() == set()


@pytest.mark.parametrize("table", ["wagtailcore_page", "website_alertbanner"])
@pytest.mark.parametrize("kind", ["insert", "live", "withdraw", "delete"])
def test_a_missing_trigger_is_noticed(table, kind):
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER approval_{table}_{kind}{on}")
    assert found() == {"approval.E001"}


def test_a_snippet_without_its_workflow_is_noticed():
    WorkflowContentType.objects.filter(content_type__model="alertbanner")._raw_delete("default")
    assert found() == {"approval.E002"}
