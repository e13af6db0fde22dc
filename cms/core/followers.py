"""What a room does in the transaction that makes its content public or takes it back.

``publishing.dispatch`` is the one receiver of publication and calls these; a room below it adds its own when it is
loaded, and listens to no signal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Follower:
    """``published``: the content is live in words that are signed, also once more; ``unpublished``: an office took it
    back."""

    published: Callable[[Any], object]
    unpublished: Callable[[Any], object]


FOLLOWERS: dict[type[models.Model], Follower] = {}


def follow(model: type[models.Model], follower: Follower) -> None:
    """Called from ``AppConfig.ready``."""
    FOLLOWERS[model] = follower


def tell_published(content: models.Model) -> None:
    """What follows a publication of ``content``, which is live."""
    if follower := FOLLOWERS.get(type(content)):
        follower.published(content)


def tell_unpublished(content: models.Model) -> None:
    """What follows when ``content`` was taken back."""
    if follower := FOLLOWERS.get(type(content)):
        follower.unpublished(content)
