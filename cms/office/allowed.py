"""Who may open a screen: the rule belongs to the screen's own app and is handed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from cms.office.answers import Closed

View = Callable[..., HttpResponseBase]
Rule = Callable[[Any], bool]


def require(is_allowed: bool) -> None:
    """Raises ``PermissionDenied`` unless ``is_allowed``."""
    if not is_allowed:
        raise PermissionDenied


def allowed(rule: Rule, sentence: Callable[[], str] | None = None) -> Callable[[View], View]:
    """Lets only those in whom ``rule`` allows.

    Everybody else gets Wagtail's general sentence and the admin's home; with ``sentence`` a page of their own that says
    whom the screen is for.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if sentence is not None and not rule(request.user):
                raise Closed(sentence())
            require(rule(request.user))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
