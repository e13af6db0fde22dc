"""Template tags that bring bulletins into other pages."""

from __future__ import annotations

from django import template
from django.template import Context

from cms.website.selectors import frame
from press_archive.bulletins.entries import BULLETINS
from press_archive.bulletins.models import RegisterEntry

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_bulletins(context: Context, count: int) -> list[RegisterEntry]:
    """The newest ``count`` public bulletins, with their card pictures."""
    entries = BULLETINS.latest(count)
    BULLETINS.attach_photos(entries, frame(context.get("request")).identity)
    return entries
