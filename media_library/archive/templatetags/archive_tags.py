"""Small parts of the archive's screens."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.urls import reverse

from media_library.archive.finder import Tile

register = template.Library()


@register.filter
def ratio(tile: Tile) -> str:
    """Width by height for the style sheet, with a point whatever the language; 0.5 at least, 2.4 at most."""
    width, height = tile.item.width or 3, tile.item.height or 2
    return f"{min(2.4, max(0.5, width / height)):.3f}"


@register.inclusion_tag("archive/select.html")
def archive_select(form: forms.Form, name: str) -> dict[str, Any]:
    """A filter that is chosen from a list."""
    return {"field": form[name]}


@register.inclusion_tag("archive/line.html")
def archive_line(form: forms.Form, name: str, source: str = "") -> dict[str, Any]:
    """A filter that is typed, with suggestions from ``source``."""
    field = form[name]
    kind = {forms.DateField: "date", forms.IntegerField: "number"}.get(type(field.field), "text")
    value = field.value()
    return {
        "field": field,
        "kind": kind,
        "value": "" if value is None else value,
        "source": source and reverse("archive:suggest", args=[source]),
    }
