"""The flat-cost index on Postgres."""

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions


class FlatCostPostgresIndex(PostgresIndex):
    """The stock index without the average over everything at each save."""

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
