"""Reads pasted address lines: ``Ad Soyad <eposta>``, ``eposta; Ad Soyad; Kuruluş`` or the address alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.text import clean, email_address
from press_archive.contacts.models import normal_email

ANGLED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;]*$")
SEPARATOR = re.compile(r"[;\t]")


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One good line. ``number`` counts from 1 over the whole text, blank lines included."""

    number: int
    text: str
    email: str
    name: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """One line that could not be used, as it was typed, and why."""

    number: int
    text: str
    reason: str


def parse(text: str) -> tuple[list[AddressLine], list[BrokenLine]]:
    """The good and the broken lines of ``text``; blank lines are neither. An address counts once."""
    good: list[AddressLine] = []
    broken: list[BrokenLine] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(clean(text).splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        parsed = parse_line(number, line)
        if isinstance(parsed, AddressLine) and parsed.email in seen:
            parsed = BrokenLine(
                number, line, _("Bu adres %(number)d. satırda da var.") % {"number": seen[parsed.email]}
            )
        if isinstance(parsed, BrokenLine):
            broken.append(parsed)
        else:
            seen[parsed.email] = number
            good.append(parsed)
    return good, broken


def parse_line(number: int, line: str) -> AddressLine | BrokenLine:
    """One line that is not blank."""
    angled = ANGLED.match(line)
    if angled:
        name, email, outlet = angled["name"].strip(" \"'"), angled["email"], ""
    elif "<" in line or ">" in line:
        return BrokenLine(number, line, _("Adresi “Ad Soyad <eposta>” biçiminde yazın."))
    else:
        parts = [part.strip() for part in SEPARATOR.split(line)]
        if len(parts) > 3:
            return BrokenLine(
                number, line, _("Satırda üçten çok bölüm var; “eposta; Ad Soyad; Kuruluş” biçiminde yazın.")
            )
        email, name, outlet = (*parts, "", "")[:3]
    email = normal_email(email)
    if not email:
        return BrokenLine(number, line, _("Satırda e-posta adresi yok."))
    if "@" not in email:
        return BrokenLine(number, line, _("“%(text)s” bir e-posta adresi değil: @ işareti yok.") % {"text": email[:80]})
    try:
        email_address(email)
    except ValidationError:
        return BrokenLine(number, line, _("“%(text)s” geçerli bir e-posta adresi değil.") % {"text": email[:80]})
    if len(email) > 254 or len(name) > 160:
        return BrokenLine(number, line, _("Adres ya da ad çok uzun."))
    return AddressLine(number, line, email, name, outlet)
