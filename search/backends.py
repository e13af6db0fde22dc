"""The database search engine, indexing at the same cost for ten bulletins and for ten thousand.

The stock backends average the title length over the whole index after every save. Here only a rebuild
(``manage.py wagtail_update_index``, nightly) does; until then a new entry ranks with the neutral norm 1.0.
"""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for the configured database; Wagtail looks this name up.

    Each engine's module imports only under its own engine.
    """
    if connection.vendor == "postgresql":
        from search.postgres import FlatCostPostgresBackend

        return FlatCostPostgresBackend(params)
    from search.sqlite import FlatCostSQLiteBackend

    return FlatCostSQLiteBackend(params)
