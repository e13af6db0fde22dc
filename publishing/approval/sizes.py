"""What is about to be signed is drawn before anybody else's photos: officers look at it, and readers soon will."""

from __future__ import annotations

import logging
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import task_submitted

from cms.core import holds
from cms.core.governed import Governed
from cms.core.models import Hold, Stage
from cms.core.worker import DATABASE_TROUBLE
from media_library.models import Photo, PhotoRendition
from media_library.renditions.sizes import PRESS
from media_library.work.sizes import ask_for_signing
from publishing.approval import acts, snapshot
from publishing.approval.models import Office, SignatureState
from publishing.approval.selectors import office_of

logger = logging.getLogger(__name__)


def draw_before_the_last(state: SignatureState) -> None:
    """:func:`draw_for_release` where ``state`` is the last signature and a photo has not all its sizes: one query."""
    if connection.in_atomic_block:
        return
    held = Hold.objects.filter(
        stage=Stage.APPROVAL, row_type=holds.type_of(Photo),
        holder_type=OuterRef("workflow_state__content_type"), holder_id=OuterRef("workflow_state__object_id"),
    )  # fmt: skip
    number = Cast(OuterRef("row_id"), BigIntegerField())
    drawn = PhotoRendition.objects.filter(image=number, filter_spec=PRESS)
    last = SignatureState.objects.filter(Exists(held.filter(~Exists(drawn))), task__signaturetask__office=Office.MAYOR)
    if found := last.filter(pk=state.pk).select_related("revision").first():
        draw_for_release(found.revision)


def draw_for_release(revision: Revision | None) -> None:
    """Makes the missing sizes that the publication of ``revision`` names, unless a transaction is open already: rows of
    photos must not be locked before the lock of all acts. A photo that cannot be drawn is the publication's matter."""
    if revision is None or connection.in_atomic_block:
        return
    try:
        content = revision.as_object()
        if isinstance(content, Governed):
            content.draw_for_release()
    except DATABASE_TROUBLE:
        raise
    except Exception:
        logger.exception("the photos of revision %s could not be drawn before its publication", revision.pk)


@receiver(task_submitted, sender=SignatureState, dispatch_uid="approval.sizes")
def round_began(instance: SignatureState, **kwargs: Any) -> None:
    """Müdür's step begins: content has come in for its signatures. At Başkan's step all this has been asked for."""
    if office_of(instance) == Office.DIRECTOR:
        used = snapshot.used_files(acts.said_by(instance.revision))
        ask_for_signing(number for kind, number in used if kind == "photo")
