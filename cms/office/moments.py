"""Dates and times where Wagtail prints what Python calls them: two versions beside each other, a row's own page.

Importing this registers both.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, register_comparison_class
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.fields import register_display_class


class MomentComparison(FieldComparison):
    """Wagtail's own says ``2026-11-27``, and ``None``."""

    def __init__(self, field: models.Field, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = (written(value) for value in (self.val_a, self.val_b))


class MomentDisplay(Component):
    """Wagtail's own says the hour of Greenwich."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def render_html(self, parent_context: Any = None) -> SafeString:
        return escape(written(self.value) or "-")


def written(value: Any) -> str:
    """A date or moment in the language and the time zone of who reads it; "" for none."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return "" if value is None else str(localize(value))


register_comparison_class(models.DateField, comparison_class=MomentComparison)
register_display_class(models.DateField, display_class=MomentDisplay)
