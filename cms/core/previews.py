"""How content will look in other places than its page. Upper floors say so; the editor's preview panel offers it.

A preview is made of what stands in the form of the person who asks, who must be allowed to edit it: Wagtail's preview
views ask that. It is kept by no browser and has no address that could be handed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Preview:
    """One place. ``offered``: whether content of this kind can go there at all; ``answer`` makes the picture of it."""

    title: str | _StrPromise
    offered: Callable[[Any], bool]
    answer: Callable[[HttpRequest, Any], HttpResponse]


PREVIEWS: dict[str, Preview] = {}


def register(key: str, preview: Preview) -> None:
    """Adds a place to the preview panel; called from ``AppConfig.ready``. The same key replaces."""
    PREVIEWS[key] = preview


def modes_of(content: Any) -> list[tuple[str, Any]]:
    """The places that ``content`` can go to besides its page: (key, title)."""
    return [(key, preview.title) for key, preview in sorted(PREVIEWS.items()) if preview.offered(content)]
