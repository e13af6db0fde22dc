"""The child rows of a page (a gallery's photos, a bulletin's posts), written in a few statements however many they are.

``modelcluster`` saves each by itself, also those that stand as they are. Every guard is asked of every row all the
same: ``pre_save`` and ``post_save`` are sent for each.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models, router
from django.db.models.signals import post_save, pre_save
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations


def save_with_children(obj: Any, *, but: Collection[str] = ()) -> None:
    """Saves a stored ``obj`` and the child rows that it carries, which stay with it, so that nobody has to ask for
    them again; in the database those of the relations ``but`` stay as they are. While it is saved it says all of it:
    guards compare the whole."""
    carried: dict[str, list[Any]] = obj.__dict__.get("_cluster_related_objects", {})
    names = carried.keys() - set(but)
    relations = [one for one in get_all_child_relations(type(obj)) if one.get_accessor_name() in names]
    ours = [relation for relation in relations if _is_plain(relation.related_model)]
    lists = [field.name for field in get_all_child_m2m_relations(type(obj)) if field.name in names]
    kept = {name: list(carried[name]) for name in (*lists, *(relation.get_accessor_name() for relation in ours))}
    columns = [field.name for field in obj._meta.concrete_fields if not field.primary_key]
    others = [relation.get_accessor_name() for relation in relations if relation not in ours]
    obj.__dict__["_set_aside"] = [(relation, kept[relation.get_accessor_name()]) for relation in ours]
    obj.save(update_fields=[*columns, *lists, *others])
    for name, rows in kept.items():
        setattr(obj, name, rows)


def write_set_aside(obj: Any) -> None:
    """Writes the child rows of an ``obj`` that :func:`save_with_children` saves; to be called when it has been."""
    for relation, rows in obj.__dict__.pop("_set_aside", ()):
        _commit(obj, relation, rows)


def _is_plain(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` are all of what they say: without children and lists of their own."""
    return not issubclass(model, ClusterableModel) and not model._meta.many_to_many and not model._meta.parents


def _commit(obj: Any, relation: Any, rows: list[Any]) -> None:
    model, key = relation.related_model, relation.field
    manager = model._base_manager
    stored = {row.pk: row for row in manager.filter(**{key.attname: obj.pk})}
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    added, changed = [], []
    for row in rows:
        setattr(row, key.name, obj)
        before = stored.pop(row.pk, None) if row.pk is not None else None
        if before is None:
            added.append(row)
        elif any(getattr(before, name) != getattr(row, name) for name in names):
            changed.append(row)
    if stored:
        manager.filter(pk__in=stored).delete()
    using = router.db_for_write(model, instance=obj)
    told: dict[str, Any] = {"sender": model, "raw": False, "using": using, "update_fields": None}
    for row in (*added, *changed):
        pre_save.send(instance=row, **told)
    # A row that a revision brings back has its number already, and a new one none: never both in one statement.
    for same in ([row for row in added if row.pk is None], [row for row in added if row.pk is not None]):
        if same:
            manager.bulk_create(same)
    if changed:
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        manager.bulk_update(changed, fields, batch_size=100)
    for new, written in ((True, added), (False, changed)):
        for row in written:
            post_save.send(instance=row, created=new, **told)
