"""What is asked about publications."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from media_library.models import Photo
from publishing.approval.models import Certificate
from publishing.publications.models import Issue, RenderedFile

PRINT, WEB = "print.pdf", "web.pdf"


def printable() -> QuerySet[Issue]:
    """The issues whose files two people signed, the newest first."""
    return Issue.objects.live().select_related("series", "format").order_by("-date", "-pk")


def signed_files(certificate: Certificate) -> dict[str, str]:
    """The digests of the files that ``certificate`` holds, by name."""
    return _signed(certificate, "files")


def signed_measures(certificate: Certificate) -> dict[str, Any]:
    """The size and the colour condition of the files that ``certificate`` holds."""
    return _signed(certificate, "sheet")


def _signed(certificate: Certificate, part: str) -> dict[str, Any]:
    made: dict[str, Any] = certificate.signed_content.get("made") or {}
    return dict(made.get(part) or {})


def file_of(issue: Issue, name: str, sha256: str) -> RenderedFile | None:
    """The file ``name`` of ``issue`` with exactly this digest."""
    return RenderedFile.objects.filter(rendering__issue=issue.pk, name=name, sha256=sha256).first()


def photo_ids(issue: Issue) -> set[int]:
    """The photos in the plan of ``issue``."""
    field: Any = issue._meta.get_field("plan")
    return {int(pk) for model, pk, *_path in field.extract_references(issue.plan) if issubclass(model, Photo)}


def lost_photos(issue: Issue) -> list[Photo]:
    """The photos of ``issue`` that were taken down since: what is digital of it is shown no more."""
    return list(Photo.objects.filter(pk__in=photo_ids(issue), withheld_at__isnull=False))
