"""Pages for a printer: HTML of ours as a tagged PDF (PDF/UA-1), in this machine’s fonts; nothing is fetched."""

from __future__ import annotations

from PIL import ImageFile


def tagged_pdf(page: str) -> bytes:
    """``page`` as A4 pages, tagged for screen readers. Pictures stand in it as ``data:`` addresses, or not at all."""
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # WeasyPrint tells Pillow to take half pictures for whole ones, everywhere in this process.
    ImageFile.LOAD_TRUNCATED_IMAGES = strict
    written = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(pdf_variant="pdf/ua-1")
    if not isinstance(written, bytes):
        raise TypeError("no PDF was written")
    return written
