"""Permissions of an office belong to whoever is really in it, not to whoever was put into its group."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.roles import OFFICE_ROLES, Office, roles_of

# Whoever waits for the confirmation signs in, types the sealed code, and sees what is waited for.
BEFORE = frozenset({"wagtailadmin.access_admin", "users.view_delegation"})


class OfficeBackend:
    """Stands before Django's own backend and gives nothing: it takes what only an office's group would give to somebody
    whose appointment nobody has confirmed, or whose account is not their own."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Knows no people."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never true; raises ``PermissionDenied``, which ends Django's search."""
        if perm not in BEFORE and perm in withheld_permissions(user_obj):
            raise PermissionDenied
        return False


def withheld_permissions(user: User) -> frozenset[str]:
    """What ``user`` would have by the group of an office without being in it; read once per request."""
    found: frozenset[str] | None = user.__dict__.get("_withheld_permissions")
    if found is None:
        held = [Office(role.value) for role in roles_of(user) & OFFICE_ROLES]
        missing = [office for office in held if not in_office(user, office)]
        found = frozenset()
        if missing:
            names = [office.role.label for office in missing]
            own = Q(group__in=user.groups.exclude(name__in=names)) | Q(user=user)
            by_group = Permission.objects.filter(group__name__in=names).exclude(
                pk__in=Permission.objects.filter(own).order_by().values("pk")
            )
            rows = by_group.values_list("content_type__app_label", "codename")
            found = frozenset(f"{app}.{name}" for app, name in rows)
        user.__dict__["_withheld_permissions"] = found
    return found
