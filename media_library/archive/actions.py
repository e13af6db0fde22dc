"""What can be done with a selection of photos and videos. Each area, and every floor above, registers its own buttons.

``register(Action(name="kit", label=_("Kite ekle"), icon="folder", url=lambda: reverse("archive:kit"), may=…))``: the
button leads to ``url`` with the selection as ``?foto=1,2&video=3`` (or posts it under the same names).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User
from media_library.models import Photo, Shoot, Video


class Takes(StrEnum):
    """What an action works on."""

    ANY = "any"
    PHOTOS = "photos"
    ONE_PHOTO = "one_photo"
    ONE = "one"


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button on the bar of the selection. ``may`` says whether a user sees it; who follows it is asked again."""

    name: str
    label: Any
    icon: str
    url: Callable[[], str]
    may: Callable[[Any], bool]
    takes: Takes = Takes.ANY
    post: bool = False
    order: int = 100
    # Whether the page of one photo or video shows it too.
    on_item: bool = False

    @property
    def address(self) -> str:
        """Where the button leads; ``/0/`` in it stands for the one photo or video chosen."""
        return self.url()


@dataclass(frozen=True, kw_only=True)
class ShootAction:
    """A button on a shoot's page. ``url`` makes its address for the shoot."""

    name: str
    label: Any
    icon: str
    url: Callable[[Shoot], str]
    may: Callable[[Any], bool]
    post: bool = False
    order: int = 100


_actions: dict[tuple[type, str], Action | ShootAction] = {}


def register(action: Action | ShootAction) -> None:
    """Adds ``action``; one of the same kind and name takes its place."""
    _actions[type(action), action.name] = action


def for_selection(user: User | AnonymousUser) -> list[Action]:
    """The buttons that ``user`` sees beside a selection, in order."""
    found = [one for one in _actions.values() if isinstance(one, Action) and one.may(user)]
    return sorted(found, key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class ItemButton:
    """An action on one photo or video, with its address."""

    label: Any
    icon: str
    address: str


def for_item(user: User | AnonymousUser, item: Photo | Video) -> list[ItemButton]:
    """The buttons that ``user`` sees on the page of one photo or video: those that can be followed by a link."""
    is_photo = isinstance(item, Photo)
    found = []
    for one in for_selection(user):
        if not one.on_item or (one.takes in (Takes.PHOTOS, Takes.ONE_PHOTO) and not is_photo):
            continue
        address = one.address.replace("/0/", f"/{item.pk}/")
        found.append(ItemButton(one.label, one.icon, f"{address}?{'foto' if is_photo else 'video'}={item.pk}"))
    return found


def for_shoot(user: User | AnonymousUser) -> list[ShootAction]:
    """The buttons that ``user`` sees on a shoot's page, in order."""
    found = [one for one in _actions.values() if isinstance(one, ShootAction) and one.may(user)]
    return sorted(found, key=lambda one: one.order)
