"""The rows that content reaches, and every editable text in them, for tests that change one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from taggit.models import TagBase

from cms.core import hold_triggers
from cms.core.holds import type_of
from cms.core.models import Hold
from media_library.guards import FileInUse
from publishing.approval.exceptions import ApprovalRefused

OURS = ("cms", "media_library", "press_archive", "publishing")
REFUSALS = (
    ApprovalRefused,
    FileInUse,
    ValidationError,
    PermissionDenied,
    ProtectedError,
    RestrictedError,
    DatabaseError,
)
# Signing in and the places of the page tree: not words.
NO_WORDS = ("password", "path")


def reached(content: Any, depth: int = 3) -> list[models.Model]:
    """``content`` and the rows of our own that it leads to, by foreign keys, lists, tags, child rows and bodies."""
    found: dict[tuple[str, Any], models.Model] = {}
    _walk(content, depth, found)
    return list(found.values())


def _walk(row: Any, depth: int, found: dict[tuple[str, Any], models.Model]) -> None:
    key = (row._meta.label, row.pk)
    if key in found or row.pk is None:
        return
    if not (type(row).__module__.startswith(OURS) or isinstance(row, TagBase)):
        return
    found[key] = row
    if depth:
        for other in _neighbours(row):
            _walk(other, depth - 1, found)


def _neighbours(row: Any) -> Iterator[Any]:
    from publishing.approval.files import items_of, used_files

    for field in row._meta.get_fields():
        if isinstance(field, models.ForeignKey) and getattr(row, field.attname) is not None:
            yield getattr(row, field.name)
        elif isinstance(field, models.ManyToManyField) or field.__class__.__name__ == "TaggableManager":
            yield from getattr(row, field.name).all()
    yield from getattr(row, "captions", row._meta.model._default_manager.none()).all()
    if hasattr(row, "serializable_data"):
        yield from items_of(used_files(row)).values()
        for name in ("photos", "videos", "social_texts", "correction_notes"):
            if hasattr(row, name):
                yield from getattr(row, name).all()


def text_fields(row: models.Model) -> list[models.Field]:
    """The fields of ``row`` that hold words which some screen, form or script may change."""
    return [
        field
        for field in row._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, models.FileField)
        and field.editable
        and field.name not in NO_WORDS
    ]


def other_words(field: models.Field, value: str) -> str:
    """Something else that ``field`` can hold."""
    if field.choices:
        return next((key for key, _label in field.flatchoices if key != value), value)
    if isinstance(field, models.SlugField):
        return f"{value}-x"[: field.max_length]
    limit = field.max_length or 10_000
    return f"{value[: limit - 12]} Değiştirildi"[:limit]


def rewrite(row: models.Model) -> tuple[int, int]:
    """Changes every text of ``row``, one by one, and saves it; gives how many were taken and how many refused."""
    taken = refused = 0
    for field in text_fields(row):
        fresh: Any = type(row)._base_manager.get(pk=row.pk)
        setattr(fresh, field.name, other_words(field, getattr(fresh, field.name) or ""))
        try:
            with transaction.atomic():
                fresh.save()
        except REFUSALS:
            refused += 1
        else:
            taken += 1
    return taken, refused


@contextmanager
def guards_asleep():
    """A change behind the house's back: the triggers that hold rows sleep meanwhile, as for somebody with the
    database's own rights."""
    statements = _sqlite_triggers() if connection.vendor == "sqlite" else {}
    hold_triggers.drop(connection)
    yield
    if connection.vendor != "sqlite":
        hold_triggers.create(connection)
        return
    with connection.cursor() as cursor:  # word for word: SQLite is slow to say which columns its tables have
        for name in statements.keys() - _sqlite_triggers().keys():
            cursor.execute(statements[name])


def _sqlite_triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def hold_of(content: models.Model) -> Hold | None:
    """The hold of ``content`` on itself: ``None`` unless it is in approval or waits for its minute."""
    return Hold.objects.filter(holder_type=type_of(content), holder_id=str(content.pk)).first()
