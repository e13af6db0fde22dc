"""The words of a kit as files: ``captions`` for its pictures; the bulletin as plain text, Word document and PDF.

Plain text is UTF-8 with a byte-order mark and CRLF line ends: without them old editors on Windows, which newsrooms
still have, show "Ä±" for "ı" and everything on one line.
"""

from __future__ import annotations

import datetime as dt
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.message import Message, MessageKind
from cms.core.paper import tagged_pdf
from cms.core.text import clean, clean_json
from cms.core.turkish import format_date
from media_library.kits.models import FileRole

BOM = b"\xef\xbb\xbf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"


def for_windows(text: str) -> bytes:
    """``text`` with CRLF line ends in UTF-8 with a byte-order mark."""
    lines = clean(text).split("\n")
    return BOM + "\r\n".join(lines).encode()


def crc(data: bytes) -> int:
    """CRC-32 as a zip holds it."""
    return zlib.crc32(data) & 0xFFFFFFFF


def captions(files: Iterable[Any]) -> bytes:
    """File name, caption, credit and terms of every picture, once for all its sizes; empty without pictures."""
    blocks: dict[str, str] = {}
    with override("tr"):
        for file in files:
            if file.role == FileRole.ORIGINAL and file.last_name in blocks:
                continue
            lines = [file.last_name]
            lines += [file.caption] if file.caption else []
            lines += [_("Fotoğraf/görüntü: %(credit)s") % {"credit": file.credit}] if file.credit else []
            lines += [_("Kullanım koşulları: %(terms)s") % {"terms": file.terms}] if file.terms else []
            blocks.setdefault(file.last_name, "\n".join(lines))
    return for_windows("\n\n".join(blocks.values()) + "\n") if blocks else b""


def heading(message: Message) -> str:
    """``2026/0123 sayılı basın bülteni · Fen İşleri Müdürlüğü · 22 Kasım 2026``, as far as it is known."""
    day = format_date(dt.date.fromisoformat(message.date)) if message.date else ""
    number = _("%(number)s sayılı basın bülteni") % {"number": message.number} if message.number else ""
    return " · ".join(part for part in (number, message.department, message.place, day) if part)


def contact_lines(message: Message) -> list[str]:
    """Whom to call, a line each."""
    contact = message.contact
    return [line for line in (contact.name, contact.phone, contact.email) if line]


def correction_of(message: Message, version: int) -> str:
    """What stands above a bulletin that was corrected; empty for a first version."""
    if message.kind is not MessageKind.CORRECTION and version < 2:
        return ""
    words = _("DÜZELTİLMİŞ BÜLTEN (%(version)d. sürüm)") % {"version": version}
    return f"{words}: {message.note}" if message.note else words


def as_text(message: Message, letterhead: dict[str, str], version: int) -> bytes:
    """The bulletin as plain text."""
    with override("tr"):
        parts = [
            letterhead.get("municipality", ""), heading(message), correction_of(message, version), message.headline,
            message.summary, message.body_text, _("Web sitesinde: %(url)s") % {"url": message.url},
        ]  # fmt: skip
        if lines := contact_lines(message):
            parts.append(_("Basın irtibatı:") + "\n" + "\n".join(lines))
    return for_windows("\n\n".join(part.strip() for part in parts if part.strip()) + "\n")


