"""Wagtail's own search in our Turkish: an object's fields as words for its index, and a query in the same words.

Each word is indexed as it is written and by its base form, both without Turkish letters. Whole words are asked for by
base forms, so that "zeytinliklerini" finds "zeytinlik"; what is still being typed also by its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from django.db.models import prefetch_related_objects
from modelcluster.models import ClusterableModel
from modelsearch import index
from modelsearch.query import And, Or, PlainText

from cms.core import turkish
from search import wordlist
from search.analysis import Token, analyse
from search.lemmas import lemma, readings

# A shorter base form begins too many words.
SHORTEST_BASE = 4
MOST_WORDS = 24
# What stands further behind in a text is not looked for in the admin's lists.
LONGEST = 100_000


class Words:
    """An object whose fields give words in place of texts, for an indexer."""

    def __init__(self, original: Any) -> None:
        self.original = original
        self.pk = original.pk

    def get_search_fields(self) -> list[Any]:
        return [_with_words(field) for field in self.original.get_search_fields()]


def for_index(objects: Iterable[Any]) -> list[Words]:
    """``objects`` for an indexer, by the list of base forms that holds now. A query, and one for each relation."""
    wordlist.refresh()
    # Copies: what is read ahead here would stay with the caller's own when it changes.
    read = [copy(one) for one in objects]
    if read and not isinstance(read[0], ClusterableModel):  # those keep their relations themselves
        related = [one for one in read[0].get_search_fields() if isinstance(one, index.RelatedFields)]
        several = {one.field_name for one in related if one.get_field(type(read[0])).many_to_many}
        prefetch_related_objects(read, *sorted(several))
    return [Words(one) for one in read]


class SearchWords(index.SearchField):
    """A field that is searched, as words."""

    def __init__(self, field: index.SearchField) -> None:
        super().__init__(field.field_name, boost=field.boost, **field.kwargs)
        self.field = field

    def get_value(self, obj: Any) -> str:
        return words_of(self.field.get_value(_original(obj)))


class AutocompleteWords(index.AutocompleteField):
    """A field that is searched while typing, as words."""

    def __init__(self, field: index.AutocompleteField) -> None:
        super().__init__(field.field_name, **field.kwargs)
        self.field = field

    def get_value(self, obj: Any) -> str:
        return words_of(self.field.get_value(_original(obj)))


class RelatedWords(index.RelatedFields):
    """Fields of what an object leads to, as words."""

    def __init__(self, field: index.RelatedFields) -> None:
        super().__init__(field.field_name, [_with_words(one) for one in field.fields])
        self.field = field

    def get_value(self, obj: Any) -> Any:
        return self.field.get_value(_original(obj))


def _with_words(field: Any) -> Any:
    if isinstance(field, index.AutocompleteField):
        return AutocompleteWords(field)
    if isinstance(field, index.SearchField):
        return SearchWords(field)
    return RelatedWords(field) if isinstance(field, index.RelatedFields) else field


def _original(obj: Any) -> Any:
    return obj.original if isinstance(obj, Words) else obj


def words_of(value: Any) -> str:
    """``value`` of a field, a text or several, as the words that are indexed."""
    tokens = analyse(" ".join(_texts(value))[:LONGEST])
    return " ".join(word for token in tokens for word in dict.fromkeys((token.fold, token.lemma_fold)))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def whole(query: Any) -> Any:
    """``query``, if it is text, as whole words in any form; nothing for what has no word."""
    return _asked(query, _bases)


def begun(query: Any) -> Any:
    """``query``, if it is text, as words that may go on; nothing for what has no word."""
    return _asked(query, _beginnings)


def _bases(token: Token) -> Iterable[str]:
    """Its base form, and those of what it may stand for, typed without Turkish letters."""
    return (token.lemma_fold, *(turkish.fold(lemma(reading)) for reading in readings(token.fold)))


def _beginnings(token: Token) -> Iterable[str]:
    return (token.fold, *(base for base in _bases(token) if len(base) >= SHORTEST_BASE))


def _asked(query: Any, forms: Callable[[Token], Iterable[str]]) -> Any:
    if not isinstance(query, str):
        return query
    wordlist.refresh()
    tokens = [token for token in analyse(query)[:MOST_WORDS] if not token.extra]
    parts = [[PlainText(form) for form in dict.fromkeys(forms(token))] for token in tokens]
    every = [choices[0] if len(choices) == 1 else Or(choices) for choices in parts]
    return And(every) if len(every) > 1 else every[0] if every else ""
