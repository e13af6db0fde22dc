"""The "onay izi": append-only records, each sealed with the digest of the one before it (``anchor`` adds a key)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.text import clean
from cms.users.delegation import Authority
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import acts, anchor
from publishing.approval.models import Certificate, Decision, EvidenceHead, EvidenceRecord
from publishing.approval.snapshot import digest_of, document_of, format_of

GENESIS = "0" * 64
SEALED_FIELDS = (
    "sequence", "decision", "office", "actor_id", "actor_name", "principal_id", "principal_name",
    "delegation_document", "content_type_id", "object_id", "content_label", "revision_id", "content_hash", "comment",
    "ip_address", "previous_digest",
)  # fmt: skip


def content_type_of(content: models.Model) -> ContentType:
    """The content type of the most specific class of ``content``."""
    return ContentType.objects.get_for_model(content, for_concrete_model=False)


def seal(record: EvidenceRecord) -> str:
    """The digest over every sealed field of ``record`` and its time."""
    values: dict[str, Any] = {name: getattr(record, name) for name in SEALED_FIELDS}
    values["created_at"] = record.created_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return digest_of(values)


def lock() -> EvidenceHead:
    """The end of the chain, held until the transaction ends.

    Whoever will write a record and locks anything else takes this lock first; so no two wait for each other. In an act
    it is asked for once.
    """
    known = acts.head()
    if known is not None:
        return cast(EvidenceHead, known)
    head = EvidenceHead.objects.select_for_update().get(pk=1)
    acts.keep_head(head)
    return head


def head_is_locked() -> bool:
    """Whether this act has taken the lock already."""
    return acts.head() is not None


@transaction.atomic(savepoint=False)
def record(
    *,
    decision: str,
    actor: User | None = None,
    authority: Authority | None = None,
    content: models.Model | None = None,
    revision_id: int | None = None,
    content_hash: str = "",
    comment: str = "",
    ip: str = "",
    document_number: str = "",
    office: str = "",
    principal: User | None = None,
) -> EvidenceRecord:
    """Appends one record. ``authority`` gives actor, principal, office and delegation document in one; without it they
    may be given singly. The head's row lock keeps writers in line."""
    if authority is not None:
        actor, principal, office = authority.actor, authority.principal, authority.office.value
        if authority.delegation is not None:
            document_number = authority.delegation.document_number
        if principal.pk == actor.pk:
            principal = None
    head = lock()
    entry = EvidenceRecord(
        sequence=head.sequence + 1,
        created_at=timezone.now(),
        decision=decision,
        office=office,
        actor_id=actor.pk if actor else None,
        actor_name=clean(person(actor), lines=False) if actor else "",
        principal_id=principal.pk if principal else None,
        principal_name=clean(person(principal), lines=False) if principal else "",
        delegation_document=clean(document_number, lines=False),
        content_type_id=content_type_of(content).pk if content is not None else None,
        object_id=str(content.pk) if content is not None else "",
        content_label=clean(str(content), lines=False)[:300] if content is not None else "",
        revision_id=revision_id,
        content_hash=content_hash,
        comment=clean(comment),
        ip_address=ip,
        previous_digest=head.digest,
    )
    entry.digest = seal(entry)
    entry.save(force_insert=True)
    anchor.seal(entry)
    EvidenceHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, digest=entry.digest)
    acts.keep_head(EvidenceHead(pk=head.pk, sequence=entry.sequence, digest=entry.digest))
    return entry


def person(user: User) -> str:
    """Name and job title as they stand on a signature, within what the record holds, and the user name, which is nobody
    else's and always the last word."""
    name = user.get_full_name() or user.get_username()
    told = f"{name}, {user.job_title}" if getattr(user, "job_title", "") else name
    mark = f" ({user.get_username()})"
    return told[: 200 - len(mark)] + mark


@dataclass(frozen=True, slots=True)
class Verification:
    """``intact``, or the ``sequence`` of the first broken record and ``reason`` in Turkish."""

    intact: bool
    count: int
    sequence: int | None = None
    reason: str = ""


def verify(progress: Callable[[int], None] | None = None) -> Verification:
    """Walks the chain from its first record and compares every seal, link and certificate."""
    previous, count = GENESIS, 0
    for entry in EvidenceRecord.objects.order_by("sequence").iterator(chunk_size=1000):
        count += 1
        if entry.sequence != count:
            return Verification(False, count, count, _("kayıt eksik"))
        if entry.previous_digest != previous:
            return Verification(False, count, entry.sequence, _("önceki kayda bağlanmıyor"))
        if entry.digest != seal(entry):
            return Verification(False, count, entry.sequence, _("kayıt değiştirilmiş"))
        previous = entry.digest
        if progress:
            progress(count)
    head = EvidenceHead.objects.get(pk=1)
    if head.sequence != count or head.digest != previous:
        return Verification(False, count, count + 1, _("zincirin sonu eksik"))
    certified: set[int] = set()
    for certificate in Certificate.objects.select_related("content_type", "director_record", "mayor_record").iterator():
        if not is_genuine(certificate):
            return Verification(False, count, certificate.mayor_record.sequence, certificate_fault(certificate))
        certified.add(certificate.mayor_record_id)
    for entry in EvidenceRecord.objects.filter(decision=Decision.SIGNED, office=Office.MAYOR).order_by("sequence"):
        if entry.pk not in certified:
            return Verification(False, count, entry.sequence, _("imzanın yayın belgesi eksik"))
    return Verification(True, count)


def certificate_fault(certificate: Certificate) -> str:
    """What is wrong with a certificate that is not genuine."""
    if digest_of(certified_document(certificate)) != certificate.content_hash:
        return _("yayın belgesindeki metin, dosya özetleri ya da sözler imzalananlar değil")
    return _("yayın belgesi imzaya uymuyor")


def certified_document(certificate: Certificate) -> dict[str, Any]:
    """What the two signatures of ``certificate`` were given on."""
    return document_of(
        f"{certificate.content_type.app_label}.{certificate.content_type.model}",
        certificate.signed_content,
        certificate.files,
        layout=format_of(certificate),
    )


def is_genuine(certificate: Certificate) -> bool:
    """Whether ``certificate`` says what its two signatures say: the content itself, whose it is, and its version."""
    director, mayor = certificate.director_record, certificate.mayor_record
    earlier = Certificate.objects.filter(
        content_type=certificate.content_type_id,
        object_id=certificate.object_id,
        mayor_record__sequence__lt=mayor.sequence,
    )
    people = [{entry.actor_id, entry.principal_id} - {None} for entry in (director, mayor)]
    return (
        (director.office, mayor.office) == (Office.DIRECTOR, Office.MAYOR)
        and not people[0] & people[1]
        and all(
            (entry.decision, entry.content_type_id, entry.object_id, entry.content_hash)
            == (Decision.SIGNED, certificate.content_type_id, certificate.object_id, certificate.content_hash)
            for entry in (director, mayor)
        )
        and certificate.revision_id == mayor.revision_id
        and certificate.version == earlier.count() + 1
        and digest_of(certified_document(certificate)) == certificate.content_hash
    )
