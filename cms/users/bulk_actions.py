"""Wagtail's bulk actions on users within the office's limits."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from cms.users import permissions
from cms.users.forms import RoleForm
from cms.users.models import User
from cms.users.roles import OFFICE_ROLES, Role, roles_of


class AssignPersonRole(AssignRoleBulkAction):
    """Gives a role that is not an office."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        """Superusers' accounts are for superusers; who holds an office does not also run the system."""
        administrator = Group.objects.get(name=Role.ADMINISTRATOR.label)
        becomes_administrator = self.request.POST.get("role") == str(administrator.pk)
        if becomes_administrator and roles_of(obj) & OFFICE_ROLES:
            return False
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
