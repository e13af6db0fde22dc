"""Wagtail's own lists and choosers of pages, photos, films and documents, answered by the office's index.

A room says of which models its kind holds every row (``Kind.listed``). Who may see which rows is the list's own matter:
it has narrowed its query set already. What has changed and is not carried yet is read and compared here, so that a list
never hides what somebody has just written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.query import MATCH_ALL, And, MatchAll, Phrase, PlainText

from cms.users.office_search import KINDS, Kind
from search.engines import engine
from search.office import answers
from search.office.index import indexed, place_in_order, span_of
from search.office.models import OfficeEntry
from search.queries import Period
from search.terms import Expression, matches

# So many hits of a kind are sorted by how well they fit; of more the newest come first.
SORTED = 1_000


def kinds_of(model: type[Model]) -> list[Kind]:
    """The kinds that hold every row of ``model``; none for what Wagtail's own index answers."""
    return [kind for kind in KINDS.values() if any(issubclass(one, model) for one in kind.listed)]


class OfAQuerySet:
    """A compiler for results of :func:`by_the_office`, which the database has found and may filter by anything."""

    query: Any

    def check(self) -> None:
        if not isinstance(self.query, MatchAll):
            super().check()  # type: ignore[misc]


class HeldByTheOffice:
    """An index of Wagtail's without what the office's has; nothing is written for it at a save."""

    def add_items(self, model: Any, objs: Any) -> None:
        if not kinds_of(model):
            super().add_items(model, objs)  # type: ignore[misc]


class AsksTheOffice:
    """A backend of Wagtail's whose searches the office's index answers wherever a kind has declared the model."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        asked = by_the_office(query, model_or_queryset, **kwargs) or (query, model_or_queryset)
        return super().search(*asked, *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        asked = by_the_office(query, model_or_queryset, **kwargs) or (query, model_or_queryset)
        return super().autocomplete(*asked, *args, **kwargs)  # type: ignore[misc]


def by_the_office(
    query: Any, model_or_queryset: Any, *, order_by_relevance: bool = True, **_values: Any
) -> tuple[MatchAll, QuerySet[Any]] | None:
    """What a backend of Wagtail's is to give for ``query``; ``None`` where its own index answers: another model, or a
    query that is no text."""
    is_set = isinstance(model_or_queryset, QuerySet)
    queryset = model_or_queryset if is_set else model_or_queryset._default_manager.all()
    text = text_of(query)
    if text is None or not kinds_of(queryset.model):
        return None
    return MATCH_ALL, answered(queryset, text, by_fit=order_by_relevance)


def text_of(query: Any) -> str | None:
    """What somebody typed, whom Wagtail has read already (words, phrases, all of them); ``None`` for anything else."""
    match query:
        case str():
            return query
        case PlainText(query_string=text):
            return str(text)
        case Phrase(query_string=text):
            return f'"{text}"'
        case And(subqueries=parts):
            texts = [text_of(part) for part in parts]
            return None if None in texts else " ".join(str(text) for text in texts)
        case _:
            return None


def answered(queryset: QuerySet[Any], text: str, *, by_fit: bool) -> QuerySet[Any]:
    """Those of ``queryset`` that ``text`` finds, the last word of it maybe not finished; ``by_fit``: the best first."""
    kinds = kinds_of(queryset.model)
    query, steps = answers.understood(text)
    if not steps:
        return queryset.none()
    wanted, period = answers.whole(steps), query.period
    # Before the index is asked: what is carried in between is in one of the two, or in both.
    noted = {kind.name: answers.changed(kind.name) for kind in kinds}
    ranked = answers.ranked(steps, kinds, SORTED + 1, period)
    of_step: dict[int, list[int]] = defaultdict(list)
    found, are_many = Q(pk__in=[]), False
    for kind in kinds:
        changed = noted[kind.name]
        if changed is None:  # nearly everything is on its way into the index, or nobody has filled it yet
            changed = answers.changed_last(kind.name) or set(islice(kind.ids(), answers.MOST_CHANGED))
        hits = ranked.get(kind.name, {})
        if len(hits) > SORTED:
            are_many = True
            found |= Q(pk__in=_all_of(kind, wanted, period)) & ~Q(pk__in=changed)
        for key, step in hits.items():
            if key not in changed:
                of_step[step].append(key)
        for key in _matching(kind, changed, wanted, period):
            of_step[0].append(key)
    found |= Q(pk__in=[key for keys in of_step.values() for key in keys])
    queryset = queryset.filter(found)
    if not by_fit:
        return queryset
    if are_many:
        return queryset.order_by("-pk")
    fits = [When(pk__in=keys, then=Value(step)) for step, keys in of_step.items()]
    return queryset.order_by(Case(*fits, default=Value(len(steps))) if fits else "pk", "-pk")


class ListIndex(answers.OfficeIndex):
    """``cms.users.office_search.Index``."""

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return answered(rows, text, by_fit=False)


def _all_of(kind: Kind, wanted: Expression | None, period: Period | None) -> RawSQL:
    # Every one: what the list narrows them by (a department, a year, a state) is known to its query set alone.
    statement, parameters = answers.newest_of(wanted, span_of(kind.number, period), None)
    entries = OfficeEntry._meta.db_table
    return RawSQL(  # noqa: S611
        f"SELECT e.object_id FROM ({statement}) f {engine().join} {entries} e ON e.place_in_order = f.place",  # noqa: S608
        parameters,
    )


def _matching(kind: Kind, keys: Collection[int], wanted: Expression | None, period: Period | None) -> Iterator[int]:
    """Those of ``keys`` that are hits by what they say now."""
    first, last = span_of(kind.number, period)
    for some in _pieces(sorted(keys), 100):
        for key, words in kind.words(some).items():
            if first <= place_in_order(kind.name, key, words) <= last and (
                wanted is None or matches(wanted, indexed(words))
            ):
                yield key


def _pieces(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
