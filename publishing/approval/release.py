"""Signed content going live now: what Wagtail's publication does, of what the act has in its hands."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published

from cms.core import journal
from cms.core.children import save_with_children
from cms.users.models import User


def goes_live(content: Any) -> bool:
    """Whether ``content`` is a page that would be public at once. Its schedule, and snippets, are Wagtail's own way."""
    return isinstance(content, Page) and not (content.go_live_at and content.go_live_at > timezone.now())


def release(*, revision: Revision, row: Any, user: User | None = None, action: str = "wagtail.publish") -> Any:
    """Makes the page ``row``, as it is in the database under the lock, what ``revision`` says, and public; gives it.

    Not looked for are another round in progress (the one that signed this is over, and there is only one) and aliases,
    which governed pages cannot have.
    """
    page = row.with_content_json(revision.content)
    comments = list(getattr(page, COMMENTS_RELATION_NAME).all())
    renamed = str(row) != str(page)
    now = timezone.now()
    page.live, page.expired = True, False
    page.has_unpublished_changes = page.latest_revision_id != revision.pk
    page.revisions.update(approved_go_live_at=None)
    page.last_published_at = now
    page.first_published_at = page.first_published_at or now
    page.live_revision = revision
    with disable_reference_index_auto_update():  # it would read again what is here
        save_with_children(page, but=() if comments else (COMMENTS_RELATION_NAME,))
    ReferenceIndex.create_or_update_for_object(page)
    for comment in comments:
        comment.save(update_fields=["position"])
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    if renamed:
        title = {"title": {"old": str(row), "new": str(page)}}
        journal.write(instance=page, action="wagtail.rename", user=user, revision=revision, data=title)
    journal.write(
        instance=page, action=action, user=user, revision=revision, content_changed=True,
        data={"title": {"old": str(row), "new": str(page)}} if renamed else None,
    )  # fmt: skip
    return page
