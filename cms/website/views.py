"""What the website answers besides its own pages: the lists of public entries, one entry or the note in its place, the
colours' stylesheet, ``robots.txt``, the list of sitemaps.

Entries have addresses of their own before Wagtail's catch-all, because walking down the page tree costs more queries
than the page itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.identity.selectors import current
from cms.website import kept, parts, pieces, selectors
from cms.website.entries import LAST_PAGE, Kind, whole_number


@require_safe
def entry_list(request: HttpRequest, kind: Kind) -> HttpResponse:
    """A list: ``?sayfa=`` and what the kind filters by. Raises ``Http404`` for a filter or page that does not exist."""
    chosen = kind.chosen(request)
    number = whole_number(request.GET.get("sayfa") or "1", 1, LAST_PAGE)
    frame = selectors.frame(request)
    try:
        listing = parts.listing(kind, chosen, number, frame)
    except EmptyPage:
        raise Http404 from None
    path = kind.list_path(chosen, number)
    kept.canonical(request, path)
    context = {
        "listed": kind,
        "listing": listing,
        "chosen": chosen,
        "heading": kind.heading(chosen),
        "count": kind.count(listing.total),
        "query": kind.query_string(chosen),
        "canonical": selectors.absolute(path),
        "feeds": kind.feed_links(chosen),
        **parts.known(frame, ("choices", kind.name), kind.choices),
    }
    return render(request, kind.list_template, context)


@require_safe
def entry(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    """One entry; 410 with a note of when, and of nothing else, if it was taken back; 404 if it was never public."""
    frame = selectors.frame(request)
    found = parts.served(kind, slug, frame)
    if found is not None and found.public:
        text, page_id = parts.page(kind, found.line, frame).text, found.line.page_id

        def around() -> str:
            return parts.known(frame, ("around", kind.name, page_id), lambda: parts.around(kind, page_id, frame))

        return HttpResponse(pieces.filled(text, frame, request.path, around))
    if found is not None and found.withdrawn:
        context = {"entry": kind.find(slug), "listed": kind, "list_path": kind.list_path()}
        return render(request, kind.withdrawn_template, context, status=410)
    raise Http404


@require_safe
def theme(request: HttpRequest, name: str) -> HttpResponse:
    """The colours as custom properties. Kept for good under the name that says them; under any other name the colours
    of today, not kept."""
    said = selectors.theme_called(name)
    if name != selectors.theme_name(current()):
        kept.not_kept(request)
    sheet = selectors.theme_sheet(*(said or _colours_of_today()))
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable" if said else "no-cache"
    return response


def _colours_of_today() -> tuple[str, str]:
    return selectors.colours_of(current())


@require_safe
@x_robots_tag
def sitemap_index(request: HttpRequest, sitemaps: Mapping[str, Callable[[], Sitemap]]) -> HttpResponse:
    """``/sitemap.xml``. Django's own view would write the host name of the request into every address."""
    items = []
    for section, kind in sitemaps.items():
        sitemap = kind()
        address = selectors.absolute(reverse("sitemap", args=[section]))
        addresses = [address, *(f"{address}?p={page}" for page in range(2, sitemap.paginator.num_pages + 1))]
        latest: Any = sitemap.get_latest_lastmod()  # the stubs say bool
        items += [SitemapIndexItem(one, latest) for one in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk through."""
    return render(
        request, "robots.txt", {"sitemap": selectors.absolute("/sitemap.xml")}, content_type="text/plain; charset=utf-8"
    )
