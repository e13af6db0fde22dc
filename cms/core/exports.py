"""Spreadsheets that open in a Turkish office with a double click, and in which no cell can do anything.

``table`` is the one way to write a CSV; ``ExportMixin`` gives it to the house's own lists. ``TurkishCsvMiddleware``
does the same for the CSV of lists that come with Wagtail, from the texts that it wrote. All write UTF-8 with a
byte-order mark and semicolons, times of Istanbul, and put an apostrophe before a text that a spreadsheet would take for
a formula (OWASP, "CSV injection").
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.core.text import clean

BOM = "\ufeff"
DELIMITER = ";"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"-?\d+(,\d+)?")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:?\d\d|Z)?")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def harmless(text: str) -> str:
    """``text`` for a cell: clean, and no formula. Numbers keep their minus."""
    raw_start = text[:1]
    text = clean(text)
    if (text.startswith(FORMULA) or raw_start in FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def in_words(value: Any) -> str:
    """``value`` as the office writes it: 31.12.2026 14:30, 1,5, Evet."""
    match value:
        case None:
            return ""
        case bool():
            return _("Evet") if value else _("Hayır")
        case dt.datetime():
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%d.%m.%Y %H:%M")
        case dt.date():
            return value.strftime("%d.%m.%Y")
        case float() | Decimal():
            return str(value).replace(".", ",")
        case list() | tuple() | set():
            return harmless(", ".join(in_words(one) for one in value))
        case _:
            return harmless(str(value))


def from_iso(text: str) -> str:
    """A text that Wagtail wrote, with dates as the office writes them."""
    if ISO_MOMENT.fullmatch(text) and (moment := parse_datetime(text)):
        return in_words(moment)
    if ISO_DATE.fullmatch(text) and (day := parse_date(text)):
        return in_words(day)
    return harmless({"True": _("Evet"), "False": _("Hayır"), "None": ""}.get(text, text))


def line(cells: Iterable[str]) -> bytes:
    """One line of the file."""
    text = io.StringIO()
    csv.writer(text, delimiter=DELIMITER, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def table(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """A whole file, line by line: ``headings``, then each of ``rows``, every value as the office writes it."""
    yield BOM.encode()
    yield line(str(heading) for heading in headings)
    for row in rows:
        yield line(in_words(value) for value in row)


class ExportMixin(SpreadsheetExportMixin):
    """Before Wagtail's list views: exports in the office's form, and only where a list says what it exports."""

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        dt.datetime: {"xlsx": lambda value: timezone.make_naive(value) if timezone.is_aware(value) else value},
        bool: {"xlsx": in_words},
        str: {"xlsx": clean},
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = self.is_export and bool(self.list_export)

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        yield from table(headings, (self.to_row_dict(item).values() for item in queryset))


class TurkishCsvMiddleware:
    """Rewrites the CSV of Wagtail's own lists line by line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_csv = response.streaming and response.get("Content-Type", "").startswith("text/csv")
        if is_csv and request.GET.get("export") == "csv":
            pieces = iter(response.streaming_content)  # type: ignore[attr-defined]
            first = next(pieces, b"")
            if not first.strip():  # a list that says nothing of what it exports
                query = request.GET.copy()
                del query["export"]
                return redirect(f"{request.path}?{query.urlencode()}")
            response.streaming_content = rewritten(first, pieces)  # type: ignore[attr-defined]
            response["Content-Type"] = "text/csv; charset=utf-8"
            del response["Content-Length"]
        return response


def rewritten(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a CSV in the office's form; those that have it already as they are."""
    if first.startswith(BOM.encode()):
        yield first
        yield from pieces
        return
    yield BOM.encode()
    for piece in (first, *pieces):
        for row in csv.reader(io.StringIO(piece.decode())):
            yield line(from_iso(cell) for cell in row)
