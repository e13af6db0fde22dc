"""A monitoring agency's file, row by row: which of its columns is what, and what becomes of each row.

The columns are told once for an agency and kept with it (``Agency.columns``: our name → the heading in its file), so
that a file whose columns moved is still read right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.refusal import Refusal
from cms.core.sheets import day_in, lines_in, number_in, text_in
from cms.core.text import clean
from cms.core.turkish import fold
from press_archive.clippings.words import PRINTED, Medium, Tone

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 2000, 60, 5 * 1024 * 1024
# Our columns, with the headings that agencies use for them (folded, the beginning is enough).
COLUMNS: dict[str, Any] = {
    "outlet": gettext_lazy("Yayın kuruluşu"), "headline": gettext_lazy("Başlık"),
    "published_on": gettext_lazy("Yayın tarihi"), "published_time": gettext_lazy("Saat"),
    "medium": gettext_lazy("Mecra"), "author": gettext_lazy("Yazar"), "page": gettext_lazy("Sayfa"),
    "issue_number": gettext_lazy("Sayı"), "programme": gettext_lazy("Program"), "url": gettext_lazy("Bağlantı"),
    "columns": gettext_lazy("Sütun"), "centimetres": gettext_lazy("Santim"),
    "reach": gettext_lazy("Tiraj ya da erişim"), "tone": gettext_lazy("Ton"), "summary": gettext_lazy("Özet"),
    "text": gettext_lazy("Tam metin"),
}  # fmt: skip
NEEDED = ("outlet", "headline", "published_on")
USUAL: dict[str, tuple[str, ...]] = {
    "outlet": ("yayin adi", "yayin kurulusu", "kurulus", "gazete", "yayin", "kaynak", "mecra adi", "site", "kanal"),
    "headline": ("haber basligi", "baslik", "konu basligi"),
    "published_on": ("yayin tarihi", "haber tarihi", "tarih"),
    "published_time": ("saat", "yayin saati"),
    "medium": ("mecra", "medya turu", "tur", "yayin turu"),
    "author": ("yazar", "muhabir"),
    "page": ("sayfa",),
    "issue_number": ("sayi",),
    "programme": ("program",),
    "url": ("link", "url", "baglanti", "haber linki", "adres"),
    "columns": ("sutun",),
    "centimetres": ("santim", "cm"),
    "reach": ("tiraj", "erisim", "ziyaret"),
    "tone": ("ton", "algi", "duygu"),
    "summary": ("ozet",),
    "text": ("tam metin", "metin", "haber metni", "icerik"),
}
TONES = {"olumlu": Tone.POSITIVE, "pozitif": Tone.POSITIVE, "olumsuz": Tone.NEGATIVE, "negatif": Tone.NEGATIVE,
         "notr": Tone.NEUTRAL, "tarafsiz": Tone.NEUTRAL}  # fmt: skip
MEDIA = {
    "gazete": Medium.NEWSPAPER, "yazili basin": Medium.NEWSPAPER, "basin": Medium.NEWSPAPER, "dergi": Medium.MAGAZINE,
    "internet": Medium.NEWS_SITE, "haber sitesi": Medium.NEWS_SITE, "web": Medium.NEWS_SITE, "online": Medium.NEWS_SITE,
    "tv": Medium.TELEVISION, "televizyon": Medium.TELEVISION, "radyo": Medium.RADIO, "ajans": Medium.AGENCY,
    "sosyal medya": Medium.SOCIAL,
}  # fmt: skip
TIME = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: the headings and the lines below them with their numbers in the file."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[Any, ...]], ...]


@dataclass(slots=True)
class Row:
    """One line of a file: what it says, and why it cannot be taken."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


