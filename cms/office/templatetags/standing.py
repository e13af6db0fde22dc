"""Where content stands, as every screen of the admin shows it."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from cms.core.standing import Standing, standing_of, standings_of

register = template.Library()


@register.inclusion_tag("office/standing.html")
def standing(which: Standing | str) -> dict[str, Any]:
    """The mark for ``which``."""
    return {"standing": Standing(which)}


@register.inclusion_tag("office/standing.html", takes_context=True)
def page_standing(context: template.Context, page: Any) -> dict[str, Any]:
    """The mark for where ``page`` stands. In a list all of its pages are asked for together, with the first one."""
    told = getattr(page, "standing", None)
    request = context.get("request")
    if told is not None or request is None or not isinstance(page, Page):
        return {"standing": standing_of(page)}
    known: dict[int, Standing] = request.__dict__.setdefault("page_standings", {})
    if page.pk not in known:
        known.update(standings_of({page.pk, *_beside(context)}))
    return {"standing": known.get(page.pk, Standing.DRAFT)}


def _beside(context: template.Context) -> set[int]:
    """The numbers of the other pages of the list that is being shown."""
    shown = getattr(context.get("table"), "data", None) or context.get("object_list") or ()
    rows = (one[0] if isinstance(one, tuple) and one else one for one in shown)
    return {row.pk for row in rows if isinstance(row, Page)}
