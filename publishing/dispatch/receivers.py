"""The one receiver of publication: rows are written in the transaction that makes content live or takes it down."""

from __future__ import annotations

import logging
from typing import Any

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cms.core import followers
from cms.identity.selectors import current
from media_library.kits import services as kits
from publishing.approval.selectors import certificate_of, certificates_of, newest_certificate
from publishing.dispatch import services
from publishing.dispatch.planning import goes_out
from publishing.subscriptions import announcements

logger = logging.getLogger(__name__)


@receiver(published, dispatch_uid="dispatch.published")
def content_published(instance: Any, **kwargs: Any) -> None:
    """Wagtail sends this for scheduled content too, long before its time: only what is live and signed goes out."""
    if not instance.live:
        return
    followers.tell_published(instance)
    if not goes_out(instance):
        return
    certificate = certificate_of(instance)
    if certificate is None:
        logger.error("%s %s is live without a certificate; nothing is dispatched", type(instance).__name__, instance.pk)
        return
    who = current()
    services.enqueue(content=instance, version=certificate.version, files=certificate.files, identity=who)
    if announcements.is_told(instance):
        announcements.announce(content=instance, version=certificate.version, identity=who)
    renew_hand_outs(instance)


@receiver(unpublished, dispatch_uid="dispatch.unpublished")
def content_unpublished(instance: Any, **kwargs: Any) -> None:
    """A withdrawal reaches whoever has the content."""
    followers.tell_unpublished(instance)
    renew_hand_outs(instance)
    if goes_out(instance):
        services.enqueue_withdrawal(content=instance)
    if announcements.is_told(instance):
        announcements.withdraw(content=instance)


def renew_hand_outs(content: Any) -> None:
    """Has the kits that editors made of public things follow what ``content`` says now, and no longer what it said."""
    newest = newest_certificate(content)
    if newest is None:
        return
    earlier = certificates_of(content).filter(version__lt=newest.version).first() if newest.version > 1 else None
    for certificate in (newest, earlier):
        if certificate is not None:
            kits.renew_hand_outs(certificate.files)
