"""What the stored words of content refer to, settled in one query for each kind of row.

``modelcluster`` asks for each foreign key by itself, and then the object asks again for the row. Here the rows are
fetched once and handed to the object that is made of the words. Whoever makes several objects of the same words in one
transaction keeps the rows meanwhile (:func:`keeping`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

Rows = dict[type[models.Model], dict[Any, Any]]
Data = dict[str, Any]

_kept: ContextVar[Rows | None] = ContextVar("references_kept", default=None)


@contextmanager
def keeping(rows: Rows) -> Iterator[None]:
    """While it lasts, what is fetched goes into ``rows``, and what is in there is not fetched again."""
    token = _kept.set(rows)
    try:
        yield
    finally:
        _kept.reset(token)


def rows_of(model: type[models.Model], keys: Iterable[Any]) -> dict[Any, Any]:
    """The rows of ``model`` with these primary keys, as far as they are there; one query at most."""
    wanted = set(keys)
    kept = _kept.get()
    known = kept.setdefault(model, {}) if kept is not None else {}
    missing = wanted - known.keys()
    fetched = {row.pk: row for row in model._base_manager.filter(pk__in=missing)} if missing else {}
    known.update(fetched)
    return {pk: known[pk] for pk in wanted if pk in known}


def settled(model: type[models.Model], data: Data, *, skip: frozenset[str] = frozenset()) -> tuple[Data, Rows]:
    """``data`` (a revision's JSON of a ``model``) without what is gone, and the rows that are there.

    A row that is gone is ``None`` in it; a child row that cannot be without what is gone is left out. Foreign keys
    named in ``skip`` are not looked at.
    """
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for field, value in _references(model, data, skip):
        wanted[field.remote_field.model].add(_key(field, value))
    rows: Rows = {related: rows_of(related, keys) for related, keys in wanted.items()}
    return _without_lost(model, data, rows, skip) or data, rows


def hand_over(obj: Any, rows: Rows, *, skip: frozenset[str] = frozenset()) -> None:
    """Gives ``obj`` and its child rows the rows that they refer to, so that nobody asks the database again."""
    for field in _foreign_keys(type(obj), skip):
        value = getattr(obj, field.attname)
        found = rows.get(field.remote_field.model, {}).get(value) if value is not None else None
        if found is not None:
            field.set_cached_value(obj, found)
    if hasattr(obj, "serializable_data"):
        for relation in get_all_child_relations(obj):
            if relation.get_accessor_name() not in skip:
                for child in getattr(obj, relation.get_accessor_name()).all():
                    hand_over(child, rows)


def _foreign_keys(model: type[models.Model], skip: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Foreign keys to the primary key of other rows; not those by which a child row or a base class hangs on its
    own."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or isinstance(field, ParentalKey) or field.name in skip:
            continue
        if not field.remote_field.parent_link and field.target_field.primary_key:
            yield field


def _key(field: Any, value: Any) -> Any:
    return field.target_field.to_python(value)


def _references(model: type[models.Model], data: Data, skip: frozenset[str]) -> Iterator[tuple[Any, Any]]:
    yield from ((field, data[field.name]) for field in _foreign_keys(model, skip) if data.get(field.name) is not None)
    for related, children in _child_data(model, data, skip):
        for child in children:
            yield from _references(related, child, frozenset())


def _child_data(
    model: type[models.Model], data: Data, skip: frozenset[str]
) -> Iterator[tuple[type[models.Model], list[Data]]]:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name not in skip and isinstance(data.get(name), list):
            yield relation.related_model, data[name]


def _without_lost(
    model: type[models.Model], data: Data, rows: Rows, skip: frozenset[str], *, child: bool = False
) -> Data | None:
    """``data`` without references to what is gone; ``None`` for a child row that goes with it."""
    lost: Data = {}
    for field in _foreign_keys(model, skip):
        value = data.get(field.name)
        if value is None or _key(field, value) in rows[field.remote_field.model]:
            continue
        if child and (field.remote_field.on_delete is models.CASCADE or not field.null):
            return None
        if field.remote_field.on_delete is not models.DO_NOTHING:
            lost[field.name] = None
    settled_data = {**data, **lost}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name not in skip and isinstance(data.get(name), list):
            kept = (_without_lost(relation.related_model, one, rows, frozenset(), child=True) for one in data[name])
            settled_data[name] = [one for one in kept if one is not None]
    return settled_data


def without_lists(model: type[models.Model], data: Data) -> Data:
    """``data`` without the rows that it names in lists: ``modelcluster`` would ask for them at once."""
    names = {field.name for field in get_all_child_m2m_relations(model)}
    return {name: value for name, value in data.items() if name not in names}


def set_lists(obj: Any, data: Data) -> None:
    """Gives ``obj`` the rows that ``data`` names in lists, as far as they are there; a query for each kind at most."""
    for field in get_all_child_m2m_relations(type(obj)):
        if field.name in data:
            rows = rows_of(field.related_model, (field.target_field.to_python(pk) for pk in data[field.name]))
            setattr(obj, field.name, [rows[pk] for pk in sorted(rows)])
