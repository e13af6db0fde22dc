"""Who may do what on the archive's screens; the rules of rights, kits and duplicates are in their own packages."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from wagtail.permissions import policy_registry

from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.roles import Role, has_role, is_administrator
from media_library.models import Photo

ANY = ["add", "change", "delete", "choose"]


def may_look(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may walk through the archive: everybody who works with photos, and both offices."""
    if in_office(user):
        return True
    return bool(user.is_active and policy_registry.get_by_type(Photo).user_has_any_permission(user, ANY))


def may_describe(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may change shoots and the words of photos and videos."""
    return bool(policy_registry.get_by_type(Photo).user_has_permission(user, "change"))


def may_list_withheld(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may still see what was taken down: archivists, both offices, administrators."""
    return has_role(user, Role.ARCHIVIST) or is_administrator(user) or in_office(user)


def may_fill_kits(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may put photos and videos into press kits."""
    return bool(user.has_perm("kits.change_kit") or user.has_perm("kits.add_kit"))
