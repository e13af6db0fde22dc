"""What links to the row that a screen of deletion is about."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models

from cms.office.uses import uses_of

register = template.Library()


@register.inclusion_tag("office/uses.html", takes_context=True)
def links_here(context: template.Context) -> dict[str, Any]:
    """The list, for the page, row or photo that the screen has in hand."""
    found = (context.get(name) for name in ("page", "object", "image"))
    row = next((one for one in found if isinstance(one, models.Model) and one.pk), None)
    request = context.get("request")
    return {"uses": uses_of(row, request.user) if row is not None and request is not None else None}
