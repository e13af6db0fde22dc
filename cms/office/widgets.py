"""Fields for a day and a moment as the device knows them: a phone opens its own calendar, and no script is loaded.

Wagtail's own fields, in its filters, reports and in publishing, become such ones by the templates below
``cms/templates/wagtailadmin/widgets/``.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override


class DayInput(forms.DateInput):
    """A day. The browser sends ``2026-11-06`` and shows what its own language writes."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a minute, in the time zone of the office."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": "60", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


register_form_field_override(models.DateField, override={"widget": DayInput})
register_form_field_override(models.DateTimeField, override={"widget": MomentInput})
