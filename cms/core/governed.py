"""The mark of content that only two signatures may make public.

A page type with editorial content inherits :class:`GovernedPage`, a snippet :class:`GovernedSnippet`. Neither knows how
approval works: they only say "nobody publishes me by hand". The rule itself lives in ``publishing.approval``; a page
type that carries no words of its own says ``structural = True`` on a plain ``Page`` instead.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PagePermissionTester,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)


class StructuralPermissionTester(PagePermissionTester):
    """For empty structural pages: children may be added, the page itself stays as the migration made it."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False


class GovernedPermissionTester(PagePermissionTester):
    """No publish, no unpublish, no move or deletion of what the public has seen: for no role, superusers included."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        page = self.page
        if page.first_published_at or page.approved_schedule or page.workflow_in_progress:
            return False
        return super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        page = self.page
        if page.first_published_at or page.approved_schedule or page.workflow_in_progress:
            return False
        return super().can_move()


class Governed:
    """Shared by governed pages and snippets: what content says about itself to whoever signs it."""

    def submission_errors(self) -> list[str]:
        """Sentences, in the editor's words, saying why this content cannot be submitted; empty when it can."""
        return []


class GovernedPage(Governed, Page):
    """A page with editorial content: public only with both signatures on its exact text and files."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return GovernedPermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        if self.alias_of_id:
            raise ValidationError("Onaya bağlı içeriklerin takma adı (alias) oluşturulamaz.")

    def with_content_json(self, content: dict[str, Any]) -> Any:
        # The expiry date would take a page down without a withdrawal on the record.
        obj = super().with_content_json(content)
        obj.expire_at = None
        return obj


class StructuralPage(Page):
    """A page that only holds others: made by a migration, empty, never edited."""

    structural = True

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return StructuralPermissionTester(user, self)


class GovernedSnippet(
    Governed, PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """A snippet with editorial content. Unlike Wagtail's default, a new one is a draft."""

    live = models.BooleanField("yayında", default=False, editable=False)

    class Meta:
        abstract = True
