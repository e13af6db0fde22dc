"""Tables that people bring along, as CSV or XLSX: lines of cells, within limits, whatever a Turkish office saved them
as.

CSV: UTF-8 or Windows' Turkish (Latin-5), separated by semicolons, commas or tabs. What cells mean is their reader's
business; :func:`day_in` and :func:`number_in` read days and numbers as Turkish tables write them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from cms.core import turkish
from cms.core.refusal import Refusal

MOST_UNPACKED = 50 * 1024 * 1024
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\D.*)?", re.DOTALL)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\D.*)?", re.DOTALL)
SPOKEN_DAY = re.compile(r"(\d{1,2})\s+([^\W\d_]+)\s+(\d{4})(?:\D.*)?", re.DOTALL)
# What readers of tables raise over a damaged, locked or foreign file; broken XML is a SyntaxError.
UNREADABLE = (
    ValueError, LookupError, AttributeError, NotImplementedError, OSError, EOFError, RuntimeError, SyntaxError,
    zipfile.BadZipFile, zlib.error, csv.Error,
)  # fmt: skip
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")


def lines_in(data: bytes, *, most_rows: int, most_columns: int, most_bytes: int) -> list[list[Any]]:
    """The lines of the table ``data`` with what stands in their cells, at most one more than ``most_rows``.

    Raises ``Refusal`` with what is wrong with the file.
    """
    if len(data) > most_bytes:
        raise Refusal(_("Dosya çok büyük: en çok %(most)d MB olabilir.") % {"most": most_bytes // (1024 * 1024)})
    try:
        if data[:2] == b"PK":
            return _of_xlsx(data, most_rows + 2, most_columns)
        return [line[:most_columns] for line in _of_csv(data, most_rows + 2)]
    except UNREADABLE as error:
        raise Refusal(_("Dosya okunamadı. CSV ya da Excel (.xlsx) dosyası seçin.")) from error


def _of_csv(data: bytes, most: int) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1254")  # what Excel writes on a Turkish machine
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))[:most]


def _of_xlsx(data: bytes, most: int, most_columns: int) -> list[list[Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too large when unpacked")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(max_row=most, max_col=most_columns, values_only=True)
        return [list(line) for line in rows]
    finally:
        book.close()


def text_in(cell: Any) -> str:
    """What a cell says; a whole number that a spreadsheet kept as 12.0 is "12"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    return "" if cell is None else str(cell).strip()


def day_in(cell: Any) -> dt.date | None:
    """The day in a cell: a spreadsheet's own, 27.11.2026, 2026-11-27 or 27 Kasım 2026; ``None`` for what is no day."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = text_in(cell)
    try:
        if found := ISO_DAY.fullmatch(text):
            return dt.date(*map(int, found.groups()))
        if found := DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        if found := SPOKEN_DAY.fullmatch(text):
            named = [turkish.fold(month) for month in turkish.MONTHS]
            return dt.date(int(found[3]), named.index(turkish.fold(found[2])) + 1, int(found[1]))
    except ValueError:
        return None
    return None


def number_in(cell: Any) -> Decimal | None:
    """The number in a cell: a spreadsheet's own, 1.234, 12,5 or 1.234,50; ``None`` for what is no number.

    A point before three digits groups them, as Turkish tables do it; any other point is a decimal one.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float | Decimal):
        found = Decimal(str(cell))
        return found if found.is_finite() else None
    text = text_in(cell).replace("\u00a0", "").replace(" ", "")
    if not text.isascii() or len(text) > 30 or not NUMBER.fullmatch(text):
        return None
    if "," in text or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
