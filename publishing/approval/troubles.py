"""Signed content that was not published at its minute: told at once, shown until it is put right.

``refused``, ``failed``: what the scheduler met; ``end``: it is over, however. An office tries again in ``retries``.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision

from cms.core.governed import Governed
from cms.letters.models import LetterKind
from cms.users.models import User
from cms.users.roles import Office
from cms.users.selectors import signers_of
from publishing.approval import evidence, selectors
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Trouble
from publishing.approval.notices import editors_of, letter

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=10), dt.timedelta(minutes=10)


def open_of(content: Any) -> Trouble | None:
    """The trouble of ``content`` that nobody has put right yet."""
    return open_troubles().filter(content_type=evidence.content_type_of(content), object_id=str(content.pk)).first()


def open_troubles() -> Any:
    """Every trouble that nobody has put right yet, the newest first."""
    return Trouble.objects.filter(ended_at=None).select_related("content_type")


def open_condition(content_type: Any, object_id: Any) -> Any:
    """Whether there is an open trouble of the content that these two references name, for a query."""
    return Exists(Trouble.objects.filter(ended_at=None, content_type=content_type, object_id=object_id))


def for_editor(user: User | AnonymousUser) -> list[tuple[Trouble, Any]]:
    """Open troubles of content that ``user`` may edit, each with the content; one query a type of content."""
    rows = list(open_troubles())
    numbers: dict[int, set[str]] = defaultdict(set)
    for trouble in rows:
        numbers[trouble.content_type_id].add(trouble.object_id)
    contents: dict[tuple[int, str], Any] = {}
    for type_id, ids in numbers.items():
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            contents |= {(type_id, str(one.pk)): one for one in model._base_manager.filter(pk__in=ids)}
    found = []
    for trouble in rows:
        content = contents.get((trouble.content_type_id, trouble.object_id))
        if isinstance(content, Governed) and may_edit(user, content):
            found.append((trouble, content))
    return found


def may_edit(user: User | AnonymousUser, content: Any) -> bool:
    """Whether ``user`` may edit ``content``."""
    if hasattr(content, "permissions_for_user"):
        return bool(content.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{content._meta.app_label}.change_{content._meta.model_name}"))


def paused(now: dt.datetime) -> list[int]:
    """Revisions that are tried again later than ``now``."""
    rows = Trouble.objects.filter(ended_at=None, kind=Trouble.Kind.FAILED, next_try_at__gt=now)
    return list(rows.values_list("revision_id", flat=True))


# --- What the scheduler met -------------------------------------------------------------------------------------------


@transaction.atomic
def refused(*, revision: Revision, reason: str) -> Trouble:
    """``revision`` was due, or would have been, and may not be published; it is off the schedule already."""
    return _open(revision, kind=Trouble.Kind.REFUSED, reason=reason)


@transaction.atomic
def failed(*, pk: int, error: Exception, now: dt.datetime) -> Trouble | None:
    """The machines could not publish the revision ``pk``. Told and logged in full the first time; gives ``None`` when
    it is no longer on schedule."""
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__isnull=False).first()
    if revision is None or revision.content_object is None:
        return None
    known = open_of(selectors.specific(revision.content_object))
    if known is not None and (known.kind, known.revision_id) == (Trouble.Kind.FAILED, pk):
        known.attempts += 1
        known.next_try_at = now + pause_after(known.attempts)
        known.save(update_fields=["attempts", "next_try_at"])
        logger.warning("scheduled revision %s failed again, attempt %s: %r", pk, known.attempts, error)
        return known
    logger.error("scheduled revision %s failed", pk, exc_info=error)
    reason = (
        str(error) if isinstance(error, ApprovalRefused) else _("Beklenmeyen bir hata oldu; kayıtlarda ayrıntısı var.")
    )
    return _open(revision, kind=Trouble.Kind.FAILED, reason=reason, next_try_at=now + pause_after(1))


def pause_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: longer and longer."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _open(revision: Revision, *, kind: Trouble.Kind, reason: str, next_try_at: dt.datetime | None = None) -> Trouble:
    content = selectors.specific(revision.content_object)
    values = {
        "revision_id": revision.pk, "title": " ".join(str(revision.object_str).split())[:300], "kind": kind,
        "reason": reason, "attempts": 1, "next_try_at": next_try_at,
    }  # fmt: skip
    trouble, _created = Trouble.objects.update_or_create(
        content_type=evidence.content_type_of(content), object_id=str(content.pk), ended_at=None, defaults=values
    )
    tell(trouble, content)
    return trouble


def tell(trouble: Trouble, content: Any) -> None:
    """Writes to whoever submitted the content, and to holders and today's deputies of both offices."""
    office = {user.pk: user for each in (Office.DIRECTOR, Office.MAYOR) for user in signers_of(each)}
    editors = {user.pk: user for user in editors_of(content) if user.pk not in office}
    desk = settings.SITE_URL + reverse("approval:desk")
    for user in (*office.values(), *editors.values()):
        edit_url = AdminURLFinder(user).get_edit_url(content) if user.pk in editors else None
        letter(
            kind=LetterKind.TROUBLE,
            user=user,
            subject=gettext_lazy("Yayımlanamadı"),
            template="trouble",
            content=trouble.title,
            trouble=trouble,
            again=trouble.kind == Trouble.Kind.FAILED,
            editor=user.pk in editors,
            url=f"{settings.SITE_URL}{edit_url}" if edit_url else desk,
        )


# --- How it ends ------------------------------------------------------------------------------------------------------


def end(content: Any, outcome: Trouble.Outcome) -> None:
    """Whatever troubled ``content`` is over."""
    mine = open_troubles().filter(content_type=evidence.content_type_of(content), object_id=str(content.pk))
    mine.update(ended_at=timezone.now(), outcome=outcome)
