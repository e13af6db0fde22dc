"""What the website gives of publications besides their lists and pages: the cover and the PDF, as they were signed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cms.core.addresses import ip_of
from media_library.kits.zip_response import private, zip_response
from publishing.publications import files, selectors
from publishing.publications import package as packages
from publishing.publications.models import Issue, IssueEntry

COVER = "cover.jpg"


@require_safe
def web_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The PDF for screens of a public issue."""
    return _signed(request, slug, selectors.WEB, f"{slug}.pdf")


@require_safe
def cover(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The first page of a public issue as a picture."""
    return _signed(request, slug, COVER, "")


@require_safe
def package(request: HttpRequest, key: str) -> HttpResponseBase:
    """The package that ``key`` opens, for a printing house; 410 for what is closed, whatever the reason."""
    row = packages.open_handover(key)
    if row is None:
        return private(HttpResponse(status=410, content_type="text/plain; charset=utf-8"))

    def begin(touched: set[str], start: int, length: int) -> None:
        packages.note_fetch(handover=row, ip=ip_of(request))

    return zip_response(
        request, packages.archive_of(row), f"{row.issue.slug}-baski-paketi.zip", begin=begin,
        still_open=lambda: packages.open_handover(key) is not None,
    )  # fmt: skip


def _signed(request: HttpRequest, slug: str, name: str, download_name: str) -> HttpResponseBase:
    """The signed file ``name``: 410 for what was taken back or shows a photo that was, 404 for what never was."""
    entry = IssueEntry.objects.filter(page__slug=slug).first()
    if entry is None:
        raise Http404
    issue = Issue.objects.filter(pk=entry.page_id, live=True).first() if entry.public else None
    certificate = issue.certificate if issue is not None else None
    if issue is None or certificate is None or selectors.lost_photos(issue):
        return HttpResponse(status=410, content_type="text/plain; charset=utf-8")
    digest = selectors.signed_files(certificate).get(name, "")
    row = selectors.file_of(issue, name, digest) if digest else None
    if row is None:
        raise Http404
    return files.answer(request, row, download_name=download_name)
