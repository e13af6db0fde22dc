"""Entries of the admin's menu for those whom a rule lets in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class RuledMenuItem(MenuItem):
    """Shown to whoever ``rule`` lets in. A request builds the menu several times; the rule is asked once."""

    def __init__(self, label: Any, url: Any, *, rule: Callable[[Any], object], **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.rule = rule

    def is_shown(self, request: HttpRequest) -> bool:
        answers: dict[Callable[[Any], object], bool] = request.__dict__.setdefault("menu_answers", {})
        if self.rule not in answers:
            answers[self.rule] = bool(self.rule(request.user))
        return answers[self.rule]
