"""Who may do what to whose account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cms.users.models import Delegation, User
from cms.users.roles import OFFICE_ROLES, Office, has_role, is_administrator, roles_of


def may_appoint(by: Any) -> bool:
    """Whether ``by`` may record appointments to an office and dismissals."""
    return is_administrator(by)


def may_delegate(by: Any, *, principal: User, office: Office) -> bool:
    """Whether ``by`` may record a delegation of ``principal``: the holder of the office, or an administrator."""
    return is_administrator(by) or (by.pk == principal.pk and has_role(by, office.role))


def may_revoke(by: Any, *, delegation: Delegation) -> bool:
    """Whether ``by`` may end ``delegation`` early: the one who gave it, or an administrator."""
    return bool(by.is_active) and (is_administrator(by) or by.pk == delegation.principal_id)


def may_manage(by: Any, user: User) -> bool:
    """Whether ``by``, who may change accounts at all, may change this one: superusers are for superusers."""
    return bool(by.is_superuser or not user.is_superuser)


def has_signing_future(user: User) -> bool:
    """Whether the account can sign now or in a recorded period that has not ended: an office or a delegation."""
    if user._state.adding:
        return False
    if roles_of(user) & OFFICE_ROLES:
        return True
    return Delegation.objects.filter(deputy=user, revoked_at__isnull=True, ends_at__gt=timezone.now()).exists()


def may_change_credentials(by: Any, user: User) -> bool:
    """Whether ``by`` may set the password, user name or e-mail address of ``user``.

    Whoever sets a signer's password can sign in that name; so nobody sets it but the signer.
    """
    return by.pk == user.pk or (may_manage(by, user) and not has_signing_future(user))


def may_delete(by: Any, user: User) -> bool:
    """Whether ``by``, who may delete accounts at all, may delete this one: an office ends by dismissal first."""
    return by.pk != user.pk and may_manage(by, user) and not has_signing_future(user)


def may_reset_second_factor(by: Any, user: User) -> bool:
    """Whether ``by`` may take a lost second factor off the account of somebody else."""
    return is_administrator(by) and by.pk != user.pk and may_manage(by, user)
