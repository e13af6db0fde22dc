"""What becomes of the rows of an agency's file: looked at first, then taken, some at a time.

A run that is cut short goes on where it stopped: rows that are in the archive are known again, by their address or else
by outlet, day, headline and page. What is there already keeps every word; only what it does not say yet is filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.names import name_key
from cms.core.refusal import Refusal
from cms.core.turkish import fold, format_date
from cms.users.models import User
from press_archive.clippings import matches, selectors, services, tables
from press_archive.clippings.models import AgencyFile, Clipping
from press_archive.clippings.permissions import may_add_clippings
from press_archive.clippings.sources import address_key
from press_archive.clippings.words import Origin
from press_archive.contacts.models import Outlet

AT_ONCE = 100
ADDED, KNOWN, REFUSED = "added", "known", "refused"
# What a known clipping takes over where it says nothing itself.
FILLED = ("author", "page", "issue_number", "programme", "url", "reach", "summary", "text", "published_time")
# What is told where the file says it otherwise.
COMPARED = (
    "headline", "published_on", "medium", "author", "page", "issue_number", "programme", "columns", "centimetres",
    "tone",
)  # fmt: skip
# So short that a story under the same headline on the same day in the same outlet is the same.
Key = tuple[Any, ...]


@dataclass(slots=True)
class Line:
    """One row of the file: what it says, what becomes of it (``ADDED``, ``KNOWN``, ``REFUSED``), and why or which."""

    number: int
    state: str
    headline: str = ""
    outlet: str = ""
    day: dt.date | None = None
    said: str = ""
    clipping_id: int | None = None

    def stored(self) -> list[Any]:
        """As it is kept with the file."""
        return [self.number, self.state, self.headline, self.outlet, self.said, self.clipping_id]


def look(rows: list[tables.Row]) -> list[Line]:
    """What would become of each of ``rows``; nothing is stored."""
    book, seen = _Book(rows), set[Key]()
    lines = []
    for row in rows:
        line = _line(row)
        if not line.said:
            known = book.clipping(row.values)
            keys = set(_keys(row.values))
            if known is not None:
                _takes_over(line, row, known)
            elif keys & seen:
                line.state, line.said = REFUSED, _("Aynı haber bu dosyada daha önce de var.")
            else:
                line.said = _would_fail(row)
                line.state = REFUSED if line.said else ADDED
                if not line.said and not book.knows_outlet(row.values["outlet"]):
                    line.said = _("Kuruluş rehberde yok; adıyla eklenecek.")
            seen |= keys
        lines.append(line)
    return lines


def take(*, file: AgencyFile, rows: list[tables.Row], user: User) -> list[Line]:
    """Stores the good ones of ``rows``, a hundred in a transaction; the outcome of every row is kept with ``file``.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_add_clippings(user):
        raise PermissionDenied
    lines: list[Line] = []
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        with transaction.atomic():
            locked = AgencyFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
            if locked.taken_at is not None:
                raise Refusal(_("Bu dosya daha önce alınmış."), status=409)
            lines += _take(part, locked, user)
            locked.outcome = [line.stored() for line in lines]
            locked.taken_at = timezone.now() if start + AT_ONCE >= len(rows) else None
            locked.save(update_fields=["outcome", "taken_at"])
            if locked.taken_at:
                log(instance=locked.agency, action="wagtail.edit", user=user, data={"file": locked.name})
    return lines


def _take(rows: list[tables.Row], file: AgencyFile, user: User) -> list[Line]:
    book, around = _Book(rows), dict[dt.date, matches.Bulletins]()
    lines = []
    for row in rows:
        line = _line(row)
        if not line.said and (known := book.clipping(row.values)) is not None:
            if filled := _takes_over(line, row, known):
                _fill(known, filled, file, user)
        elif not line.said:
            day = row.values["published_on"]
            if day not in around:
                around[day] = selectors.bulletins_around(day)
            try:
                with transaction.atomic():
                    clipping = _clipping(row.values, file, book.outlet(row.values))
                    services.add(clipping=clipping, user=user, bulletins=around[day])
            except ValidationError as fault:
                book.outlets.pop(name_key(row.values["outlet"]), None)  # it may have gone with the savepoint
                line.state, line.said = REFUSED, " ".join(fault.messages)
            else:
                line.state, line.clipping_id = ADDED, clipping.pk
                book.remember(clipping)
        lines.append(line)
    return lines


def _line(row: tables.Row) -> Line:
    values = row.values
    state = REFUSED if row.fault else ADDED
    return Line(
        row.number, state, str(values.get("headline", ""))[:300], str(values.get("outlet", ""))[:160],
        values.get("published_on"), row.fault,
    )  # fmt: skip


def _clipping(values: Mapping[str, Any], file: AgencyFile, outlet: Outlet) -> Clipping:
    plain = {name: value for name, value in values.items() if name not in ("outlet", "reach")}
    reach = values.get("reach")
    figures = {"reach": reach, "reach_source": file.agency.name, "reach_on": timezone.localdate()} if reach else {}
    return Clipping(outlet=outlet, origin=Origin.AGENCY, agency=file.agency, **plain, **figures)


