"""Wagtail's bulk actions on users within the office's limits."""

from __future__ import annotations

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from cms.users import permissions
from cms.users.forms import RoleForm
from cms.users.models import User


class AssignPersonRole(AssignRoleBulkAction):
    """Gives a role that is not an office."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        """Superusers' accounts are for superusers."""
        return super().check_perm(obj) and permissions.may_manage(self.request.user, obj)


class DeletePeople(DeleteBulkAction):
    """Deletes accounts that do not sign."""

    def check_perm(self, obj: User) -> bool:
        """As on the single delete screen."""
        return super().check_perm(obj) and permissions.may_delete(self.request.user, obj)


class SetPeopleActive(SetActiveStateBulkAction):
    """Opens and closes accounts."""

    def check_perm(self, obj: User) -> bool:
        """Superusers' accounts are for superusers."""
        return super().check_perm(obj) and permissions.may_manage(self.request.user, obj)
