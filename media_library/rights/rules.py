"""The rules by which a picture may or may not be used on a day, for a purpose. Pure: they ask no database.

Sources: Law no. 6698 (KVKK) art. 5 (processing conditions) and 28/1-c (press); Law no. 5846 (FSEK) art. 52, 86;
Turkish Civil Code art. 16, 335 (consent for a minor is given by the parent or guardian).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.core import turkish
from media_library.models.described import Described, LegalBasis, Licence, RightsState

if TYPE_CHECKING:
    from media_library.models import Consent

# Whose pictures these are hangs on the contract of whoever took them.
BY_CONTRACT = (Licence.OWN, Licence.CONTRACT)


class Purpose(StrEnum):
    """What a picture is to be used for; consents name theirs."""

    WEB = "web"
    PRESS = "press"
    SOCIAL = "social"
    PRINT = "print"


def obstacles_of(
    item: Described, consents: Iterable[Consent], *, on: dt.date, purposes: Iterable[Purpose] = (Purpose.WEB,)
) -> list[str]:
    """Why ``item`` (photo or video) may not be used on the day ``on`` for any of ``purposes``; empty when it may."""
    if item.withheld_at is not None:
        return [_("yayından kaldırılmış")]
    return licence_obstacles(item, on=on) + consent_obstacles(item, list(consents), on=on, purposes=tuple(purposes))


def turning_days(item: Described, consents: Iterable[Consent]) -> Iterator[dt.date]:
    """The days from which :func:`obstacles_of` may give another answer by the calendar alone: the day after the last
    one of a licence, contract or consent, and the day on which a consent begins."""
    who = item.photographer
    last_days = [item.licence_ends, who.rights_until if who is not None else None]
    for one in consents:
        last_days.append(one.expires_on)
        yield one.given_on
    yield from (day + dt.timedelta(days=1) for day in last_days if day is not None)


def licence_obstacles(item: Described, *, on: dt.date) -> list[str]:
    """Objections from the right to use: unknown, run out, or the photographer's contract missing or run out."""
    errors: list[str] = []
    if item.licence == Licence.UNKNOWN:
        errors.append(_("kullanım hakkı bilinmiyor"))
    if item.licence_ends is not None and item.licence_ends < on:
        errors.append(_("kullanım hakkı %(day)s tarihinde bitmiş") % {"day": f"{item.licence_ends:%d.%m.%Y}"})
    who = item.photographer
    if who is None:
        if item.licence == Licence.CONTRACT:
            errors.append(_("fotoğrafçının sözleşmesi kayıtlı değil"))
    elif who.kind != who.Kind.STAFF and item.licence in BY_CONTRACT:
        if item.licence == Licence.CONTRACT and not who.contract_number.strip():
            errors.append(_("fotoğrafçının sözleşmesi kayıtlı değil"))
        if who.rights_until is not None and who.rights_until < on:
            errors.append(
                _("fotoğrafçının sözleşmesi %(day)s tarihinde bitmiş") % {"day": f"{who.rights_until:%d.%m.%Y}"}
            )
    return errors


def consent_obstacles(
    item: Described, consents: list[Consent], *, on: dt.date, purposes: tuple[Purpose, ...]
) -> list[str]:
    """Objections from consent. No name appears in them: who reads them need not be an archivist.

    A person's other consent heals one that ran out, a newer one heals one that was withdrawn; nobody's consent speaks
    for another person.
    """
    errors: list[str] = []
    by_person: dict[str, list[Consent]] = defaultdict(list)
    for one in consents:
        by_person[person_key(one)].append(one)
    valid = [one for theirs in by_person.values() for one in in_force(theirs, on)]
    missing = [theirs for theirs in by_person.values() if not in_force(theirs, on)]
    if any(one.withdrawn_at is not None for theirs in missing for one in theirs):
        errors.append(_("bir kişi rızasını geri almış"))
    if any(
        one.withdrawn_at is None and one.expires_on is not None and one.expires_on < on
        for theirs in missing
        for one in theirs
    ):
        errors.append(_("bir rızanın süresi dolmuş"))
    if any(one.is_child and not one.guardian_name.strip() for theirs in missing for one in theirs):
        errors.append(_("bir çocuğun rızası velisince verilmemiş"))
    if any(one.withdrawn_at is None and one.given_on > on for theirs in missing for one in theirs):
        errors.append(_("bir rıza henüz geçerli değil"))
    if item.contains_children and not any(one.is_child for one in valid):
        errors.append(_("çocuk görünüyor, veli rızası yok"))
    elif item.legal_basis == LegalBasis.CONSENT and not valid:
        errors.append(_("açık rıza kaydı yok"))
    uncovered = [
        purpose
        for purpose in purposes
        if any(
            not any(covers(one, purpose) for one in in_force(theirs, on))
            for theirs in by_person.values()
            if theirs not in missing
        )
    ]
    return errors + [_("rıza bu kullanımı kapsamıyor (%(use)s)") % {"use": name_of(one)} for one in uncovered]


def in_force(theirs: list[Consent], on: dt.date) -> list[Consent]:
    """One person's consents that hold on the day ``on``. Who takes one back takes back what was given before it too."""
    withdrawn = max((age_of(one) for one in theirs if one.withdrawn_at is not None), default=None)
    return [one for one in theirs if holds(one, on) and (withdrawn is None or age_of(one) >= withdrawn)]


def age_of(consent: Consent) -> tuple[dt.date, int]:
    """What orders the consents of one person from old to new."""
    return consent.given_on, consent.pk or 0


def holds(consent: Consent, on: dt.date) -> bool:
    """Whether ``consent`` is in force on the day ``on``; a child's only when a guardian gave it."""
    return (
        consent.withdrawn_at is None
        and consent.given_on <= on
        and (consent.expires_on is None or consent.expires_on >= on)
        and not (consent.is_child and not consent.guardian_name.strip())
    )


def covers(consent: Consent, purpose: Purpose) -> bool:
    """Whether ``consent`` was given for this use."""
    return bool(getattr(consent, f"for_{purpose.value}"))


def person_key(consent: Consent) -> str:
    """What makes two consents those of one person: the name, in whatever case and spacing it was written."""
    return " ".join(turkish.lower(consent.person_name).split())


def name_of(purpose: Purpose) -> str:
    """The use in the office's words."""
    return {
        Purpose.WEB: _("web sitesi"),
        Purpose.PRESS: _("basına gönderim"),
        Purpose.SOCIAL: _("sosyal medya"),
        Purpose.PRINT: _("basılı yayın"),
    }[purpose]


def rights_state_of(item: Described, consents: Iterable[Consent], *, on: dt.date) -> RightsState:
    """The one-word state for lists: blocked when it may not be used on the web, incomplete when facts are missing."""
    if obstacles_of(item, consents, on=on):
        return RightsState.BLOCKED
    if item.legal_basis == LegalBasis.UNSET:
        return RightsState.INCOMPLETE
    return RightsState.CLEAR
