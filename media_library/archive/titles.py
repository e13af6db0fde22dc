"""Titles that follow the shoot: when it is renamed, when a photo is moved, and when photos of before have no number.

Only what the house named is touched (``media_library.names``); what content in approval uses keeps its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from cms.users.models import User
from media_library import guards, names
from media_library.archive.permissions import may_describe
from media_library.intake import numbers
from media_library.models import Photo, Shoot, Video
from media_library.rights import versions


def pool(shoot: Shoot, count: int) -> Iterator[tuple[str, int]]:
    """What ``shoot`` is called with each of ``count`` numbers, taken when the first is asked for."""
    title, found = numbers.take(shoot.pk, count)
    yield from ((title, number) for number in found)


def moved(item: Any, was: Shoot | None, free: Iterator[tuple[str, int]]) -> str:
    """The title of ``item``, which came from ``was`` into the shoot it names now; its own if a person wrote it."""
    # A version follows its original.
    if item.shoot is None or getattr(item, "edit", None) is not None or not _given(item, was):
        return str(item.title)
    return names.name_of(*next(free), _words(item))


def unnumbered(shoot: Shoot) -> int:
    """How many photos and videos of ``shoot`` are called exactly as it is."""
    return sum(model._default_manager.filter(shoot=shoot, title=shoot.title).count() for model in (Photo, Video))


@transaction.atomic
def number(*, shoot: Shoot, user: User) -> int:
    """Gives the photos and videos of ``shoot`` that are called as it is a number, the oldest first. Gives how many.
    Raises ``PermissionDenied``."""
    if not may_describe(user):
        raise PermissionDenied
    return follow(shoot=shoot, was=shoot.title, user=user)


def follow(*, shoot: Shoot, was: str, user: User) -> int:
    """Names anew what the house named while ``shoot`` was called ``was``; gives how many titles changed.

    The rows are locked before the shoot is, as everywhere. To be called in a transaction.
    """
    changed, renamed = 0, list[int]()
    for model in (Photo, Video):
        held = model._default_manager.filter(shoot=shoot).order_by("pk")
        list(held.filter(title__startswith=was).select_for_update(no_key=True).values_list("pk"))
        rows = held.filter(title__startswith=was).defer("metadata").order_by("taken_at", "pk")
        items = [item for item in rows if names.is_given(item.title, was) and not getattr(item, "edit", None)]
        free = pool(shoot, sum(not names.is_numbered(item.title, was) for item in items))
        for item in items:
            known = names.is_numbered(item.title, was)
            if known:
                title = names.name_of(shoot.title, names.number_of(item.title), names.own_words(item.title))
            else:
                title = names.name_of(*next(free), _words(item))
            if title == item.title:
                continue
            item.title = title
            try:
                item.save(update_fields=["title"])
            except guards.FileInUse:
                continue
            log(instance=item, action="archive.describe", user=user, data={"fields": ["title"]})
            changed += 1
            if isinstance(item, Photo):
                renamed.append(item.pk)
    versions.follow(renamed)
    return changed


def _given(item: Any, was: Shoot | None) -> bool:
    if was is not None:
        return names.is_given(item.title, was.title)
    return item.title in {item.headline, names.words_of(item.original_name), PurePath(item.original_name).stem} - {""}


def _words(item: Any) -> str:
    return names.own_words(item.title) or item.headline or names.words_of(item.original_name)
