"""What the approvers' desk shows besides the web page. Upper floors register how their channel will look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Render = Callable[[HttpRequest, Any], SafeString | None]


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where the content will appear. ``render`` gives its HTML, or ``None`` when it does not go there."""

    key: str
    title: str | _StrPromise
    render: Render


SURFACES: dict[str, Surface] = {}


def register(key: str, title: str | _StrPromise, render: Render) -> None:
    """Adds a surface to the desk; called from ``AppConfig.ready``. The same key replaces."""
    SURFACES[key] = Surface(key=key, title=title, render=render)
