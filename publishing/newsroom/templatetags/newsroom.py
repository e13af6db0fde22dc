"""What the editor of a page shows of what happened to it."""

from __future__ import annotations

from typing import Any

from django import template

from cms.core.governed import GovernedPage
from publishing.newsroom.glance import glance_of

register = template.Library()


@register.inclusion_tag("newsroom/glance.html", takes_context=True)
def page_glance(context: template.Context, page: Any) -> dict[str, Any]:
    """State, number, signatures, deliveries, posts and kit of a governed page that is stored; nothing for others."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not isinstance(page, GovernedPage) or not page.pk:
        return {"glance": None}
    return {"glance": glance_of(page, user)}
