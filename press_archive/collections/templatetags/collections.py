"""Template tags that bring collections into other pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from cms.website.selectors import frame
from press_archive.collections.contents import first_cards

register = template.Library()


@register.simple_tag(takes_context=True)
def collection_cards(context: Context, page: Any, most: int) -> list[Any]:
    """The first ``most`` cards of the collection ``page``; none of one that is not public."""
    if page is None or not page.live:
        return []
    return first_cards(page.specific.criteria, most, frame(context.get("request")))
