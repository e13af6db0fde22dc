"""Template tags that bring galleries into other pages."""

from __future__ import annotations

from django import template

from press_archive.galleries import selectors

register = template.Library()


@register.simple_tag
def latest_gallery() -> selectors.Strip | None:
    """The newest photo gallery with its first photos, or ``None``."""
    return selectors.latest_strip()
