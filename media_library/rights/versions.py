"""What a version has of its original, kept in step: words, credit, rights, consents, people, tags, shoot.

``Photo.edit["kept"]`` remembers what was taken over. A field that still says so follows its original; one that a person
wrote for the version stays. Rights that are stricter at the original hold for the version in any case
(``selectors.speaking_for``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from cms.core import holds
from cms.core.models import Stage
from media_library import guards, names
from media_library.models import Photo
from media_library.rights.changes import FACTS

FIELDS = (
    "headline", "caption", "description", "credit", "copyright_notice", "usage_terms", "city", "place", "taken_at",
    "latitude", "longitude", "digital_source", "ai_system", "ai_system_version", "ai_prompt", "ai_prompt_writer",
    "shoot_id", *FACTS,
)  # fmt: skip
RELATED = ("tags", "people", "consents")


def taken_over(original: Photo) -> dict[str, Any]:
    """What a version of ``original`` begins with, as values of its fields."""
    return {name: getattr(original, name) for name in FIELDS}


def relate(version: Photo, original: Photo) -> None:
    """Gives a new ``version`` the tags, people and consents of its original, and writes down what was taken over."""
    for name in RELATED:
        getattr(version, name).set(_related(original, name))
    kept = {name: _plain(value) for name, value in taken_over(original).items()}
    kept |= {"title": original.title, "name": version.title}
    kept |= {name: _keys(original, name) for name in RELATED}
    version.edit = {**(version.edit or {}), "kept": kept}
    version.save(update_fields=["edit"])


def follow(photos: Iterable[int]) -> set[int]:
    """Brings the versions of ``photos`` in step with them; gives their numbers. One query where there are none."""
    numbers = set(Photo.objects.filter(derived_from__in=set(photos), edit__isnull=False).values_list("pk", flat=True))
    if not numbers:
        return numbers
    with transaction.atomic():
        rows = Photo.objects.filter(pk__in=numbers).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))
        held = holds.held(Photo, numbers, Stage.APPROVAL)
        for version in rows.select_related("derived_from"):
            _bring(version, is_held=str(version.pk) in held)
    return numbers


def _bring(version: Photo, *, is_held: bool) -> None:
    original: Any = version.derived_from
    edit: dict[str, Any] = version.edit or {}
    kept = dict(edit.get("kept", {}))
    fixed = guards.WORDS if is_held else ()
    fields = []
    for name in FIELDS:
        value, old, own = getattr(original, name), kept.get(name), _plain(getattr(version, name))
        if name in fixed or _plain(value) == old or own not in (old, _plain(value)):
            continue
        kept[name] = _plain(value)
        if own == _plain(value):  # written for both at once
            continue
        setattr(version, name, value)
        fields.append(version._meta.get_field(name.removesuffix("_id")).name)
    how = {"turned": bool(edit.get("turn")), "cropped": bool(edit.get("crop"))}
    if "title" not in fixed and version.title == kept.get("name") and original.title != kept.get("title"):
        version.title = names.version_title(original.title, **how)
        fields.append("title")
        kept |= {"title": original.title, "name": version.title}
    for name in RELATED:
        wanted, old = _keys(original, name), kept.get(name, [])
        if wanted == old or (name == "tags" and is_held):
            continue
        # What was added to the version itself stays, be it a tag or a consent.
        own = [key for key in _keys(version, name) if key not in old]
        getattr(version, name).set([*_related(original, name), *_named(version, name, own)])
        kept[name] = wanted
    if kept != edit.get("kept"):
        version.edit = {**edit, "kept": kept}
        version.save(update_fields=[*fields, "edit"])


def _related(photo: Photo, name: str) -> list[Any]:
    return list(photo.tags.names()) if name == "tags" else list(getattr(photo, name).all())


def _keys(photo: Photo, name: str) -> list[Any]:
    if name == "tags":
        return sorted(photo.tags.names())
    return sorted(getattr(photo, name).values_list("pk", flat=True))


def _named(photo: Photo, name: str, keys: list[Any]) -> list[Any]:
    return keys if name == "tags" else list(getattr(photo, name).filter(pk__in=keys))


def _plain(value: Any) -> Any:
    """``value`` as JSON keeps it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
