"""One row for one name: "İzmir", "izmir" and "İZMİR" are the same, "Su" and "Şu" are not.

``NamedOnce`` gives a model with a ``name`` the column ``name_key``, unique in the database, so that two people at once
cannot make two rows either. ``ByName`` finds rows by that key wherever a name is asked for. The comparisons of SQLite
and PostgreSQL know no Turkish, and differ in everything else.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.text import clean
from cms.core.turkish import lower

KEY_LENGTH = 200


def name_key(name: str) -> str:
    """``name`` as it is compared: Turkish lower case, composed, single blanks, nothing invisible."""
    return " ".join(lower(clean(name, lines=False)).split())[:KEY_LENGTH]


def is_key_of(key: str, name: str) -> bool:
    """Whether ``key`` belongs to ``name``: it is its key, or that of a row which a migration left standing beside its
    like, because something signed names it (``izmir #12``)."""
    plain = name_key(name)
    return key == plain or key.startswith(f"{plain} #")


class NameKeyField(models.CharField):
    """The key of ``name``, written whenever the row is. Migrations know it as a ``CharField``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": KEY_LENGTH, "unique": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = getattr(model_instance, self.attname) or ""
        if not is_key_of(key, model_instance.name):
            key = name_key(model_instance.name)
            setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class ByName(models.QuerySet[Any]):
    """Asked for a ``name``, exactly, without regard to case or among several, it compares keys."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return super().get(*args, **_by_key(kwargs))

    def filter(self, *args: Any, **kwargs: Any) -> Any:
        return super().filter(*args, **_by_key(kwargs))

    def exclude(self, *args: Any, **kwargs: Any) -> Any:
        return super().exclude(*args, **_by_key(kwargs))


def _by_key(lookups: dict[str, Any]) -> dict[str, Any]:
    translated: dict[str, Any] = {}
    for lookup, value in lookups.items():
        if lookup in ("name", "name__exact", "name__iexact") and isinstance(value, str):
            translated["name_key"] = name_key(value)
        elif lookup == "name__in" and isinstance(value, list | tuple | set | frozenset):
            translated["name_key__in"] = [name_key(name) for name in value]
        else:
            translated[lookup] = value
    return translated


class NamedOnce(models.Model):
    """A row that is known by its ``name``, which the subclass defines."""

    name: Any

    name_key = NameKeyField()

    objects: Any = ByName.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "name_key"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        same = type(self)._base_manager.filter(name_key=name_key(self.name or "")).exclude(pk=self.pk)
        if self.name and (found := same.first()) is not None:
            raise ValidationError({"name": _("“%(name)s” zaten var.") % {"name": found.name}})
