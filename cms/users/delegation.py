"""Who may act for an office, and in whose name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cms.users.models import Delegation, User
from cms.users.roles import Office, has_role, is_administrator


@dataclass(frozen=True, slots=True)
class Authority:
    """The right to sign for ``office``: ``actor`` signs, ``principal`` holds the office."""

    office: Office
    actor: User
    principal: User
    delegation: Delegation | None = None

    @property
    def persons(self) -> frozenset[int]:
        """Primary keys of everybody whose hand or name is in the signature."""
        return frozenset({self.actor.pk, self.principal.pk})


def authority_for(*, user: User, office: Office, at: dt.datetime | None = None) -> Authority | None:
    """The right of ``user`` to sign for ``office`` at ``at`` (default now), or ``None``.

    Administrators never sign, also when somebody has put them into an office's group. A delegation counts only while
    its principal still holds the office and both are active.
    """
    if not user.is_active or is_administrator(user):
        return None
    if has_role(user, office.role):
        return Authority(office=office, actor=user, principal=user)
    for delegation in Delegation.objects.in_force(at).filter(office=office, deputy=user).select_related("principal"):
        if has_role(delegation.principal, office.role) and not is_administrator(delegation.principal):
            return Authority(office=office, actor=user, principal=delegation.principal, delegation=delegation)
    return None


def offices_of(user: User, at: dt.datetime | None = None) -> list[Authority]:
    """Every office that ``user`` may sign for at ``at``, in the order of the signatures."""
    found = (authority_for(user=user, office=office, at=at) for office in Office)
    return [authority for authority in found if authority]
