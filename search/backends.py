"""The database search engine, indexing at the same cost for ten bulletins and for ten thousand.

The stock backends average the title length over the whole index after every save. Here only a rebuild
(``manage.py wagtail_update_index``, nightly) does; until then a new entry ranks with the neutral norm 1.0.
"""

from typing import Any

from django.db import connection
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend


class FlatCostSQLiteIndex(SQLiteIndex):
    """SQLite's index without the average over everything at each save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class FlatCostPostgresIndex(PostgresIndex):
    """PostgreSQL's index without the average over everything at each save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class FlatCostSQLiteBackend(SQLiteSearchBackend):
    index_class = FlatCostSQLiteIndex


class FlatCostPostgresBackend(PostgresSearchBackend):
    index_class = FlatCostPostgresIndex


def SearchBackend(params: dict[str, Any]) -> SQLiteSearchBackend | PostgresSearchBackend:
    """The backend for the configured database; Wagtail looks this name up in the module."""
    if connection.vendor == "postgresql":
        return FlatCostPostgresBackend(params)
    return FlatCostSQLiteBackend(params)
