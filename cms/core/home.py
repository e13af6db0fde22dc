"""What a person can start from the admin's first page; every floor puts its own tasks there.

``hooks.register("construct_homepage_panels", …)`` appends a :class:`Task`; the page shows tasks as cards above the
panels, the smallest ``order`` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.admin.ui.components import Component


@dataclass(frozen=True, kw_only=True)
class Task(Component):
    """One card: ``title``, a ``sentence`` on how things stand, and the button ``action`` that leads to ``url``.

    ``first`` marks what the reader most probably came for.
    """

    title: str
    sentence: str
    action: str
    url: str
    icon: str
    order: int = 50
    first: bool = False

    template_name = "wagtailadmin/home/task.html"
    is_task = True

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"task": self}
