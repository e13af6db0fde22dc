"""What people type into a search field, read without ever failing: :func:`parse`.

    zeytin hasadı            all words, in any form
    "zeytin hasadı"          these words one after the other
    -konser                  without this word (or -"these words")
    zeyt*                    what begins so; the last word too while it is being typed
    no:2026/0123  müdürlük:fen  etiket:zeytin  yer:cunda  tür:galeri  tarih:2026-09  yıl:2026
    2026/0123, or an address of the site: straight there

What cannot be read as one of these is read as words. Nothing that an engine takes for its own syntax reaches it: only
what :mod:`search.analysis` calls a word does.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from cms.core import turkish
from cms.core.text import clean
from search.analysis import Token, analyse

LONGEST = 400
MOST_WORDS = 24
QUOTES = '"“”„‟«»＂'
# Words that say nothing by themselves. They are asked for inside quotation marks, and where nothing else is.
LITTLE = frozenset({
    "ve", "ile", "veya", "ya", "da", "de", "bir", "bu", "şu", "için", "ki", "mi", "mı", "mu", "mü", "ise", "ama", "ne",
    "nasıl", "nerede", "kim", "kaç", "neden", "niçin",
})  # fmt: skip
# Between words that stand for one thing: 2026/0123, basin@example.com, e-devlet.
TIES = frozenset("-–/.@:_#")
PIECE = re.compile(
    rf"""
      (?P<minus>(?<!\S)[-−–])?
      (?: (?P<name>[^\W\d_]+):(?=\S) )?
      (?: [{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}] | (?P<plain>[^\s{QUOTES}]+) )
    """,
    re.VERBOSE,
)
NUMBER = re.compile(r"(?:no|sayı|bülten)?\s*[:.]?\s*((?:19|20)\d\d)\s*[/-]\s*(\d{1,5})", re.IGNORECASE)
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPOKEN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
SPOKEN_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
YEAR = re.compile(r"\d{4}")
NAMED_MONTH = re.compile(r"(?:(\d{1,2})\s+)?([^\W\d_]+)\s+(\d{4})")


class Note(StrEnum):
    """What the reader of a query has to say about it."""

    CUT = "cut"


class Filter(StrEnum):
    """What a field word narrows by."""

    NUMBER = "no"
    DEPARTMENT = "mudurluk"
    TAG = "etiket"
    PLACE = "yer"
    KIND = "tur"


NAMES = {
    "no": Filter.NUMBER, "sayi": Filter.NUMBER, "numara": Filter.NUMBER, "mudurluk": Filter.DEPARTMENT,
    "birim": Filter.DEPARTMENT, "etiket": Filter.TAG, "kategori": Filter.TAG, "yer": Filter.PLACE,
    "mahalle": Filter.PLACE, "tur": Filter.KIND,
}  # fmt: skip
DATES = frozenset({"tarih", "yil", "ay", "gun"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was asked for: a word, a row of words, or words that are tied together ("2026/0123").

    ``prefix``: the last word may go on.
    """

    tokens: tuple[Token, ...]
    quoted: bool = False
    unwanted: bool = False
    prefix: bool = False

    @property
    def is_little(self) -> bool:
        return len(self.tokens) == 1 and not self.quoted and self.tokens[0].surface in LITTLE


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood. ``number``: all of it is a bulletin's number; ``address``: a path of the site."""

    text: str
    parts: tuple[Part, ...] = ()
    filters: tuple[tuple[Filter, str], ...] = ()
    period: Period | None = None
    number: str = ""
    address: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def wanted(self) -> tuple[Part, ...]:
        """What must be there; words that say nothing only where there is nothing else."""
        parts = [part for part in self.parts if not part.unwanted]
        return tuple([part for part in parts if not part.is_little] or parts)

    @property
    def unwanted(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.unwanted)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.parts or self.filters or self.period)


