"""What Wagtail's lists and choosers search by: the office's index (``search.lists``) within rows of the database."""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for the configured database; Wagtail looks this name up.

    Each engine's module imports only under its own engine.
    """
    if connection.vendor == "postgresql":
        from search.postgres import OfficePostgresBackend

        return OfficePostgresBackend(params)
    from search.sqlite import OfficeSQLiteBackend

    return OfficeSQLiteBackend(params)
