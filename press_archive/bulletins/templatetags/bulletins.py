"""Template tags that bring bulletins into other pages."""

from __future__ import annotations

from django import template
from django.template import Context

from cms.website import parts
from cms.website.selectors import frame
from press_archive.bulletins.entries import BULLETINS

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_bulletins(context: Context, count: int) -> list[parts.Part]:
    """Cards of the newest ``count`` public bulletins, the first of them as the lead story."""
    public, here = BULLETINS.public(), frame(context.get("request"))
    lead = parts.cards(BULLETINS, "lead", public[:1], here)
    return lead + parts.cards(BULLETINS, "tile", public[1:count], here) if lead else []
