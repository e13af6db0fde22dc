"""The flat-cost index on SQLite."""

from typing import Any

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions


class FlatCostSQLiteIndex(SQLiteIndex):
    """The stock index without the average over everything at each save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


def searchable(query: Any) -> Any:
    """``query`` without quotation marks, if it is text: SQLite takes them for its own syntax and fails."""
    return " ".join(query.replace('"', " ").split()) if isinstance(query, str) else query


class SearchCompiler(FilteredByExpressions, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(FilteredByExpressions, SQLiteAutocompleteQueryCompiler):
    pass


class FlatCostSQLiteBackend(SQLiteSearchBackend):
    """The stock backend with that index."""

    index_class = FlatCostSQLiteIndex
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().search(searchable(query), *args, **kwargs)

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().autocomplete(searchable(query), *args, **kwargs)