def parse(text: str, *, typing: bool = False) -> Query:
    """``text`` as a query. ``typing``: the last word may not be finished yet. Never fails."""
    said = " ".join(clean(text[: LONGEST * 4], lines=False).split())
    notes: list[Note] = []
    if len(text) > LONGEST * 4 or len(said) > LONGEST:
        said = said[:LONGEST]
        notes.append(Note.CUT)
    number, address = number_in(said), address_in(said)
    if address:
        return Query(said, address=address, notes=tuple(notes))
    parts: list[Part] = []
    filters: list[tuple[Filter, str]] = []
    period: Period | None = None
    for match in PIECE.finditer(said):
        content = match["quoted"] if match["quoted"] is not None else match["plain"]
        name = turkish.fold(match["name"] or "")
        if name in DATES and (read := period_in(content)):
            period = read
        elif name in NAMES and not match["minus"] and analyse(content):
            filters.append((NAMES[name], content))
        else:
            if match["name"]:
                content = f"{match['name']}:{content}" if match["quoted"] is None else content
            parts += _parts(content, quoted=match["quoted"] is not None, unwanted=bool(match["minus"]))
    kept = _first_words(parts)
    if kept != parts:
        notes.append(Note.CUT)
    if typing and kept and text[-1:].isalnum() and not kept[-1].quoted:
        kept[-1] = Part(kept[-1].tokens, unwanted=kept[-1].unwanted, prefix=True)
    return Query(said, tuple(kept), tuple(filters), period, number=number, notes=tuple(dict.fromkeys(notes)))


def _parts(content: str, *, quoted: bool, unwanted: bool) -> list[Part]:
    tokens = analyse(content)
    if not tokens:
        return []
    if quoted:
        row = tuple(token for token in tokens if not token.extra)
        return [Part(row, quoted=True, unwanted=unwanted)]
    prefix = content.endswith("*")
    groups: list[list[Token]] = []
    for token in tokens:
        between = content[groups[-1][-1].end : token.start] if groups else " "
        if groups and (token.extra or not between or between in TIES):
            groups[-1].append(token)
        else:
            groups.append([token])
    parts = [Part(tuple(group), unwanted=unwanted) for group in groups]
    if prefix:
        parts[-1] = Part(parts[-1].tokens, unwanted=unwanted, prefix=True)
    return parts


def _first_words(parts: list[Part]) -> list[Part]:
    kept, count = [], 0
    for part in parts:
        count += len(part.tokens)
        if count > MOST_WORDS:
            break
        kept.append(part)
    return kept


def number_in(text: str) -> str:
    """The bulletin's number that ``text`` is, as ``2026/123``; empty when it is anything else."""
    match = NUMBER.fullmatch(text.strip())
    return f"{match[1]}/{int(match[2])}" if match and int(match[2]) else ""


def address_in(text: str) -> str:
    """The path of the address that ``text`` is; empty when it is anything else."""
    if " " in text or not text:
        return ""
    if text.startswith("/") and len(text) > 1:
        return text
    if text.lower().startswith(("http://", "https://")):
        try:
            return urlsplit(text).path or "/"
        except ValueError:
            return ""
    return ""


def period_in(text: str) -> Period | None:
    """The days that ``text`` names: ``2026``, ``2026-09``, ``09.2026``, ``eylül 2026``, ``15.09.2026``; two of them
    with ``..`` between them. ``None`` for anything else."""
    first, dots, last = text.strip().partition("..")
    begin = _days(first)
    if not dots:
        return begin
    end = _days(last)
    return Period(begin.first, end.last) if begin and end and begin.first <= end.last else None


def _days(text: str) -> Period | None:
    text = text.strip()
    if match := DAY.fullmatch(text):
        return _period(match[1], match[2], match[3])
    if match := SPOKEN_DAY.fullmatch(text):
        return _period(match[3], match[2], match[1])
    if match := MONTH.fullmatch(text):
        return _period(match[1], match[2])
    if match := SPOKEN_MONTH.fullmatch(text):
        return _period(match[2], match[1])
    if YEAR.fullmatch(text):
        return _period(text)
    if match := NAMED_MONTH.fullmatch(text):
        names = [turkish.fold(name) for name in turkish.MONTHS]
        name = turkish.fold(match[2])
        if name in names:
            return _period(match[3], str(names.index(name) + 1), match[1])
    return None


def _period(year: str, month: str | None = None, day: str | None = None) -> Period | None:
    try:
        if month is None:
            return Period(dt.date(int(year), 1, 1), dt.date(int(year), 12, 31))
        if day is None:
            last = calendar.monthrange(int(year), int(month))[1]
            return Period(dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last))
        one = dt.date(int(year), int(month), int(day))
        return Period(one, one)
    except ValueError:  # there is no such day
        return None
