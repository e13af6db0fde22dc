"""A coverage report on paper: a tagged PDF with a cover, and an annex of scans for whoever asks for one."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms.core.paper import tagged_pdf
from cms.identity.selectors import current
from cms.reports.coverage.periods import Period
from cms.reports.coverage.presenters import Section
from press_archive.clippings.models import Scan

INK = "#16202a"
# Scans in one document; a picture is drawn no larger than what a page of paper shows.
MOST_SCANS, LONGEST_SIDE = 60, 1400


@dataclass(frozen=True, slots=True)
class Sheet:
    """One scan of the annex: whose it is, and the picture as a ``data:`` address, or why it is missing."""

    headline: str
    citation: str
    picture: str = ""
    note: str = ""


def as_pdf(
    *, title: str, period: Period, sections: list[Section], told: list[str], annex: list[Sheet] | None = None,
    left_out: int = 0,
) -> bytes:  # fmt: skip
    """The report as A4 pages. ``told``: of what and from when, on the cover."""
    return tagged_pdf(
        render_to_string(
            "reports/coverage/report_pdf.html",
            {
                "title": title, "period": period, "sections": sections, "told": told, "annex": annex,
                "left_out": left_out, "identity": current(), "is_paper": True, "language": get_language() or "tr",
            },
        )
    )  # fmt: skip


def annex_of(rows: Iterable[dict[str, Any]]) -> tuple[list[Sheet], int]:
    """The scans of the clippings of ``rows``, in their order, and how many more there are. For inside only."""
    named = {row["pk"]: row for row in rows}
    scans = list(Scan.objects.filter(clipping__in=list(named)).order_by("clipping__published_on", "clipping", "pk"))
    return [_sheet(scan, named[scan.clipping_id]) for scan in scans[:MOST_SCANS]], max(0, len(scans) - MOST_SCANS)


def _sheet(scan: Scan, row: dict[str, Any]) -> Sheet:
    named = (row["headline"], f"{row['citation']} · {scan.name}")
    if str(scan.file.name).lower().endswith(".pdf"):
        return Sheet(*named, note=_("PDF dosyasıdır; kupürün sayfasından açılır."))
    try:
        with scan.file.open("rb") as file, Image.open(file) as opened:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            stream = io.BytesIO()
            picture.save(stream, "JPEG", quality=75)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Sheet(*named, note=_("Tarama okunamadı."))
    return Sheet(*named, picture=f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}")
