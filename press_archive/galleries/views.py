"""What the website gives of galleries besides their lists and pages: all photos at once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from media_library.kits.zip_response import private, zip_response
from media_library.store.responses import unavailable
from media_library.store.storage import StorageUnavailable
from press_archive.galleries import archive

LARGEST = 2**63 - 1


@require_safe
def photos(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The photos of a public gallery as one zip; 410 for one that was withdrawn or has nothing left to show."""
    entry = archive.entry_of(page_id) if page_id <= LARGEST else None
    if entry is None:
        raise Http404
    before = archive.state_of(entry.pk)  # what is taken back while the files are measured counts too
    try:
        whole = archive.archive_of(entry) if archive.seen_by_strangers(entry) else None
    except (FileNotFoundError, StorageUnavailable):
        return unavailable(request)
    if whole is None:
        return private(HttpResponse(status=410, content_type="text/plain; charset=utf-8"))
    return zip_response(
        request, whole, f"{entry.page.slug}.zip", begin=lambda touched, start, length: None,
        still_open=lambda: archive.state_of(entry.pk) == before,
    )  # fmt: skip
