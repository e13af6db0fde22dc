"""What the template of a collection gets beside the page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest

from cms.core.presenters import presents
from cms.website import kept, selectors
from cms.website.entries import LAST_PAGE, whole_number
from cms.website.models import address_of
from cms.website.richtext import path_of
from press_archive.collections.contents import feed_links, kind_shown, page_of
from press_archive.collections.models import CollectionPage


@presents(CollectionPage)
def collection(page: CollectionPage, request: HttpRequest) -> dict[str, Any]:
    """The page of the list that ``?sayfa=`` asks for; raises ``Http404`` for one that is not there."""
    number = whole_number(request.GET.get("sayfa") or "1", 1, LAST_PAGE)
    asked = page.criteria
    try:
        listing = page_of(asked, number, selectors.frame(request))
    except EmptyPage:
        raise Http404 from None
    listed = kind_shown(asked)
    step = f"?sayfa={number}" if number > 1 else ""
    if page.url_path:
        kept.canonical(request, path_of(page.url_path) + step)
    return {
        "listed": listed,
        "listing": listing,
        # Bulletins stand in rows where they are alone.
        "look": "rows" if listed.looks.get("tile") else "cards",
        "is_mixed": asked.is_mixed,
        "count": listed.count(listing.total),
        "canonical": f"{address_of(page)}{step}",
        "feeds": feed_links(page),
    }
