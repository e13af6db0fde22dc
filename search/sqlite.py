"""Wagtail's own search on SQLite: in our words, at a flat cost."""

from typing import Any

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from search.expressions import FilteredByExpressions
from search.field_words import begun, for_index, whole
from search.lists import OfAQuerySet, by_the_office, kinds_of


class FlatCostSQLiteIndex(SQLiteIndex):
    """The stock index in our words, without the average over everything at each save."""

    def add_items(self, model: Any, objs: Any) -> None:
        if not kinds_of(model):  # else the office's index has them
            super().add_items(model, for_index(objs))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class SearchCompiler(OfAQuerySet, FilteredByExpressions, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(OfAQuerySet, FilteredByExpressions, SQLiteAutocompleteQueryCompiler):
    pass


class FlatCostSQLiteBackend(SQLiteSearchBackend):
    """The stock backend with that index."""

    index_class = FlatCostSQLiteIndex
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        asked = by_the_office(query, model_or_queryset, **kwargs) or (whole(query), model_or_queryset)
        return super().search(*asked, *args, **kwargs)

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        asked = by_the_office(query, model_or_queryset, **kwargs) or (begun(query), model_or_queryset)
        return super().autocomplete(*asked, *args, **kwargs)
