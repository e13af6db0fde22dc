"""Wagtail's own search on PostgreSQL: in our words, at a flat cost."""

from typing import Any

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions
from search.field_words import begun, for_index, whole


class FlatCostPostgresIndex(PostgresIndex):
    """The stock index in our words, without the average over everything at each save."""

    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, for_index(objs))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class SearchCompiler(FilteredByExpressions, PostgresSearchQueryCompiler):
    pass


class AutocompleteCompiler(FilteredByExpressions, PostgresAutocompleteQueryCompiler):
    pass


class FlatCostPostgresBackend(PostgresSearchBackend):
    """The stock backend with that index."""

    index_class = FlatCostPostgresIndex
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().search(whole(query), *args, **kwargs)

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().autocomplete(begun(query), *args, **kwargs)
