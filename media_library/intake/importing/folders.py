"""What the names of folders and files say of an event: its date and what it was."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePath

from cms.core import turkish

MONTHS = (
    "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık",
)  # fmt: skip
SEPARATORS = r"[\s._/-]"
_month_names = "|".join(MONTHS)
# The year first, the day first, no separators, and the month in letters; digits beside them would be something else.
YEAR_FIRST = re.compile(rf"(?<!\d)((?:19|20)\d\d){SEPARATORS}(\d{{1,2}}){SEPARATORS}(\d{{1,2}})(?!\d)")
DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}){SEPARATORS}(\d{{1,2}}){SEPARATORS}((?:19|20)\d\d)(?!\d)")
RUN_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
IN_LETTERS = re.compile(rf"(?<!\d)(\d{{1,2}}){SEPARATORS}+({_month_names}){SEPARATORS}+((?:19|20)\d\d)(?!\d)")
DAY_AND_MONTH = re.compile(rf"^(\d{{1,2}}){SEPARATORS}+({_month_names})(?![a-zçğıöşü])")
YEAR = re.compile(r"^((?:19|20)\d\d)(?!\d)")
ONLY_MONTH = re.compile(rf"^(?:\d{{1,2}}{SEPARATORS}*)?({_month_names})$")
ONLY_NUMBER = re.compile(r"^(0?[1-9]|[12]\d|3[01])$")
# Folders that divide an event's files, not events of their own.
PARTS = frozenset(
    {
        "raw", "jpg", "jpeg", "jpegs", "web", "kucuk", "buyuk", "orijinal", "orjinal", "original", "secilen",
        "secilenler", "secme", "secmeler", "video", "videolar", "foto", "fotograf", "fotograflar", "resim", "resimler",
        "basin", "dcim", "misc", "private", "avchd", "bdmv", "stream", "clip", "edit", "editli", "duzenlenmis",
        "yeni klasor", "sd", "kart", "tumu", "hepsi", "drone",
    }
)  # fmt: skip
CAMERA_FOLDER = re.compile(r"^\d{3}[a-z0-9_]{2,8}$")  # DCF: 100CANON, 101D7100


@dataclass(frozen=True, slots=True)
class Event:
    """What a folder is about. ``folder`` is its path below the root, ``date`` may be unknown, ``title`` never empty."""

    folder: str
    title: str
    date: dt.date | None


def event_of(path: PurePath) -> Event:
    """The event that the file at ``path``, relative to the root of the tree, belongs to."""
    folders = list(path.parent.parts)
    while folders and _divides(folders[-1]):
        folders.pop()
    if not folders:
        return Event(folder=".", title="Eski arşiv", date=date_in(readable(path.stem)))
    names = [readable(folder) for folder in folders]
    date = next((found for name in reversed(names) if (found := date_in(name))), None) or _spread_date(names)
    title = next((text for name in reversed(names) if (text := title_in(name))), "")
    return Event(folder="/".join(folders), title=(title or " / ".join(names))[:200], date=date)


def readable(name: str) -> str:
    """A file system's name as text: bytes that are no UTF-8 come from an old Windows disk (cp1254)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("cp1254", "replace")
    return name


def date_in(name: str) -> dt.date | None:
    """The day that ``name`` names, or ``None``: ``2019-05-19``, ``19.05.2019``, ``20190519``, ``19 Mayıs 2019``."""
    lowered = turkish.lower(name)
    for pattern, order in ((YEAR_FIRST, "ymd"), (DAY_FIRST, "dmy"), (RUN_TOGETHER, "ymd"), (IN_LETTERS, "dmy")):
        for found in pattern.finditer(lowered):
            parts = dict(zip(order, found.groups(), strict=True))
            if day := _day(parts["y"], parts["m"], parts["d"]):
                return day
    return None


def title_in(name: str) -> str:
    """What ``name`` says besides its date; an empty string when it says nothing more."""
    lowered = turkish.lower(name)
    for pattern in (YEAR_FIRST, DAY_FIRST, RUN_TOGETHER, IN_LETTERS):
        if found := pattern.search(lowered):
            name = f"{name[: found.start()]} {name[found.end() :]}"
            break
    else:
        month = ONLY_MONTH.match(lowered)
        day = re.match(r"\d+", lowered)
        if (
            (month and not (day and int(day.group()) != _number(month.group(1))))
            or ONLY_NUMBER.match(lowered)
            or re.fullmatch(r"(19|20)\d\d", lowered)
        ):
            return ""
    text = " ".join(re.sub(r"[_\s]+", " ", name).strip(" -–—._").split())
    return text if re.search(r"[^\W\d_]{2}", text) else ""


def _divides(folder: str) -> bool:
    folded = turkish.fold(readable(folder)).strip()
    return folded in PARTS or bool(CAMERA_FOLDER.match(folded) and not folded.isdecimal())


def _spread_date(names: list[str]) -> dt.date | None:
    """A date that several folders tell together: ``2019 / Mayıs / 19 Mayıs Töreni``, ``2019 / 05 / 19``."""
    year = month = None
    for name in (turkish.lower(name).strip() for name in names):
        if year is None:
            if found := YEAR.match(name):
                year = found.group(1)
            continue
        alone = ONLY_MONTH.match(name)
        if (found := DAY_AND_MONTH.match(name)) and not (alone and int(found.group(1)) == _number(alone.group(1))):
            return _day(year, found.group(2), found.group(1))
        if alone:
            month = alone.group(1)
        elif ONLY_NUMBER.match(name):
            if month is None:
                month = name
            else:
                return _day(year, month, name)
    return None


def _number(month: str) -> int:
    return MONTHS.index(month) + 1 if month in MONTHS else int(month)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), _number(month), int(day))
    except ValueError:
        return None