def sheet_of(data: bytes) -> Sheet:
    """The table in ``data``. Raises ``Refusal``."""
    lines = lines_in(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS, most_bytes=MOST_BYTES)
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(text_in(cell) for cell in line)]
    # Agencies put their name and the period above the table: the headings are in the first line that has several.
    first = next((at for at, (_n, line) in enumerate(filled) if sum(bool(text_in(cell)) for cell in line) > 2), None)
    if first is None or len(filled) < first + 2:
        raise Refusal(_("Dosyada başlık satırı ve altında haber satırları bulunamadı."), status=400)
    if len(filled) - first - 1 > MOST_ROWS:
        raise Refusal(_("Bir dosyada en çok %(most)d satır olabilir.") % {"most": MOST_ROWS}, status=400)
    headings = [clean(text_in(cell), lines=False)[:80] for cell in filled[first][1]]
    return Sheet(tuple(headings), tuple((number, tuple(line)) for number, line in filled[first + 1 :]))


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Which heading is most probably which of our columns."""
    folded = {heading: " ".join(fold(heading).split()) for heading in headings if heading}
    found: dict[str, str] = {}
    for exact in (True, False):
        for name, usual in USUAL.items():
            for heading, plain in folded.items():
                fits = plain in usual if exact else plain.startswith(usual)
                if name not in found and heading not in found.values() and fits:
                    found[name] = heading
    return found


def known_columns(kept: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """The kept columns that this file has; empty when a needed one is missing, so that they are asked for again."""
    there = {name: heading for name, heading in kept.items() if name in COLUMNS and heading in headings}
    return there if all(name in there for name in NEEDED) else {}


def rows_of(sheet: Sheet, columns: Mapping[str, str]) -> list[Row]:
    """Each line of ``sheet`` as values of a clipping; what cannot be read is a fault in words."""
    places = {name: sheet.headings.index(heading) for name, heading in columns.items() if heading in sheet.headings}
    return [_row(number, line, places) for number, line in sheet.lines]


def _row(number: int, line: Sequence[Any], places: Mapping[str, int]) -> Row:
    cells = {name: line[place] if place < len(line) else None for name, place in places.items()}
    row = Row(number)
    for name, cell in cells.items():
        try:
            value = _value(name, cell)
        except ValidationError as fault:
            row.fault = row.fault or " ".join(fault.messages)
        else:
            if value not in (None, ""):
                row.values[name] = value
    if row.fault:
        return row
    for name in NEEDED:
        if not row.values.get(name):
            row.fault = _("“%(column)s” sütunu boş.") % {"column": COLUMNS[name]}
            return row
    medium = row.values.setdefault("medium", Medium.NEWS_SITE if row.values.get("url") else Medium.NEWSPAPER)
    if medium not in PRINTED or not (row.values.get("columns") and row.values.get("centimetres")):
        row.values.pop("columns", None)
        row.values.pop("centimetres", None)
    return row


def _value(name: str, cell: Any) -> Any:
    text = clean(text_in(cell), lines=name in ("text", "summary")).strip()
    if not text:
        return None
    plain = " ".join(fold(text).split())
    if name == "published_on":
        return _or_fault(name, text, day_in(cell))
    if name == "published_time":
        return _time(cell, text)
    if name in ("columns", "reach"):
        found = _or_fault(name, text, number_in(cell))
        return int(found) if 0 < found < 2_000_000_000 else None
    if name == "centimetres":
        found = _or_fault(name, text, number_in(cell))
        return found.quantize(Decimal("0.1")) if 0 < found < 1000 else None
    if name == "tone":
        return TONES.get(plain, "")
    if name == "medium":
        return next((medium for word, medium in MEDIA.items() if plain.startswith(word)), None)
    return text


def _or_fault(name: str, text: str, found: Any) -> Any:
    if found is None:
        raise ValidationError(
            _("“%(column)s” sütunundaki “%(text)s” okunamadı.") % {"column": COLUMNS[name], "text": text[:40]}
        )
    return found


def _time(cell: Any, text: str) -> dt.time | None:
    if isinstance(cell, dt.datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, dt.time):
        return cell.replace(second=0, microsecond=0)
    found = TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return dt.time(int(found[1]), int(found[2]))