def as_docx(message: Message, letterhead: dict[str, str], version: int) -> bytes:
    """The bulletin as a Word document, with Word's own headings, lists and links' addresses; without pictures."""
    from docx import Document
    from docx.oxml.ns import qn

    letterhead = clean_json(letterhead)
    document = Document()
    base = document.styles["Normal"]
    base.font.name = "Calibri"
    properties = base.element.get_or_add_rPr()
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): "tr-TR", qn("w:eastAsia"): "tr-TR"})
    properties.append(language)
    about = document.core_properties
    about.title, about.author = message.headline, letterhead.get("municipality", "")
    about.language, about.comments, about.subject = "tr-TR", "", message.number
    with override("tr"):
        for line in (letterhead.get("municipality", ""), heading(message)):
            if line:
                document.add_paragraph(line)
        if words := correction_of(message, version):
            document.add_paragraph().add_run(words).bold = True
        document.add_heading(message.headline, level=1)
        document.add_paragraph().add_run(message.summary).bold = True
        for block in blocks_of(message.body_html):
            _docx_block(document, block)
        document.add_paragraph(_("Web sitesinde: %(url)s") % {"url": message.url})
        if lines := contact_lines(message):
            document.add_paragraph().add_run(_("Basın irtibatı:")).bold = True
            for line in lines:
                document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def blocks_of(body_html: str) -> Iterator[Tag]:
    """The block elements of a message's body, in order; list items one by one, figures by their caption."""
    wanted = ["p", "h2", "h3", "li", "blockquote", "figcaption", "table"]
    for element in BeautifulSoup(body_html, "html.parser").find_all(wanted):
        if element.name == "p" and element.find_parent("blockquote"):
            continue
        yield element


def _docx_block(document: Any, block: Tag) -> None:
    styles = {"blockquote": "Intense Quote", "li": "List Bullet", "figcaption": "Caption"}
    if block.name == "table":
        _docx_table(document, block)
        return
    if block.name in ("h2", "h3"):
        document.add_heading(block.get_text(" ", strip=True), level=int(block.name[1]))
        return
    style = styles.get(block.name)
    if block.name == "li" and block.parent is not None and block.parent.name == "ol":
        style = "List Number"
    paragraph = document.add_paragraph(style=style)
    for text, bold, italic in runs_of(block):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def _docx_table(document: Any, table: Tag) -> None:
    """Word's own table: its first row is told apart for screen readers and comes again on every page."""
    from docx.oxml.ns import qn

    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    if not rows:
        return
    if table.caption:
        document.add_paragraph(style="Caption").add_run(table.caption.get_text(" ", strip=True))
    made = document.add_table(rows=len(rows), cols=max(len(row) for row in rows), style="Table Grid")
    for row, words in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=False):
            cell.text = text
    properties = made.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for cell in made.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    document.add_paragraph()


def runs_of(block: Tag) -> Iterator[tuple[str, bool, bool]]:
    """The text of ``block`` in pieces, each with whether it is bold and italic; a link is followed by its address."""
    for child in block.descendants:
        if isinstance(child, NavigableString):
            parents = {parent.name for parent in child.parents if parent is not block.parent}
            if str(child).strip() or str(child) == " ":
                yield " ".join(str(child).split("\n")), bool(parents & {"strong", "b"}), bool(parents & {"em", "i"})
            link = child.find_parent("a")
            if link is not None and child is list(link.strings)[-1] and (href := str(link.get("href", ""))):
                yield f" ({href})" if href != str(child) else "", False, False
        elif isinstance(child, Tag) and child.name == "br":
            yield "\n", False, False


def as_html(message: Message, letterhead: dict[str, str], version: int) -> str:
    """The document that becomes the PDF, without pictures and scripts."""
    letterhead = clean_json(letterhead)
    body = BeautifulSoup(message.body_html, "html.parser")
    for picture in body.find_all(["img", "script", "style", "iframe", "object"]):
        picture.decompose()
    with override("tr"):
        return render_to_string(
            "kits/bulletin_pdf.html",
            {
                "message": message, "body": str(body), "letterhead": letterhead, "heading": heading(message),
                "correction": correction_of(message, version), "contact": contact_lines(message),
            },
        )  # fmt: skip


def as_pdf(message: Message, letterhead: dict[str, str], version: int) -> bytes:
    """The bulletin as a PDF of A4 pages, tagged for screen readers, in this machine's fonts. Nothing is fetched."""
    return tagged_pdf(as_html(message, letterhead, version))
