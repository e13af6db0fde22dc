"""The digest on paper: a tagged PDF of A4 pages with what the mail says, and nothing more."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils.translation import override

from cms.core.paper import tagged_pdf
from cms.identity.selectors import current
from press_archive.digests.lines import Line
from press_archive.digests.services import context_of


def as_pdf(day: dt.date, note: str, lines: list[Line]) -> bytes:
    """The digest of ``day``, in Turkish whoever asks for it."""
    with override("tr"):
        words = {**context_of(day, note, lines), "identity": current()}
        return tagged_pdf(render_to_string("digests/digest_pdf.html", words))
