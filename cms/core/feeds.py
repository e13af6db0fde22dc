"""Feeds that can always be written: what XML cannot hold is taken out on the way, whatever the rows say.

Django's feed generators raise on one control character, and then nobody gets the feed at all.
"""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from cms.core.text import clean


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


class CleanFeed:
    """Put before one of Django's feed types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*_clean(args), **{key: _clean(value) for key, value in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*_clean(args), **{key: _clean(value) for key, value in kwargs.items()})  # type: ignore[misc]


class RssFeed(CleanFeed, Rss201rev2Feed):
    """RSS 2.0."""


class AtomFeed(CleanFeed, Atom1Feed):
    """Atom."""
