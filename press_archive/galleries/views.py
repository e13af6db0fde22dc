"""The galleries' public pages: the two lists, one gallery, the note in place of a withdrawn one.

They have addresses of their own before Wagtail's catch-all, because walking down the page tree costs more queries than
the page itself.
"""

from __future__ import annotations

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.website import pictures
from cms.website import selectors as website
from press_archive.galleries import selectors
from press_archive.galleries.models import Kind

LAST_PAGE = 1_000_000


@require_safe
def gallery_list(request: HttpRequest, kind: Kind) -> HttpResponse:
    """``/foto-galeri/?sayfa=`` and ``/video-galeri/?sayfa=``. Raises ``Http404`` for a page that does not exist."""
    text = request.GET.get("sayfa") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= LAST_PAGE):
        raise Http404
    number = int(text)
    try:
        listing = selectors.listing(kind, number)
    except EmptyPage:
        raise Http404 from None
    pictures.attach_renditions([website.frame(request).identity.logo], (pictures.LOGO,))
    path = reverse(selectors.LISTS[kind]) + (f"?sayfa={number}" if number > 1 else "")
    context = {"kind": kind.value, "listing": listing, "canonical": website.absolute(path)}
    return render(request, "galleries/gallery_list.html", context)


@require_safe
def gallery(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """One gallery; 410 with a note if it was taken back, 404 if it was never public."""
    entry = selectors.find(kind, slug)
    if entry is None:
        raise Http404
    if not entry.public:
        return render(request, "galleries/withdrawn.html", {"entry": entry, "kind": kind.value}, status=410)
    response: HttpResponse = selectors.page_of(entry).serve(request)
    return response
