"""Letters about mails that did not arrive: to whoever submitted the content, once a round, with what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.letters.models import LetterKind
from cms.letters.services import one_line
from publishing.approval.notices import editors_of, letter
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.selectors import TROUBLED, WAITING, tally_of

TOLD = "dispatch.told_editor"
LOOK_BACK = dt.timedelta(days=7)
SHOWN = 20


def tell_editors(*, now: dt.datetime | None = None) -> int:
    """Tells the editors of every round of mails that is over and of which some did not arrive; gives the letters.

    A round is told of once, and again when more of it was lost since. What was told is written into the log, in the
    letters' transaction and under the lock of one row of the round: two workers do not both tell.
    """
    since = (now or timezone.now()) - LOOK_BACK
    emails = Delivery.objects.filter(channel=Channel.EMAIL, created_at__gte=since)
    same = Delivery.objects.filter(
        channel=Channel.EMAIL, state__in=WAITING, content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"), version=OuterRef("version"), kind=OuterRef("kind"),
    )  # fmt: skip
    over = emails.filter(~Exists(same), state__in=TROUBLED).order_by()
    rounds = over.values_list("content_type", "object_id", "version", "kind").annotate(lost=Count("pk"))
    return sum(_tell(*one) for one in list(rounds))


@transaction.atomic
def _tell(type_id: int, object_id: str, version: int, kind: str, lost: int) -> int:
    mails = Delivery.objects.filter(
        content_type=type_id, object_id=object_id, version=version, kind=kind, channel=Channel.EMAIL
    )
    first = mails.select_for_update(of=("self",)).defer("payload", "attempt_log").order_by("pk").first()
    if first is None or lost <= _told(first):
        return 0
    content_type = ContentType.objects.get_for_id(type_id)
    model: Any = content_type.model_class()
    content = model._base_manager.filter(pk=object_id).first() if model else None
    log(instance=first, action=TOLD, data={"lost": lost})
    if content is None:
        return 0
    rows = list(mails.filter(state__in=TROUBLED).defer("payload", "attempt_log").order_by("recipient")[:SHOWN])
    words = [f"{row.recipient}: {row.get_state_display()}. {one_line(row.reason)}".strip() for row in rows]
    panel = settings.SITE_URL + reverse("dagitim:panel", args=[type_id, object_id])
    written = 0
    for editor in editors_of(content):
        written += len(
            letter(
                kind=LetterKind.TROUBLE,
                user=editor,
                subject=gettext_lazy("E-postası ulaşmayanlar var"),
                template="not_arrived",
                content=content,
                lost=lost,
                tally=tally_of(mails),
                recipients=words,
                more=lost - len(words),
                unknown=any(row.state == DeliveryState.UNKNOWN for row in rows),
                url=panel,
            )
        )
    return written


def _told(first: Delivery) -> int:
    """How many lost mails of the round of ``first`` its editors were told of."""
    entries = ModelLogEntry.objects.filter(
        Q(content_type=ContentType.objects.get_for_model(Delivery)), object_id=str(first.pk), action=TOLD
    )
    newest = entries.order_by("-timestamp", "-pk").first()
    return int(newest.data.get("lost", 0)) if newest is not None else 0
