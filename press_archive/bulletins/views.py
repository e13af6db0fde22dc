"""The bulletins' public pages: the list, one bulletin, the note in place of a withdrawn one.

They have addresses of their own before Wagtail's catch-all, because walking down the page tree costs more queries than
the page itself.
"""

from __future__ import annotations

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.website import selectors as website
from press_archive.bulletins import selectors
from press_archive.bulletins.models import BulletinPage

FIRST_YEAR, LAST_YEAR = 1900, 9998
PAGE_LIMIT = 1_000_000


@require_safe
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """``/bultenler/?yil=&mudurluk=&etiket=&sayfa=``. Raises ``Http404`` for a filter or page that does not exist."""
    chosen = chosen_filter(request)
    number = whole_number(request.GET.get("sayfa") or "1", 1, PAGE_LIMIT)
    try:
        listing = selectors.listing(chosen, number)
    except EmptyPage:
        raise Http404 from None
    frame = website.frame(request)
    selectors.attach_card_photos(listing.entries, frame.identity)
    context = {
        "listing": listing,
        "chosen": chosen,
        "query": filter_query(chosen),
        "canonical": website.absolute(address_of(chosen, number)),
        "years": selectors.years(),
        "departments": selectors.departments(),
        "tags": selectors.tags_of(listing.entries),
    }
    return render(request, "bulletins/bulletin_list.html", context)


@require_safe
def bulletin(request: HttpRequest, slug: str) -> HttpResponse:
    """``/bultenler/<slug>/``: the bulletin, 410 with a note if it was taken back, 404 if it was never public."""
    page = selectors.find(slug)
    if page is not None and page.live:
        response: HttpResponse = page.serve(request)
        return response
    entry = selectors.register_entry(page) if page is not None else None
    if page is not None and entry is not None and entry.withdrawn_at:
        return withdrawn_notice(request, page)
    raise Http404


def withdrawn_notice(request: HttpRequest, page: BulletinPage) -> HttpResponse:
    """410 with number and dates; what the bulletin said, headline included, is no longer shown."""
    return render(request, "410.html", {"entry": selectors.register_entry(page)}, status=410)


def chosen_filter(request: HttpRequest) -> selectors.ListFilter:
    """The list's filter from the address; empty values mean no filter."""
    # No name holds a NUL, and PostgreSQL refuses to look for one.
    names = ("yil", "mudurluk", "etiket")
    year, department, tag = (str(request.GET.get(name, "")).replace("\0", "?").strip() for name in names)
    return selectors.ListFilter(
        year=whole_number(year, FIRST_YEAR, LAST_YEAR) if year else None,
        department=get_object_or_404(selectors.public_departments(), slug=department) if department else None,
        tag=get_object_or_404(selectors.public_tags(), slug=tag) if tag else None,
    )


def filter_query(chosen: selectors.ListFilter) -> str:
    """``chosen`` as a query string that ends in ``&``, for the links of the pager; empty without a filter."""
    values = {
        "yil": chosen.year,
        "mudurluk": chosen.department.slug if chosen.department else None,
        "etiket": chosen.tag.slug if chosen.tag else None,
    }
    given = {key: value for key, value in values.items() if value}
    return f"{urlencode(given)}&" if given else ""


def address_of(chosen: selectors.ListFilter, number: int) -> str:
    """The one path of this page of the list, under which search engines keep it."""
    query = filter_query(chosen) + (f"sayfa={number}" if number > 1 else "")
    return reverse("bulletins") + (f"?{query.rstrip('&')}" if query else "")


def whole_number(text: str, lowest: int, highest: int) -> int:
    """``text`` as a number within the bounds; raises ``Http404`` otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and lowest <= int(text) <= highest):
        raise Http404
    return int(text)
