"""What holds the chain of evidence from outside the database: a key, and heads that people keep.

``seal`` puts an HMAC beside each record, with a key of ``settings.EVIDENCE_KEYS``: a chain that somebody with the
database's password writes anew, digests and all, has no such seals. ``Head`` is the end of the chain as it is mailed
and printed: against somebody who also has the key, or who cuts the chain off, it is the paper that tells.
``first_fault`` asks for all of it. The digests themselves are ``evidence.verify``'s.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from publishing.approval.models import DayHead, EvidenceHead, EvidenceRecord, EvidenceSeal

PURPOSE = b"basin-masasi evidence seal v1\n"
CODE_LENGTH = 12
# Typed from paper: enough digits that nobody finds a second chain with the same ones.
FEWEST_DIGITS = 16
HEAD = re.compile(r"\s*(\d{1,18})\s*:\s*([0-9a-fA-F \-]+?)\s*(?::\s*([0-9a-fA-F \-]+?)\s*)?")


def mac(sequence: int, digest: str, key: str) -> str:
    """64 hex digits that only a holder of ``key`` (hex digits) can make for the record with ``digest``."""
    said = PURPOSE + f"{sequence}:{digest}".encode()
    return hmac.new(bytes.fromhex(key), said, hashlib.sha256).hexdigest()


def sealed(record: EvidenceRecord) -> EvidenceSeal:
    """The unsaved seal of ``record`` with the first key. Raises ``ImproperlyConfigured`` when there is none."""
    if not settings.EVIDENCE_KEYS:
        raise ImproperlyConfigured("EVIDENCE_KEYS: onay izini mühürleyecek anahtar verilmemiş.")
    key_id, key = next(iter(settings.EVIDENCE_KEYS.items()))
    return EvidenceSeal(sequence=record.sequence, key_id=key_id, mac=mac(record.sequence, record.digest, key))


def seal(record: EvidenceRecord) -> None:
    """Seals a record in the transaction that writes it."""
    sealed(record).save(force_insert=True)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some moment, as a mail or a sheet says it: ``1234:9f2c…``, and the seal's short code.

    ``digest`` may be only the beginning of one (at least 16 hex digits) when it was typed from paper.
    """

    sequence: int
    digest: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """``SIRA:MÜHÜR`` or ``SIRA:MÜHÜR:KOD``, with or without blanks and dashes. Raises ``ValueError`` in Turkish."""
        match = HEAD.fullmatch(text)
        if match is None:
            raise ValueError(_("“%(text)s” okunamadı; beklenen biçim: SIRA:MÜHÜR") % {"text": text})
        digest, code = (re.sub(r"[ -]", "", part or "").lower() for part in match.group(2, 3))
        if not FEWEST_DIGITS <= len(digest) <= 64:
            raise ValueError(_("Mührün en az %(count)d hanesi yazılmalıdır.") % {"count": FEWEST_DIGITS})
        return cls(int(match[1]), digest, code)


def short_code(seal: str) -> str:
    """The beginning of a seal for human eyes: ``a1b2-c3d4-e5f6``."""
    return "-".join(seal[start : start + 4] for start in range(0, min(CODE_LENGTH, len(seal)), 4))


def head_of(end: EvidenceHead) -> Head:
    """The end of the chain ``end`` with its code, empty while its record has no seal."""
    found = EvidenceSeal.objects.filter(sequence=end.sequence).values_list("mac", flat=True).first()
    return Head(end.sequence, end.digest, short_code(found or ""))


def current_head() -> Head | None:
    """The end of the chain now, or ``None`` while nothing is on the record."""
    end = EvidenceHead.objects.get(pk=1)
    return head_of(end) if end.sequence else None


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain contradicts what is outside the database: the record's ``sequence``, and why, in Turkish."""

    sequence: int
    reason: str


def first_fault(heads: Iterable[Head] = ()) -> Fault | None:
    """The first contradiction between the chain, its seals, the days' heads and ``heads``; ``None`` when all agree.

    The digests are taken as they stand: ``evidence.verify`` comes first.
    """
    return unsealed_or_forged() or lost_day() or next(filter(None, map(lost_head, heads)), None)


def unsealed_or_forged() -> Fault | None:
    """The first record whose seal is missing, strange or wrong, or the first seal without a record."""
    keys = settings.EVIDENCE_KEYS
    seals = iter(EvidenceSeal.objects.order_by("sequence").values_list("sequence", "key_id", "mac").iterator(1000))
    records = EvidenceRecord.objects.order_by("sequence").values_list("sequence", "digest")
    for sequence, digest in records.iterator(1000):
        number, key_id, said = next(seals, (0, "", ""))
        if 0 < number < sequence:
            return Fault(number, _("anahtarlı mührü duruyor ama kaydı yok: kayıt silinmiş"))
        if number != sequence:
            return Fault(sequence, _("anahtarlı mührü yok"))
        if key_id not in keys:
            return Fault(
                sequence, _("“%(key)s” anahtarıyla mühürlenmiş, EVIDENCE_KEYS içinde o anahtar yok") % {"key": key_id}
            )
        if not hmac.compare_digest(said, mac(sequence, digest, keys[key_id])):
            return Fault(sequence, _("anahtarlı mührü tutmuyor: kayıt, anahtar bilinmeden yeniden yazılmış"))
    if rest := next(seals, None):
        return Fault(rest[0], _("anahtarlı mührü duruyor ama kaydı yok: zincirin sonu kesilmiş"))
    return None


def digest_at(sequence: int) -> str | None:
    """The digest of the record ``sequence``, or ``None``."""
    return EvidenceRecord.objects.filter(sequence=sequence).values_list("digest", flat=True).first()


def lost_day() -> Fault | None:
    """The first day's head, as both offices were told it, that is no longer in the chain."""
    for head in DayHead.objects.order_by("day").iterator(1000):
        if digest_at(head.sequence) != head.digest:
            return Fault(
                head.sequence,
                _("%(day)s günü makamlara bildirilen zincir ucu artık zincirde yok")
                % {"day": head.day.strftime("%d.%m.%Y")},
            )
    return None


def lost_head(head: Head) -> Fault | None:
    """Whether the chain does not contain ``head``, which somebody kept on paper or in a mail."""
    digest = digest_at(head.sequence)
    if digest is None:
        return Fault(head.sequence, _("eldeki uca kadar gelmiyor: zincirin sonu kesilmiş"))
    if not digest.startswith(head.digest):
        return Fault(head.sequence, _("eldeki uçla aynı değil: zincir baştan yazılmış"))
    if head.code and not any(mac(head.sequence, digest, key).startswith(head.code) for key in _all_keys()):
        return Fault(head.sequence, _("eldeki kod hiçbir anahtarla tutmuyor"))
    return None


def _all_keys() -> list[str]:
    return list(settings.EVIDENCE_KEYS.values())
