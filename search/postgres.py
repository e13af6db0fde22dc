"""Wagtail's search on PostgreSQL: the office's index answers, the database filters."""

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions
from search.lists import AsksTheOffice, HeldByTheOffice, OfAQuerySet


class Index(HeldByTheOffice, PostgresIndex):
    pass


class SearchCompiler(OfAQuerySet, FilteredByExpressions, PostgresSearchQueryCompiler):
    pass


class AutocompleteCompiler(OfAQuerySet, FilteredByExpressions, PostgresAutocompleteQueryCompiler):
    pass


class OfficePostgresBackend(AsksTheOffice, PostgresSearchBackend):
    index_class = Index
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
