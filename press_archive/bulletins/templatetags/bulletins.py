"""Template tags that bring bulletins into other pages."""

from __future__ import annotations

from django import template
from django.template import Context

from cms.website.selectors import frame
from press_archive.bulletins import selectors
from press_archive.bulletins.models import BulletinPage, RegisterEntry

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_bulletins(context: Context, count: int) -> list[RegisterEntry]:
    """The newest ``count`` public bulletins, with their card pictures."""
    entries = selectors.latest(count)
    selectors.attach_card_photos(entries, frame(context.get("request")).identity)
    return entries


@register.filter
def bulletin_path(page: BulletinPage) -> str:
    """The public path of a bulletin."""
    return selectors.path_of(page)
