"""Wagtail's search on SQLite: the office's index answers, the database filters."""

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions
from search.lists import AsksTheOffice, HeldByTheOffice, OfAQuerySet


class Index(HeldByTheOffice, SQLiteIndex):
    pass


class SearchCompiler(OfAQuerySet, FilteredByExpressions, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(OfAQuerySet, FilteredByExpressions, SQLiteAutocompleteQueryCompiler):
    pass


class OfficeSQLiteBackend(AsksTheOffice, SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