def _would_fail(row: tables.Row, pk: int | None = None) -> str:
    """What the row's clipping would be refused for, in words, or an empty string. ``pk``: it is there already."""
    values = {name: value for name, value in row.values.items() if name not in ("outlet", "reach")}
    clipping = Clipping(pk=pk, **values)
    try:
        clipping.clean_fields(exclude=["outlet", "outlet_name"])
        clipping.clean()
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


def _takes_over(line: Line, row: tables.Row, known: Clipping) -> dict[str, Any]:
    """What ``known`` takes over from ``row``, told in ``line``: nothing of a row that would be refused."""
    line.state, line.clipping_id = KNOWN, known.pk
    filled = _filled(known, row.values)
    fault = _would_fail(row, known.pk) if filled else ""
    said = f"{_('Arşivde var.')} {fault}" if fault else _what_is_filled(filled)
    line.said = f"{said} {_what_differs(known, row.values)}".strip()
    return {} if fault else filled


def _filled(known: Clipping, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FILLED if name in values and getattr(known, name) in (None, "")}


def _what_is_filled(filled: Mapping[str, Any]) -> str:
    names = ", ".join(str(tables.COLUMNS[name]) for name in filled)
    return _("Arşivde var; boş olan alanları doldurulur: %(names)s.") % {"names": names} if names else _("Arşivde var.")


def _what_differs(known: Clipping, values: Mapping[str, Any]) -> str:
    """What the file says otherwise than the archive, which keeps its own word: "sayfa: 4 (arşivde 3)"."""
    found = []
    for name in COMPARED:
        ours, theirs = getattr(known, name), values.get(name)
        if ours in (None, "") or theirs in (None, "") or str(ours).strip() == str(theirs).strip():
            continue
        if name == "headline" and fold(str(ours)) == fold(str(theirs)):
            continue
        shown = [_shown(name, value) for value in (theirs, ours)]
        found.append(
            _("%(column)s: %(theirs)s (arşivde %(ours)s)")
            % {"column": tables.COLUMNS[name], "theirs": shown[0], "ours": shown[1]}
        )
    return _("Dosyada farklı, arşivdeki kaldı: %(what)s.") % {"what": "; ".join(found)} if found else ""


def _shown(name: str, value: Any) -> str:
    field: Any = Clipping._meta.get_field(name)
    words = dict(field.choices or ()).get(value, value)
    return str(localize(words) if name != "published_on" else format_date(value))[:60]


def _fill(known: Clipping, filled: dict[str, Any], file: AgencyFile, user: User) -> None:
    before = Clipping.objects.get(pk=known.pk)
    for name, value in filled.items():
        setattr(known, name, value)
    if "reach" in filled:
        known.reach_source, known.reach_on = file.agency.name, timezone.localdate()
    services.fill(clipping=known, user=user, before=before)
    known.save()
    log(instance=known, action="wagtail.edit", user=user)


def _keys(values: Mapping[str, Any]) -> Iterator[Key]:
    if url := values.get("url"):
        yield ("url", address_key(url))
    else:
        headline = " ".join(fold(values["headline"]).split())
        yield (name_key(values["outlet"]), values["published_on"], headline, values.get("page", ""))


class _Book:
    """What the archive knows of the rows' outlets and days: read once for all of them."""

    def __init__(self, rows: list[tables.Row]) -> None:
        good = [row.values for row in rows if not row.fault]
        self.outlets = {outlet.name_key: outlet for outlet in Outlet.objects.all()}
        days = {values["published_on"] for values in good}
        addresses = {address_key(values["url"]) for values in good if values.get("url")}
        found = [
            *Clipping.objects.filter(address_key__in=addresses).select_related("outlet", "page_copy"),
            *Clipping.objects.filter(published_on__in=days).select_related("outlet", "page_copy").defer("text"),
        ]
        self.clippings: dict[Key, Clipping] = {}
        for clipping in found:
            self.remember(clipping)

    def remember(self, clipping: Clipping) -> None:
        """Keeps ``clipping`` under everything that it is known by."""
        if clipping.address_key:
            self.clippings.setdefault(("url", clipping.address_key), clipping)
        headline = " ".join(fold(clipping.headline).split())
        names = {name_key(clipping.outlet_name), clipping.outlet.name_key}
        for name in names:
            self.clippings.setdefault((name, clipping.published_on, headline, clipping.page), clipping)

    def clipping(self, values: Mapping[str, Any]) -> Clipping | None:
        """The clipping that a row says again, or ``None``."""
        return next((found for key in _keys(values) if (found := self.clippings.get(key)) is not None), None)

    def knows_outlet(self, name: str) -> bool:
        """Whether the directory has an outlet of that name."""
        return name_key(name) in self.outlets

    def outlet(self, values: Mapping[str, Any]) -> Outlet:
        """The outlet of a row, made where the directory does not know it."""
        key = name_key(values["outlet"])
        if key not in self.outlets:
            self.outlets[key] = services.outlet_named(name=values["outlet"], medium=values["medium"])
        return self.outlets[key]
