"""What is printed of printed matter: sheets of address labels, a tagged PDF; and the year's workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from cms.core.paper import tagged_pdf
from cms.core.text import clean
from cms.identity.selectors import current
from publishing.printing.models import PrintJob, Recipient
from publishing.printing.selectors import YearLine

PER_SHEET = 24  # three across, eight down: 70 × 37 mm, the usual self-adhesive sheet
MOST_LABELS = 24 * 100


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label."""

    name: str
    address: str
    contact: str
    what: str


def labels_of(job: PrintJob) -> list[Label]:
    """A label for each line of the job's list."""
    rows = job.shares.select_related("recipient")[:MOST_LABELS]
    return [_label(row.recipient, _("%(title)s · %(copies)d adet") % {"title": job.title, "copies": row.copies})
            for row in rows]  # fmt: skip


def _label(recipient: Recipient, what: str) -> Label:
    return Label(recipient.name, recipient.address, recipient.contact, what)


def label_sheets(labels: Sequence[Label]) -> bytes:
    """The sheets, in Turkish whoever asks."""
    with override("tr"):
        sheets = [labels[start : start + PER_SHEET] for start in range(0, len(labels), PER_SHEET)]
        page = render_to_string("printing/labels_pdf.html", {"sheets": sheets, "identity": current()})
        return tagged_pdf(page)


def workbook(number: int, lines: Iterable[YearLine]) -> bytes:
    """The year as a workbook: real numbers, and no cell that is a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = str(number)
    headings = [
        _("Yayın"), _("Tür"), _("Yılbaşında"), _("Gelen"), _("Verilen"), _("Geri gelen"), _("Derleme"), _("Kayıp"),
        _("Sayım farkı"), _("Kalan"), _("Baskı bedeli (TL)"), _("Kime verildi"),
    ]  # fmt: skip
    _write(sheet, 1, headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row, one in enumerate(lines, start=2):
        told = "; ".join(f"{kind} {count}" for kind, count in sorted(one.by_kind.items()))
        _write(
            sheet, row,
            [one.title.name, one.title.get_kind_display(), one.before, one.arrived, one.given, one.returned,
             one.deposited, one.lost, one.counted, one.left, one.price, told],
        )  # fmt: skip
    sheet.freeze_panes = "B2"
    for column, width in zip("ABCDEFGHIJKL", (40, 16, 11, 11, 11, 11, 11, 11, 12, 11, 16, 60), strict=True):
        sheet.column_dimensions[column].width = width
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _write(sheet: Any, row: int, values: Iterable[Any]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=row, column=column)
        if isinstance(value, str) or (not isinstance(value, int | float) and not hasattr(value, "as_tuple")):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", clean(str(value)))
            cell.data_type = "s"
        else:
            cell.value = value
