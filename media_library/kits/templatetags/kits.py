"""How sizes of files are said."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def kit_size(size: int) -> str:
    """``84 MB``, ``1,2 GB``, ``310 kB``: decimal units with a Turkish comma, as browsers and newsrooms count."""
    value = float(size)
    for unit in ("bayt", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    digits = 1 if unit in ("MB", "GB") and value < 10 else 0
    return f"{value:.{digits}f}".replace(".", ",") + f" {unit}"
