"""The rules by which a picture may or may not be used on a day, for a purpose. Pure: they ask no database.

Sources: Law no. 6698 (KVKK) art. 5 (processing conditions) and 28/1-c (press); Law no. 5846 (FSEK) art. 52, 86;
Turkish Civil Code art. 16, 335 (consent for a minor is given by the parent or guardian).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from media_library.models.described import Described, LegalBasis, Licence, RightsState

if TYPE_CHECKING:
    from media_library.models import Consent


class Purpose(StrEnum):
    """What a picture is to be used for; consents name theirs."""

    WEB = "web"
    PRESS = "press"
    SOCIAL = "social"
    PRINT = "print"


def obstacles_of(
    item: Described, consents: Iterable[Consent], *, on: dt.date, purposes: Iterable[Purpose] = (Purpose.WEB,)
) -> list[str]:
    """Why ``item`` (photo or video) may not be used on the day ``on`` for any of ``purposes``: sentences, none if it may."""
    if item.withheld_at is not None:
        return [_("yayından kaldırılmış")]
    return licence_obstacles(item, on=on) + consent_obstacles(item, list(consents), on=on, purposes=tuple(purposes))


def licence_obstacles(item: Described, *, on: dt.date) -> list[str]:
    """Objections from the right to use: unknown, run out, or the photographer's contract missing or run out."""
    errors: list[str] = []
    if item.licence == Licence.UNKNOWN:
        errors.append(_("kullanım hakkı bilinmiyor"))
    if item.licence_ends is not None and item.licence_ends < on:
        errors.append(_("kullanım hakkı %(day)s tarihinde bitmiş") % {"day": f"{item.licence_ends:%d.%m.%Y}"})
    who = item.photographer
    if who is not None and who.kind != who.Kind.STAFF:
        if item.licence == Licence.CONTRACT and not who.contract_number:
            errors.append(_("fotoğrafçının sözleşmesi kayıtlı değil"))
        if who.rights_until is not None and who.rights_until < on:
            errors.append(
                _("fotoğrafçının sözleşmesi %(day)s tarihinde bitmiş") % {"day": f"{who.rights_until:%d.%m.%Y}"}
            )
    return errors


def consent_obstacles(
    item: Described, consents: list[Consent], *, on: dt.date, purposes: tuple[Purpose, ...]
) -> list[str]:
    """Objections from consent. No name appears in them: who reads them need not be an archivist."""
    errors: list[str] = []
    if any(one.withdrawn_at is not None for one in consents):
        errors.append(_("bir kişi rızasını geri almış"))
    if any(one.withdrawn_at is None and one.expires_on is not None and one.expires_on < on for one in consents):
        errors.append(_("bir rızanın süresi dolmuş"))
    valid = [one for one in consents if one.withdrawn_at is None and (one.expires_on is None or one.expires_on >= on)]
    if item.contains_children and not any(one.is_child and one.guardian_name for one in valid):
        errors.append(_("çocuk görünüyor, veli rızası yok"))
    elif item.legal_basis == LegalBasis.CONSENT and not valid:
        errors.append(_("açık rıza kaydı yok"))
    for purpose in purposes:
        if any(not getattr(one, f"for_{purpose}") for one in valid):
            errors.append(_("rıza bu kullanımı kapsamıyor (%(use)s)") % {"use": name_of(purpose)})
    return errors


def name_of(purpose: Purpose) -> str:
    """The use in the office's words."""
    return {
        Purpose.WEB: _("web sitesi"),
        Purpose.PRESS: _("basına gönderim"),
        Purpose.SOCIAL: _("sosyal medya"),
        Purpose.PRINT: _("basılı yayın"),
    }[purpose]


def state_of(item: Described, consents: Iterable[Consent], *, on: dt.date) -> RightsState:
    """The one-word state for lists: blocked when it may not be used on the web, incomplete when facts are missing."""
    if obstacles_of(item, consents, on=on):
        return RightsState.BLOCKED
    if item.legal_basis == LegalBasis.UNSET:
        return RightsState.INCOMPLETE
    return RightsState.CLEAR
