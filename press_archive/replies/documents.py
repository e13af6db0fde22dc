"""The text as it leaves the house: made of what a certificate holds, never of a row that somebody can still edit.

``signed`` reads the certificate; ``draft`` shows the same page while it is being written and signed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.turkish import format_date
from cms.identity.selectors import current
from cms.users.roles import Office
from publishing.approval.models import Certificate, EvidenceRecord

# As ``cms.users.selectors.with_user_name`` writes it.
ACCOUNT = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed for which office on which day; in the name of whom."""

    office: str
    name: str = ""
    principal: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What the outlet gets. ``content_hash`` is that of the certificate, empty while nobody has signed."""

    municipality: str
    title: str
    addressee: str
    demand: str
    text: str
    signers: Sequence[Signer]
    content_hash: str = ""


def draft(*, title: str, addressee: str, demand: str, text: str) -> Document:
    """The page as it would leave, without signatures."""
    offices = [Signer(str(Office.MAYOR.label)), Signer(str(Office.DIRECTOR.label))]
    return Document(current().municipality, title, addressee, demand, text, offices)


def signed(certificate: Certificate) -> Document:
    """What both offices signed, with who they were."""
    said = certificate.signed_content
    records = (certificate.mayor_record, certificate.director_record)
    return Document(
        current().municipality, said["title"], said["addressee"], said["demand"], said["text"],
        [_signer(record) for record in records], certificate.content_hash,
    )  # fmt: skip


def _signer(record: EvidenceRecord) -> Signer:
    day = timezone.localdate(record.created_at)
    name, principal = _without_account(record.actor_name), _without_account(record.principal_name)
    return Signer(str(Office(record.office).label), name, principal, day)


def _without_account(name: str) -> str:
    """The record tells two people of one name apart by their accounts; no outlet has to know those."""
    return ACCOUNT.sub("", name)


def plain(document: Document) -> str:
    """``document`` as the text of a mail."""
    lines = [document.addressee, "", document.demand, "", document.title, "", document.text, "", document.municipality]
    for signer in document.signers:
        name = signer.name
        if signer.principal:
            name = _("%(name)s, %(principal)s adına") % {"name": signer.name, "principal": signer.principal}
        day = f", {format_date(signer.on)}" if signer.on else ""
        lines.append(f"{signer.office}: {name}{day}")
    if document.content_hash:
        lines += ["", _("İçerik özeti (SHA-256): %(hash)s") % {"hash": document.content_hash}]
    return "\n".join(lines)
