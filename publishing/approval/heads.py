"""The chain's end in other hands: told to both offices every day; and the first sealing of a chain from before."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import anchor, evidence
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import DayHead, Decision, EvidenceRecord, EvidenceSeal


def holders() -> list[tuple[str, str]]:
    """(address, name) of everybody who holds an office."""
    found = User.objects.filter(groups__name__in=[office.role.label for office in Office])
    return [(user.email, one_line(user)) for user in found.distinct().order_by("pk")]


def send_due_head(*, now: dt.datetime | None = None) -> int:
    """Tells both offices the day's end of the chain, once a day from ``EVIDENCE_HEAD_HOUR`` on; gives the letters.

    Also on days without a record: a morning without the letter is a sign by itself. The chain's lock keeps two workers
    in line, and the day is unique.
    """
    moment = timezone.localtime(now or timezone.now())
    day = moment.date()
    if moment.hour < settings.EVIDENCE_HEAD_HOUR or DayHead.objects.filter(day=day).exists():
        return 0
    with transaction.atomic():
        end = evidence.lock()
        if not end.sequence:
            return 0
        _row, made = DayHead.objects.get_or_create(day=day, defaults={"sequence": end.sequence, "digest": end.digest})
        return tell(anchor.head_of(end), day) if made else 0


@override("tr")
def tell(head: anchor.Head, day: dt.date) -> int:
    """Writes the letters of ``day``."""
    said = date_format(day, "j F Y")
    url = f"{settings.SITE_URL}{reverse('onay-izi:index')}"
    letters = 0
    for address, name in holders():
        values = {"name": name, "day": said, "head": head, "url": url, "municipality": settings.WAGTAIL_SITE_NAME}
        letters += len(
            write(
                kind=LetterKind.EVIDENCE,
                to=[(address, name)],
                subject=_("Onay izinin ucu, %(day)s: %(sequence)s") % {"day": said, "sequence": head.sequence},
                body=render_to_string("approval/mail/head.txt", values),
            )
        )
    return letters


@transaction.atomic
@override("tr")
def seal_existing() -> int:
    """Seals the records from before there was a key, once, on the record, and tells both offices; gives how many.

    Raises ``ApprovalRefused`` when the chain is broken, when it has been sealed before, or when records lack a seal
    that cannot be from before: sealing those would bless whatever somebody has written there.
    """
    evidence.lock()
    result = evidence.verify()
    if not result.intact:
        raise ApprovalRefused(
            _("Onay izi bozuk (%(sequence)s. kayıt: %(reason)s); mühürlenmedi.")
            % {"sequence": result.sequence, "reason": result.reason}
        )
    sealed = EvidenceSeal.objects.values("sequence")
    bare = list(EvidenceRecord.objects.exclude(sequence__in=sealed).order_by("sequence"))
    if not bare:
        return 0
    last = bare[-1].sequence
    first_seal = EvidenceSeal.objects.order_by("sequence").values_list("sequence", flat=True).first()
    if (
        EvidenceRecord.objects.filter(decision=Decision.SEALED).exists()
        or (first_seal is not None and first_seal < last)
        or len(bare) != last
    ):
        raise ApprovalRefused(
            _("Anahtarlı mührü eksik kayıtlar yükseltmeden önceki kayıtlar değil: mühürleri silinmiş olabilir. "
              "Mühürlenmedi; verify_evidence çıktısını ve makamlara gönderilmiş uçları karşılaştırın.")
        )  # fmt: skip
    EvidenceSeal.objects.bulk_create([anchor.sealed(record) for record in bare], batch_size=500)
    comment = _("1–%(last)s arasındaki kayıtlar anahtarla mühürlendi (anahtar: %(key)s).") % {
        "last": last,
        "key": next(iter(settings.EVIDENCE_KEYS)),
    }
    evidence.record(decision=Decision.SEALED, comment=comment)
    write(
        kind=LetterKind.SECURITY,
        to=holders(),
        subject=_("Onay izi anahtarla mühürlendi"),
        body=_(
            "%(comment)s\nBu işlem yalnızca bir kez, sürüm yükseltilirken yapılır. Yükseltmeden haberiniz yoksa "
            "yöneticinize sorunuz.\n\nOnay izi: %(url)s\n"
        )
        % {"comment": comment, "url": f"{settings.SITE_URL}{reverse('onay-izi:index')}"},
    )
    return len(bare)
