"""The flat-cost index on SQLite."""

from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend


class FlatCostSQLiteIndex(SQLiteIndex):
    """The stock index without the average over everything at each save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class FlatCostSQLiteBackend(SQLiteSearchBackend):
    """The stock backend with that index."""

    index_class = FlatCostSQLiteIndex
