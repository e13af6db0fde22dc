"""What a page's template gets beside the page itself: one presenter for a page type, made known by the app that has the
queries, so that models know nothing of screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

Present = TypeVar("Present", bound=Callable[[Any, HttpRequest], dict[str, Any]])

PRESENTERS: dict[type, Callable[[Any, HttpRequest], dict[str, Any]]] = {}


def presents(*page_types: type) -> Callable[[Present], Present]:
    """Makes the decorated function the presenter of ``page_types``; its module is imported in the app's ``ready``."""

    def keep(present: Present) -> Present:
        for page_type in page_types:
            if PRESENTERS.setdefault(page_type, present) is not present:
                raise ValueError(f"{page_type.__name__} has a presenter already")
        return present

    return keep


def presented(page: Any, request: HttpRequest) -> dict[str, Any]:
    """The context of ``page``; empty for a type that needs nothing more."""
    present = PRESENTERS.get(type(page))
    return present(page, request) if present else {}
