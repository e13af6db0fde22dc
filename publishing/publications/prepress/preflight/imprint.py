"""What must be said on paper, and said right: the lines of Law no. 5187 art. 4, numbers with their checksums, days that
exist and are still to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from cms.core import turkish
from publishing.publications.prepress.design import Design
from publishing.publications.prepress.preflight.findings import Finding, found
from publishing.publications.prepress.preflight.finished import Finished, plain

# Law no. 5187 art. 4: every printed work; periodicals besides. Adverts, tariffs and the like are excepted. Any of the
# words names the line.
PRINTED = {
    "Basıldığı yer": ("basıldığı yer", "baskı yeri", "basım yeri"),
    "Basım tarihi": ("basım tarihi", "basıldığı tarih", "baskı tarihi"),
    "Basımevi": ("basımevi", "basımcı", "baskı", "matbaa"),
    "Yayımcı": ("yayımcı", "yayımlayan", "yayıncı"),
}
PERIODICAL = {
    "Yönetim yeri": ("yönetim yeri", "yönetim adresi"),
    "Sahibi": ("sahibi", "imtiyaz sahibi", "yayın sahibi"),
    "Sorumlu müdür": ("sorumlu müdür", "sorumlu yazı işleri müdürü"),
    "Yayın türü": ("yayın türü", "yayının türü"),
}
WORKS, PERIODICALS = ("magazine", "newspaper", "book", "brochure"), ("magazine", "newspaper")
ANNOUNCING = ("poster", "billboard", "citylight", "megalight", "led", "invitation", "social_set")
DAY = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*[–-]\s*(\d{1,2}))?\s+(" + "|".join(turkish.MONTHS) + r")(?:\s+(20\d\d))?(?:[,\s]+("
    + "|".join(sorted(turkish.WEEKDAYS, key=len, reverse=True)) + r"))?",
    re.IGNORECASE,
)  # fmt: skip


def compulsory(kind: str) -> dict[str, tuple[str, ...]]:
    """The lines that a publication of ``kind`` must carry, each with the words that may name it."""
    return {**(PRINTED if kind in WORKS else {}), **(PERIODICAL if kind in PERIODICALS else {})}


def issn_holds(number: str) -> bool:
    """ISO 3297: eight digits, the last modulo 11, X for ten."""
    digits = re.sub(r"[\s-]", "", number).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    total = sum((8 - place) * int(digit) for place, digit in enumerate(digits[:7]))
    return "0123456789X"[-total % 11] == digits[7]


def isbn_holds(number: str) -> bool:
    """ISO 2108: thirteen digits, the last modulo 10."""
    digits = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def file(finished: Finished, design: Design, today: dt.date) -> Iterator[Finding]:
    """The words of the whole file."""
    printed = plain(finished.words)
    told = {turkish.lower(name).strip(" :"): value for name, value in design.imprint}
    for line, names in compulsory(design.kind).items():
        if not any(told.get(name, "").strip() for name in names):
            yield found("imprint_missing", found=line)
    for name, value in design.imprint:
        if value and plain(value) not in printed:
            yield found("imprint_differs", found=name)
    for number, holds, code in ((design.issn, issn_holds, "issn"), (design.isbn, isbn_holds, "isbn")):
        if number and not holds(number):
            yield found(f"{code}_wrong", found=number)
        if number and plain(number) not in printed:
            yield found(f"{code}_missing", found=number)
    if design.date and design.date < today:
        yield found("issue_past", found=turkish.format_date(design.date))
    yield from _days(finished, design, today)


def _days(finished: Finished, design: Design, today: dt.date) -> Iterator[Finding]:
    for sheet in finished.sheets:
        for match in DAY.finditer(" ".join(sheet.words.split())):
            first, last, month, year, weekday = match.groups()
            place = [turkish.lower(one) for one in turkish.MONTHS].index(turkish.lower(month)) + 1
            said = match.group(0).strip(" ,")
            try:
                day = dt.date(int(year or (design.date or today).year), place, int(last or first))
            except ValueError:
                yield found("date_false", sheet.number, found=said)
                continue
            if weekday and year and not last:
                right = turkish.WEEKDAYS[day.weekday()]
                if turkish.lower(weekday) != turkish.lower(right):
                    yield found("weekday_wrong", sheet.number, found=said, wanted=right)
            if year and day < today and design.kind in ANNOUNCING:
                yield found("date_past", sheet.number, found=said)
