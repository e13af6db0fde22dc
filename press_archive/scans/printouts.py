"""The printed copy of a web page: what was read on it, as a PDF with its address and the moment, for the office alone.

It is set from the text and the picture that were kept, never from the page's own HTML: nothing of a stranger's page is
run, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib

from django.template.loader import render_to_string
from django.utils.translation import override

from cms.core.paper import tagged_pdf
from media_library.store.responses import content_type_of
from press_archive.clippings.kinds import picture_suffix
from press_archive.clippings.models import PageCopy

MOST_LETTERS = 60_000
LARGEST_PICTURE = 6 * 1024 * 1024


def printed(copy: PageCopy) -> bytes:
    """``copy`` as a tagged PDF of A4 pages."""
    with override("tr"):
        page = render_to_string(
            "scans/copy_pdf.html",
            {
                "copy": copy, "paragraphs": [line for line in copy.text[:MOST_LETTERS].split("\n") if line.strip()],
                "is_cut": len(copy.text) > MOST_LETTERS, "picture": _picture(copy),
                "digest": hashlib.sha256(copy.text.encode("utf-8", "surrogatepass")).hexdigest(),
            },
        )  # fmt: skip
    return tagged_pdf(page)


def _picture(copy: PageCopy) -> str:
    """The story's picture as an address that holds its bytes; an empty string where there is none, or one that would
    swell: WeasyPrint decodes it in this process."""
    if not copy.picture or copy.picture.size > LARGEST_PICTURE:
        return ""
    with copy.picture.open("rb") as stored:
        data = stored.read()
    suffix = picture_suffix(data)
    return f"data:{content_type_of(suffix)};base64,{base64.b64encode(data).decode()}" if suffix else ""
