"""The unfinished correction of one person beside what is live, met by another who begins to edit.

Versions of a page stand in one line. So that nobody's words are lost, or taken along unseen, whoever comes second is
asked: go on with them, or begin from what is live. What is set aside stays in the history, and its authors are told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.actions.revert_to_revision import RevertToRevisionAction
from wagtail.models import Page, PageLogEntry, Revision

from cms.core.governed import GovernedPage
from cms.core.refusal import Refusal
from cms.letters.models import LetterKind
from cms.users.models import User
from cms.website.selectors import absolute
from publishing.approval.notices import letter

REVERTED = "wagtail.revert"


class Moved(Refusal):
    """Somebody has saved, submitted or published since the question was asked."""

    status = 409
    code = "correction_moved"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Versions beside what is live, the oldest first, and who wrote them besides the one who asks."""

    revisions: list[Revision]
    authors: list[User]

    @property
    def newest(self) -> Revision:
        """The version that editing goes on from."""
        return self.revisions[-1]

    @property
    def names(self) -> str:
        """The authors, by name."""
        return ", ".join(one.get_full_name() or one.get_username() for one in self.authors)

    @property
    def began_at(self) -> dt.datetime:
        """Since when the correction is being written."""
        return self.revisions[0].created_at


def unfinished(page: Any, user: User) -> Unfinished | None:
    """What others have begun to correct on ``page``, which is live and in nobody's approval, and ``user`` has not gone
    on with."""
    live = page.live_revision_id
    if not isinstance(page, GovernedPage) or not page.live or live is None or page.latest_revision_id == live:
        return None
    if page.workflow_in_progress or page.approved_schedule:
        return None
    newer = list(page.revisions.filter(pk__gt=live).select_related("user").order_by("pk"))
    begun = _begun_again(page, live)
    found = [one for one in newer if one.pk > begun]
    if not found or found[-1].user_id in (None, user.pk):
        return None
    authors = {one.user_id: one.user for one in found if one.user_id not in (None, user.pk)}
    return Unfinished(found, list(authors.values()))


def _begun_again(page: Any, live: int) -> int:
    """The newest version that says again what is live; 0 for none."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=REVERTED, revision__gt=live).order_by("-pk")
    for entry in entries:
        if (entry.data.get("revision") or {}).get("id") == live:
            return int(entry.revision_id or 0)
    return 0


@transaction.atomic
def start_from_live(*, page: Page, user: User, seen: int) -> Revision:
    """Makes a version of what is live, for ``user`` to go on from, and tells the authors of the correction that stood
    there (``seen`` is its newest version). Raises ``Moved`` and ``PermissionDenied``."""
    content: Any = Page.objects.select_for_update().get(pk=page.pk).specific
    found = unfinished(content, user)
    if found is None or found.newest.pk != seen:
        raise Moved(_("Bu arada sayfa yeniden kaydedilmiş ya da onaya gönderilmiş; son hâline bakın."), content=content)
    rights = content.permissions_for_user(user)
    if not rights.can_edit() or rights.page_locked():
        raise PermissionDenied
    made: Revision = RevertToRevisionAction(content, content.live_revision, user=user, clean=False).execute(
        skip_permission_checks=True
    )
    who = user.get_full_name() or user.get_username()
    history = absolute(reverse("wagtailadmin_pages:history", args=[content.pk]))
    for author in found.authors:
        if author.is_active:
            letter(
                kind=LetterKind.APPROVAL, user=author, subject=_("Düzeltmeniz kenara alındı"), template="set_aside",
                content=content, who=who, saved_at=found.newest.created_at, url=history,
            )  # fmt: skip
    return made
