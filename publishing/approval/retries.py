"""Signed content that was not published at its minute, put back on schedule by an office."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.users.models import User
from publishing.approval import evidence, holding, selectors, snapshot, troubles
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.models import Decision, Trouble
from publishing.approval.picture_rights import rights_errors
from publishing.approval.publication import publish_one_due
from publishing.approval.services import may_withdraw


@transaction.atomic
def retry(*, content: Any, user: User, ip: str = "") -> bool:
    """Puts refused content back on schedule, by an office, and publishes it when its minute has come; gives whether it
    is live.

    Raises ``ApprovalRefused`` unless its signatures still hold for exactly what would be published and its pictures may
    be used; then the editor must mend it and submit it again.
    """
    authority = may_withdraw(user)
    if authority is None:
        raise ApprovalRefused(_("Yeniden yayın sırasına yalnızca Müdür ve Başkan alabilir."))
    evidence.lock()
    content = selectors.specific(type(content).objects.get(pk=content.pk))
    trouble = troubles.open_of(content)
    if trouble is None or trouble.kind != Trouble.Kind.REFUSED:
        raise ApprovalRefused(_("Bu içerik için yeniden denenecek bir yayın yok; sayfayı yenileyin."))
    stage, _revision = holding.stage_of(content)
    if stage is not None:
        raise ApprovalRefused(_("Bu içerik zaten onayda ya da yayın sırasında."))
    certificate = selectors.certificates_of(content).first()
    if certificate is None or certificate.revision_id != trouble.revision_id or selectors.withdrawn_since(certificate):
        raise ApprovalRefused(_("Bu sürümün imzaları artık geçerli değil; içerik yeniden onaya gönderilmeli."))
    if content.latest_revision_id != certificate.revision_id:
        raise ApprovalRefused(_("Editör içeriği değiştirmeye başlamış; yeniden onaya göndermesi gerekiyor."))
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=certificate.revision_id)
    said = revision.as_object()
    if errors := rights_errors(said, lock=True):
        raise ApprovalRefused(" ".join(errors))
    if not snapshot.is_as_certified(said, certificate):
        raise ContentChanged(
            _("İçerik ya da fotoğrafları hâlâ imzalanan gibi değil; editör düzeltip yeniden onaya göndermeli.")
        )
    now = timezone.now()
    evidence.record(
        decision=Decision.RESCHEDULED, authority=authority, content=content, revision_id=revision.pk,
        content_hash=certificate.content_hash, ip=ip,
    )  # fmt: skip
    revision.approved_go_live_at = max(said.go_live_at or now, now)
    with holding.moving():
        revision.save(update_fields=["approved_go_live_at"])
    troubles.end(content, Trouble.Outcome.RESCHEDULED)
    return publish_one_due(pk=revision.pk, now=now) if revision.approved_go_live_at <= now else False
