"""Permission policies that leave Wagtail's admin no way round the signatures."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

from cms.users.delegation import offices_of
from cms.users.models import User
from cms.users.roles import is_administrator

UNPUBLISHABLE = frozenset({"publish", "lock", "unlock"})
OF_THE_INSTALLATION = frozenset({"add", "delete"})


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Administrators may look; nobody may add, change or delete. Used for the workflow's own configuration."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action == "view" and is_administrator(user)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: User | AnonymousUser, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


class EvidencePolicy(ReadOnlyPolicy):
    """The "onay izi" is read by administrators and by the signing offices, and written by nobody's hand."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action == "view" and (is_administrator(user) or bool(user.is_active and offices_of(user)))


class GovernedSnippetPolicy(ModelPermissionPolicy):
    """A governed snippet: drafts by permission, publication by signatures, deletion only of what never was public.

    Of a type with one row, nobody adds a second one or deletes it.
    """

    @property
    def nobodys(self) -> frozenset[str]:
        """What no person may do, superusers included."""
        return UNPUBLISHABLE | OF_THE_INSTALLATION if self.model.one_row else UNPUBLISHABLE

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action not in self.nobodys and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Any) -> bool:
        return super().user_has_any_permission(user, set(actions) - self.nobodys)

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        if action in self.nobodys:
            return False
        if action == "delete" and (instance.first_published_at or instance.workflow_in_progress):
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user: User | AnonymousUser, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)
