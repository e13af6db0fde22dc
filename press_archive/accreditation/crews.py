"""A desk's crew as a table: typed or read from a spreadsheet, checked line by line, applied for at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.worksheet.datavalidation import DataValidation

from cms.core import workbooks
from cms.core.refusal import Refusal
from cms.core.sheets import lines_in, text_in
from cms.core.text import clean
from cms.core.turkish import fold
from press_archive.accreditation import applicants, letters
from press_archive.accreditation.models import Application
from press_archive.accreditation.words import Role
from press_archive.agenda.models import PressEvent
from press_archive.journalists.models import CardKind, JournalistAccount

MOST_ROWS, MOST_BYTES = 60, 2 * 1024 * 1024
FIELDS = ("name", "role", "phone", "plate", "equipment", "card_kind", "card_number")
LENGTHS = {"name": 160, "phone": 30, "plate": 20, "equipment": 300, "card_number": 30}


def headings() -> list[str]:
    """The columns of the table, in their order."""
    return [
        _("Ad soyad"), _("Görev"), _("Telefon"), _("Araç plakası"), _("Ekipman"), _("Basın kartının türü"),
        _("Basın kartının numarası"),
    ]  # fmt: skip


@dataclass(slots=True)
class Member:
    """One line: what was said, and what is wrong with it."""

    values: dict[str, str]
    error: str = ""
    application: Application | None = None


@dataclass(slots=True)
class Applied:
    """What became of a crew."""

    done: list[Member] = field(default_factory=list)
    left: list[Member] = field(default_factory=list)


def workbook() -> bytes:
    """An empty table with its headings and the words that two of the columns take."""
    book = workbooks.new_book()
    sheet = workbooks.add_sheet(book, _("Ekip"), headings(), ())
    for letter, width in zip("ABCDEFG", (32, 18, 18, 16, 32, 22, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    for letter, words in (("B", Role.labels), ("F", CardKind.labels)):
        choice = DataValidation(type="list", formula1=f'"{",".join(map(str, words))}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    return workbooks.as_bytes(book)


def members_in(data: bytes) -> list[Member]:
    """The lines of a spreadsheet under its headings. Raises ``Refusal`` for what is no such table."""
    lines = lines_in(data, most_rows=MOST_ROWS + 1, most_columns=12, most_bytes=MOST_BYTES)
    if not lines:
        raise Refusal(_("Dosyada satır yok."), status=400)
    wanted = {fold(heading): name for name, heading in zip(FIELDS, headings(), strict=True)}
    order = [wanted.get(fold(text_in(cell)), "") for cell in lines[0]]
    if "name" not in order:
        raise Refusal(_("İlk satırda “Ad soyad” başlığı yok. Örnek tabloyu indirip onu doldurun."), status=400)
    found = []
    for line in lines[1:]:
        said = {name: text_in(cell) for name, cell in zip(order, line, strict=False) if name}
        if any(said.values()):
            found.append(checked(said))
    if len(found) > MOST_ROWS:
        raise Refusal(_("Bir seferde en çok %(most)d kişi.") % {"most": MOST_ROWS}, status=400)
    if not found:
        raise Refusal(_("Dosyada satır yok."), status=400)
    return found


def _choice(text: str, choices: Any) -> str | None:
    """The value of a choice that was written as its value or its word; ``None`` for what is neither."""
    for value, label in choices:
        if fold(text) in (fold(str(value)), fold(str(label))):
            return str(value)
    return None


def checked(said: dict[str, str]) -> Member:
    """One line with what is wrong with it in words."""
    values = {name: " ".join(clean(said.get(name, ""), lines=False).split()) for name in FIELDS}
    member = Member(values)
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            member.error = _("Çok uzun: en çok %(most)d harf.") % {"most": most}
    role = _choice(values["role"], Role.choices) if values["role"] else Role.REPORTER.value
    card = _choice(values["card_kind"], CardKind.choices) if values["card_kind"] else ""
    if not values["name"]:
        member.error = _("Ad soyad yazılmamış.")
    elif role is None:
        member.error = _("Görev bunlardan biri olmalı: %(words)s.") % {"words": ", ".join(map(str, Role.labels))}
    elif card is None:
        member.error = _("Kartın türü bunlardan biri olmalı: %(words)s.") % {
            "words": ", ".join(map(str, CardKind.labels))
        }
    values["role"], values["card_kind"] = role or values["role"], card if card is not None else values["card_kind"]
    return member


def apply_for(*, event: PressEvent, account: JournalistAccount, members: list[Member], zones: list[str]) -> Applied:
    """Applies for everybody whose line is whole; each stands alone, and one letter tells of all. Raises ``Refusal``
    when ``account`` is no desk."""
    if account.desk_of is None:
        raise Refusal(_("Ekip için yalnızca bir haber merkezinin hesabıyla başvurulur."))
    applied = Applied()
    for member in members:
        if not member.error:
            try:
                member.application = applicants.apply(
                    event=event, account=account, tells=False,
                    values={**member.values, "zones": zones, "outlet_name": account.desk_of.name, "note": ""},
                )  # fmt: skip
            except Refusal as refusal:
                member.error = str(refusal)
        (applied.left if member.error else applied.done).append(member)
    if applied.done and applied.done[0].application is not None:
        names = ", ".join(member.values["name"] for member in applied.done)
        letters.tell(applied.done[0].application, "received", names[:1500])
    return applied
