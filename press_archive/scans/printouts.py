"""The printed copy of a web page: what was read on it, as a PDF with its address and the moment, for the office alone.

It is set from the text and the picture that were kept, never from the page's own HTML: nothing of a stranger's page is
run, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import io

from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import Image, ImageFile

from press_archive.clippings.article import MOST_PICTURE_PIXELS
from press_archive.clippings.models import PageCopy

MOST_LETTERS = 60_000
LARGEST_PICTURE = 6 * 1024 * 1024
KINDS = {"jpg": "jpeg", "png": "png", "webp": "webp"}
FORMATS = ("JPEG", "PNG", "WEBP")


def printed(copy: PageCopy) -> bytes:
    """``copy`` as a tagged PDF of A4 pages."""
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # WeasyPrint tells Pillow to take half pictures for whole ones, everywhere in this process.
    ImageFile.LOAD_TRUNCATED_IMAGES = strict
    with override("tr"):
        page = render_to_string(
            "scans/copy_pdf.html",
            {
                "copy": copy, "paragraphs": [line for line in copy.text[:MOST_LETTERS].split("\n") if line.strip()],
                "is_cut": len(copy.text) > MOST_LETTERS, "picture": _picture(copy),
                "digest": hashlib.sha256(copy.text.encode("utf-8", "surrogatepass")).hexdigest(),
            },
        )  # fmt: skip
    fetcher = URLFetcher(allowed_protocols=["data"])
    written = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    if not isinstance(written, bytes):
        raise TypeError("no PDF was written")
    return written


def _picture(copy: PageCopy) -> str:
    """The story's picture as an address that holds its bytes; an empty string where there is none, or one that would
    swell: WeasyPrint decodes it in this process."""
    suffix = str(copy.picture.name).rpartition(".")[2] if copy.picture else ""
    if suffix not in KINDS or copy.picture.size > LARGEST_PICTURE:
        return ""
    with copy.picture.open("rb") as stored:
        data = stored.read()
    try:
        with Image.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
            swells = picture.width * picture.height > MOST_PICTURE_PIXELS
    except Exception:  # whatever a stranger's bytes make the decoder do
        return ""
    return "" if swells else f"data:image/{KINDS[suffix]};base64,{base64.b64encode(data).decode()}"
