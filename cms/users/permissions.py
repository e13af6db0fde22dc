"""Who may do what to whose account."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.credentials import is_own
from cms.users.delegation import offices_held
from cms.users.models import Appointment, Delegation, User
from cms.users.roles import OFFICE_ROLES, Office, has_role, is_administrator, roles_of


def may_appoint(by: User | AnonymousUser) -> bool:
    """Whether ``by`` may record appointments to an office and dismissals."""
    return is_administrator(by)


def may_delegate(by: User | AnonymousUser, *, principal: User, office: Office) -> bool:
    """Whether ``by`` may record a delegation of ``principal``: the holder of the office, or an administrator."""
    return is_administrator(by) or (by.pk == principal.pk and has_role(by, office.role))


def may_revoke(by: User | AnonymousUser, *, delegation: Delegation) -> bool:
    """Whether ``by`` may end ``delegation`` early: the one who gave it, or an administrator."""
    return bool(by.is_active) and (is_administrator(by) or by.pk == delegation.principal_id)


def _holds_other_office(by: User | AnonymousUser, office: str) -> bool:
    return isinstance(by, User) and any(held.value != office for held in offices_held(by))


def may_confirm_appointment(by: User | AnonymousUser, *, appointment: Appointment) -> bool:
    """Whether ``by`` may confirm ``appointment``: the holder of the other office, never the person concerned."""
    return bool(by.pk != appointment.user_id and _holds_other_office(by, appointment.office))


def may_confirm_delegation(by: User | AnonymousUser, *, delegation: Delegation) -> bool:
    """Whether ``by`` may confirm ``delegation``: its principal, in office and with a credential of their own."""
    return bool(by.pk == delegation.principal_id and Office(delegation.office) in offices_held(by))


def may_issue_code(by: User | AnonymousUser, user: User) -> bool:
    """Whether ``by`` may hand ``user`` a sealed code: to an office's holder (also one who waits) the holder of the
    other office, to a deputy the holder of any. Never while the account is its owner's: such a one needs no code, and
    the code would be one half of a take-over in the hand of the only person who gains by it."""
    if by.pk == user.pk or is_own(user):
        return False
    offices = set(Appointment.objects.standing().filter(user=user).values_list("office", flat=True))
    if offices:
        return any(_holds_other_office(by, office) for office in offices)
    return has_signing_future(user) and isinstance(by, User) and bool(offices_held(by))


def obstacle_to_signing(user: User) -> str:
    """Why ``user`` will never sign as things are, as a sentence; empty when it is a matter of confirmations only."""
    if not user.is_active:
        return _("Kapalı bir hesap imzalayamaz.")
    if is_administrator(user):
        return _("Yönetici hesabı imzalayamaz: sistemi yöneten kişi imzalamaz.")
    return ""


def may_manage(by: User | AnonymousUser, user: User) -> bool:
    """Whether ``by``, who may change accounts at all, may change this one: superusers are for superusers."""
    return bool(by.is_superuser or not user.is_superuser)


def has_signing_future(user: User) -> bool:
    """Whether the account can sign now or in a recorded period that has not ended: an office or a delegation."""
    if user._state.adding:
        return False
    if roles_of(user) & OFFICE_ROLES:
        return True
    return Delegation.objects.filter(deputy=user, revoked_at__isnull=True, ends_at__gt=timezone.now()).exists()


def may_change_credentials(by: User | AnonymousUser, user: User) -> bool:
    """Whether ``by`` may set the password, user name or e-mail address of ``user``.

    Whoever sets a signer's password can sign in that name; so nobody sets it but the signer.
    """
    return by.pk == user.pk or (may_manage(by, user) and not has_signing_future(user))


def may_delete(by: User | AnonymousUser, user: User) -> bool:
    """Whether ``by``, who may delete accounts at all, may delete this one: an office ends by dismissal first,
    and whoever is named in a delegation stays in the books."""
    named = Q(deputy=user) | Q(principal=user) | Q(created_by=user) | Q(revoked_by=user)
    return (
        by.pk != user.pk
        and may_manage(by, user)
        and not has_signing_future(user)
        and not Delegation.objects.filter(named).exists()
    )


def may_reset_second_factor(by: User | AnonymousUser, user: User) -> bool:
    """Whether ``by`` may take a lost second factor off the account of somebody else."""
    return is_administrator(by) and by.pk != user.pk and may_manage(by, user)
