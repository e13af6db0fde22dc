"""Spreadsheets that the house writes as XLSX: a bold first line that stays, columns as wide as their words, numbers and
days as such, and no cell that is a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cms.core.text import clean

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, WHOLE, PART = "dd.mm.yyyy", "#,##0", "#,##0.0"
WIDEST = 60


def new_book() -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_sheet(book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Worksheet:
    """One more sheet with ``rows`` under ``heads``."""
    sheet: Worksheet = book.create_sheet(title[:31])
    widths = [len(head) for head in heads]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        put(cell, head)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    last = 1
    for last, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            put(sheet.cell(last, column), value)
            widths[column - 1] = max(widths[column - 1], len(str(value or "")))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(9, width + 2))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last}"
    return sheet


def put(cell: Cell, value: Any) -> None:
    """Writes ``value`` as what it is. Text is text whatever it begins with: a spreadsheet calculates nothing of it."""
    if value is None:
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", clean(value))
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
        cell.number_format = (
            DAY if isinstance(value, dt.date) else PART if isinstance(value, Decimal | float) else WHOLE
        )


def as_bytes(book: Workbook) -> bytes:
    """The file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A file of one sheet."""
    book = new_book()
    add_sheet(book, title, heads, rows)
    return as_bytes(book)
