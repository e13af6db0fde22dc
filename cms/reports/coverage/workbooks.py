"""A coverage report as an Excel workbook: real numbers and days, filters, and no cell that is a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.core.workbooks import add_sheet, as_bytes, new_book, put
from cms.reports.coverage.cases import in_words
from cms.reports.coverage.figures import GROUPS
from cms.reports.coverage.periods import Period
from cms.reports.coverage.presenters import name_of
from press_archive.clippings.words import Answer, Likeness, Medium, Tone
from press_archive.contacts.imprint import Scope


def as_xlsx(period: Period, inputs: dict[str, Any], figures: dict[str, Any], told: Sequence[str]) -> bytes:
    """The workbook. ``told``: what stands above the totals: of what, from when."""
    book = new_book()
    _totals(book, period, figures, told)
    titles = {
        "outlet": _("Kuruluşlar"), "medium": _("Mecralar"), "scope": _("Yayın türleri"), "topic": _("Konular"),
        "department": _("Müdürlükler"), "tone": _("Tonlar"),
    }  # fmt: skip
    for group in GROUPS:
        add_sheet(
            book, titles[group],
            [titles[group], period.label, period.before.label, period.year_ago.label, _("Olumlu"), _("Nötr"),
             _("Olumsuz"), _("St×cm"), _("St×cm bilinen"), _("Tiraj/erişim"), _("Tiraj/erişim bilinen")],
            (
                [name_of(group, one["key"], one["name"]), one["count"], one["before"], one["year_ago"],
                 one["positive"], one["neutral"], one["negative"], Decimal(one["area"]), one["area_known"],
                 one["reach"], one["reach_known"]]
                for one in figures["groups"][group]
            ),
        )  # fmt: skip
    found = figures["conversion"]
    add_sheet(
        book, _("Bültenler"),
        [_("Bülten"), _("Başlık"), _("Yayımlandı"), _("Gönderilen kuruluş"), _("Basan kuruluş"), _("Kupür"),
         _("Aynen"), _("Kısaltarak"), _("Kendi haberi"), _("Fotoğrafımızla"), _("Ortanca saat")],
        (
            [one["number"], one["title"], _day(one["at"]), one["sent"], one["outlets"], one["clippings"],
             one["verbatim"], one["shortened"], one["independent"], one["ours"], one["hours"]]
            for one in found["by_bulletin"]
        ),
    )  # fmt: skip
    add_sheet(
        book, _("Dönüşüm"),
        [_("Kuruluş"), _("Gönderilen"), _("Bastığı"), _("Kupür"), _("Aynen"), _("Kısaltarak"), _("Kendi haberi"),
         _("Fotoğrafımızla"), _("Ortanca saat"), _("Ortanca gün")],
        (
            [one["name"], one["sent"], one["printed_of_sent"], one["clippings"], one["verbatim"], one["shortened"],
             one["independent"], one["ours"], one["hours"], one["days"]]
            for one in found["by_outlet"]
        ),
    )  # fmt: skip
    add_sheet(
        book, _("Basmayanlar"), [_("Kuruluş"), _("Gönderilen bülten"), _("Daha önceki son haberi")],
        ([one["name"], one["sent"], _day(one["last"])] for one in figures["silent"]),
    )  # fmt: skip
    if figures["cases"]:
        add_sheet(
            book, _("Cevap dosyaları"),
            [_("Kuruluş"), _("Haberin günü"), _("Tür"), _("Aşama"), _("Gönderildi"), _("Yayımlandı"), _("Sonuç")],
            (
                [one["outlet"], _day(one["day"]), kind, stage, _day(one["sent"]), _day(one["fulfilled"]), outcome]
                for one in figures["cases"]
                for kind, stage, outcome in [in_words(one)]
            ),
        )  # fmt: skip
    if figures["ave"] is not None:
        add_sheet(
            book, _("Reklam eşdeğeri"),
            [_("Kuruluş"), _("Kupür"), _("St×cm"), _("Birim fiyat (TL)"), _("Fiyatın yılı"), _("Kaynak"),
             _("Tutar (TL)")],
            (
                [one["name"], one["count"], Decimal(one["area"]) if one["is_printed"] else None,
                 Decimal(one["price"]), one["year"], one["source"], Decimal(one["value"])]
                for one in figures["ave"]["lines"]
            ),
        )  # fmt: skip
    _clippings(book, inputs["rows"])
    return as_bytes(book)


def _totals(book: Workbook, period: Period, figures: dict[str, Any], told: Sequence[str]) -> None:
    names = {
        "count": _("Kupür"), "positive": _("Olumlu"), "neutral": _("Nötr"), "negative": _("Olumsuz"),
        "unset": _("Tonu belirlenmemiş"), "front": _("Birinci sayfada"), "ours": _("Bizim fotoğrafımızla"),
        "mayor": _("Başkan’ın sözleriyle"), "matched": _("Bülteniyle eşleşmesi onaylı"),
        "needed": _("Yanıt gerektiren"), "answered": _("Yanıtlanan"), "waiting": _("Yanıt bekleyen"),
        "area": _("St×cm"), "area_known": _("St×cm bilinen"), "reach": _("Tiraj/erişim"),
        "reach_known": _("Tiraj/erişim bilinen"),
    }  # fmt: skip
    sheet = add_sheet(
        book, _("Özet"), [_("Toplamlar"), period.label, period.before.label, period.year_ago.label],
        (
            [label, *(Decimal(number) if name == "area" else number for number in figures["totals"][name].values())]
            for name, label in names.items()
        ),
    )  # fmt: skip
    for line, text in enumerate(told, sheet.max_row + 2):
        put(sheet.cell(line, 1), text)


def _clippings(book: Workbook, rows: Iterable[dict[str, Any]]) -> None:
    """One line a clipping: what may be quoted, and its measures. No full text stands in it."""
    add_sheet(
        book, _("Kupürler"),
        [_("Yayın tarihi"), _("Saat"), _("Yayın kuruluşu"), _("Mecra"), _("Yayın türü"), _("Başlık"), _("Kaynak"),
         _("Özetimiz"), _("Ton"), _("Müdürlük"), _("Konular"), _("St×cm"), _("Tiraj/erişim"), _("Yanıt gerekiyor"),
         _("Yanıtlandı"), _("Bülten"), _("Eşleşme"), _("Birinci sayfada"), _("Bizim fotoğrafımızla")],
        (
            [
                _day(row["day"]), row["time"], row["outlet_name"], _word(Medium, row["medium"]),
                _word(Scope, row["scope"]), row["headline"], row["citation"], row["summary"], _word(Tone, row["tone"]),
                row["department_name"], ", ".join(name for _number, name in row["topics"]),
                Decimal(row["area"]) if row["area"] is not None else None, row["reach"], _word(Answer, row["answer"]),
                _day(row["answered"]), row.get("bulletin_number", ""), _word(Likeness, row.get("likeness", "")),
                _("Evet") if row["front"] else _("Hayır"), _("Evet") if row["ours"] else _("Hayır"),
            ]
            for row in rows
        ),
    )  # fmt: skip


def _word(kind: Any, value: str) -> str:
    return str(kind(value).label) if value else ""


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
