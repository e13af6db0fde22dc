"""A coverage report on paper: a tagged PDF with a cover, and an annex of scans for whoever asks for one."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms.core.paper import tagged_pdf
from cms.core.turkish import format_moment
from cms.identity.selectors import current
from cms.reports.coverage.periods import Period
from cms.reports.coverage.presenters import Section
from media_library.store.storage import local_copy
from media_library.work.jobs.registry import JobRefused
from press_archive.clippings.models import Scan
from press_archive.scans import programs

# Scans in one document; a picture is drawn no larger than what a page of paper shows.
MOST_SCANS, LONGEST_SIDE = 60, 1400
# Pages of one PDF, and of all: somebody waits for the document.
MOST_PAGES, MOST_DRAWN = 4, 24


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the annex: whose it is, and the picture as a ``data:`` address, or why it is missing."""

    headline: str
    citation: str
    picture: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """The scans; ``told``: of when they are; how many were ``left_out``."""

    sheets: Sequence[Sheet]
    told: str
    left_out: int


def as_pdf(
    *, title: str, period: Period, sections: list[Section], told: list[str], annex: Annex | None = None
) -> bytes:
    """The report as A4 pages. ``told``: of what and from when, on the cover."""
    return tagged_pdf(
        render_to_string(
            "reports/coverage/report_pdf.html",
            {
                "title": title, "period": period, "sections": sections, "told": told, "annex": annex,
                "identity": current(), "is_paper": True, "language": get_language() or "tr",
            },
        )
    )  # fmt: skip


def annex_of(rows: Iterable[dict[str, Any]], *, frozen_at: dt.datetime | None = None) -> Annex:
    """The scans of the clippings of ``rows``, in their order. For inside only. ``frozen_at``: of a report that was
    frozen then, without the scans that came later."""
    named = {row["pk"]: row for row in rows}
    found = Scan.objects.filter(clipping__in=list(named)).order_by("clipping__published_on", "clipping", "pk")
    told = _("Taramalar %(when)s itibarıyladır.") % {"when": format_moment(timezone.now())}
    if frozen_at is not None:
        found = found.filter(created_at__lte=frozen_at)
        told = _(
            "Taramalar %(when)s itibarıyladır: rapor dondurulduğunda kupürlerde olan ve bugün de duranlar. Sonradan "
            "eklenenler alınmaz, silinenler gösterilemez."
        ) % {"when": format_moment(timezone.now())}
    scans = list(found)
    sheets: list[Sheet] = []
    drawn = 0
    for scan in scans[:MOST_SCANS]:
        row = named[scan.clipping_id]
        if str(scan.file.name).lower().endswith(".pdf"):
            made = _pages(scan, row, MOST_DRAWN - drawn)
            drawn += len(made)
        else:
            made = [_picture(scan, row)]
        sheets += made
    return Annex(sheets, told, max(0, len(scans) - MOST_SCANS))


def _named(scan: Scan, row: dict[str, Any]) -> tuple[str, str]:
    return row["headline"], f"{row['citation']} · {scan.name}"


def _picture(scan: Scan, row: dict[str, Any]) -> Sheet:
    try:
        with scan.file.open("rb") as file, Image.open(file) as opened:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            stream = io.BytesIO()
            picture.save(stream, "JPEG", quality=75)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Sheet(*_named(scan, row), note=_("Tarama okunamadı."))
    return Sheet(*_named(scan, row), picture=_data(stream.getvalue()))


def _pages(scan: Scan, row: dict[str, Any], room: int) -> list[Sheet]:
    """The pages of a PDF, drawn by a program of its own; where there is no ``room`` for one, where they are."""
    elsewhere = _("PDF dosyasıdır; kupürün sayfasından açılır: %(url)s") % {
        "url": settings.SITE_URL + reverse("clippings:detail", args=[scan.clipping_id])
    }
    if room < 1:
        return [Sheet(*_named(scan, row), note=elsewhere)]
    sheets: list[Sheet] = []
    try:
        with local_copy(scan.file) as path, TemporaryDirectory(prefix="annex-") as folder:
            picture, small = Path(folder) / "page.jpg", Path(folder) / "small.jpg"
            count = int(programs.counted(path, _still)["pages"])
            shown = min(count, MOST_PAGES, room)
            for place in range(shown):
                programs.drawn(path, place, 0, picture, small, _still, longest=LONGEST_SIDE)
                page = _("Sayfa %(page)d / %(count)d") % {"page": place + 1, "count": count} if count > 1 else ""
                sheets.append(Sheet(*_named(scan, row), picture=_data(picture.read_bytes()), note=page))
    except (OSError, JobRefused):
        return [Sheet(*_named(scan, row), note=_("Tarama okunamadı."))]
    if shown < count:
        sheets[-1] = replace(sheets[-1], note=f"{sheets[-1].note}. {elsewhere}")
    return sheets


def _still() -> None:
    """The program that draws has an end of its own; nobody has to be told that it works."""


def _data(picture: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
