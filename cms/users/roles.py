"""Units and offices of the directorate as roles.

A role is a Django group (``cms.core.roles``); what each may do is declared by the apps (``cms.core.grants``). Two of
the roles are offices: they sign. Everything else in the code asks for a :class:`Role` or an :class:`Office`, never for
a group name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.roles import Role as Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cms.users.models import User


class Office(models.TextChoices):
    """The two offices that sign, in their order."""

    DIRECTOR = "director", _("Müdür")
    MAYOR = "mayor", _("Başkan")

    @property
    def role(self) -> Role:
        """The role whose members hold this office."""
        return Role(self.value)


OFFICE_ROLES = frozenset({Role.DIRECTOR, Role.MAYOR})


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles of ``user``, read once per request (cached on the object)."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    cached = getattr(user, "_roles", None)
    if cached is None:
        by_name = {role.label: role for role in Role}
        names = user.groups.values_list("name", flat=True)
        cached = frozenset(by_name[name] for name in names if name in by_name)
        user._roles = cached  # type: ignore[union-attr]
    return cached


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether ``user`` is active and has one of ``roles``. Being a superuser gives no role."""
    return bool(getattr(user, "is_active", False) and roles_of(user) & set(roles))


def is_administrator(user: User | AnonymousUser) -> bool:
    """Whether ``user`` runs the system: such a person can do everything except sign and publish."""
    return bool(getattr(user, "is_active", False) and (user.is_superuser or has_role(user, Role.ADMINISTRATOR)))
