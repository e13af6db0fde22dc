"""Matters that go step by step: what can be done now, as forms on one page, and one address that does it.

``office/steps.css`` shows them. Whether a step may be taken is a rule of its service, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin import messages

Row = TypeVar("Row")
Failed = tuple[str, Any] | None


@dataclass(frozen=True, slots=True)
class Step(Generic[Row]):
    """One thing that an officer can do. ``name`` stands in its address; ``act`` is given the row, what the form says
    and who does it; ``offered``: whether it can be done now."""

    name: str
    title: Any
    button: Any
    done: Any
    form: type[forms.BaseForm]
    act: Callable[[Row, dict[str, Any], Any], object]
    offered: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Course(Generic[Row]):
    """The steps of one kind of matter, in the order in which a page shows them. ``row``: what their forms call the
    matter; ``address``: the name of the address that takes one; ``aside``: names of those that are seldom taken;
    ``first``: the name of the one that is most probably next."""

    steps: tuple[Step[Row], ...]
    row: str
    address: str
    aside: tuple[str, ...] = ()
    first: Callable[[Row], str | None] = lambda _row: None

    def open_to(self, row: Row) -> list[Step[Row]]:
        """What can be done now, what is most probably next first."""
        first = self.first(row)
        return sorted((step for step in self.steps if step.offered(row)), key=lambda step: step.name != first)

    def shown(self, row: Any, failed: Failed = None) -> list[dict[str, Any]]:
        """The same for a page: step, form, where it is sent, whether it is open, whether it stands aside. ``failed``:
        the name of a step and its form that came back."""
        found = []
        for step in self.open_to(row):
            is_open = failed is not None and failed[0] == step.name
            form = failed[1] if failed is not None and is_open else self._form(step, row)
            action = reverse(self.address, args=[row.pk, step.name])
            is_aside = step.name in self.aside
            found.append({"step": step, "form": form, "action": action, "is_open": is_open, "is_aside": is_aside})
        return found

    def take(
        self, request: HttpRequest, row: Row, name: str, *, too_late: str, again: Callable[[Failed], HttpResponseBase],
        then: Callable[[], HttpResponseBase],
    ) -> HttpResponseBase:  # fmt: skip
        """Takes the step ``name`` and answers with ``then``; with ``again`` where its form is not whole. ``too_late``
        is said of a step that cannot be taken (any more). Raises ``Http404`` for one that there is not."""
        step = next((one for one in self.steps if one.name == name), None)
        if step is None:
            raise Http404
        if not step.offered(row):
            messages.error(request, too_late)
            return then()
        form = self._form(step, row, request.POST, request.FILES)
        if not form.is_valid():
            return again((step.name, form))
        step.act(row, form.cleaned_data, request.user)
        messages.success(request, step.done)
        return then()

    def _form(self, step: Step[Row], row: Row, *data: Any) -> Any:
        kwargs: dict[str, Any] = {self.row: row, "prefix": step.name}
        return step.form(*data, **kwargs)
