"""Who may act for an office, and in whose name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cms.users import credentials
from cms.users.models import Appointment, Delegation, User
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


def claims_of(user: User, office: Office, at: dt.datetime | None = None) -> list[Authority]:
    """In whose names ``user`` would sign for ``office`` at ``at``, if nothing stood in the way (:func:`hindrance`).

    Administrators never sign, also when somebody has put them into an office's group. A delegation counts only while
    its principal still holds the office and both are active.
    """
    return _claims(user, [office], at)


def _claims(user: User, offices: Iterable[Office], at: dt.datetime | None = None) -> list[Authority]:
    """As :func:`claims_of`, for each of ``offices`` in their order; one query at most."""
    if not user.is_active or is_administrator(user):
        return []
    claims: dict[str, list[Authority]] = {}
    represented = []
    for office in offices:
        claims[office.value] = []
        if has_role(user, office.role):
            claims[office.value].append(Authority(office=office, actor=user, principal=user))
        else:
            represented.append(office)
    if represented:
        delegations = Delegation.objects.in_force(at).filter(office__in=represented, deputy=user)
        for delegation in delegations.select_related("principal").order_by("starts_at", "pk"):
            office, principal = Office(delegation.office), delegation.principal
            if has_role(principal, office.role) and not is_administrator(principal):
                claims[office.value].append(
                    Authority(office=office, actor=user, principal=principal, delegation=delegation)
                )
    return [claim for found in claims.values() for claim in found]


def hindrance(claim: Authority) -> str:
    """Why ``claim`` gives no right to sign yet, as a sentence to its actor; empty when it does.

    An administrator can record an appointment and a delegation, and can set a password; none of it signs before
    somebody who is no administrator stands behind it.
    """
    office, principal = claim.office.label, claim.principal
    if (
        not Appointment.objects.standing()
        .filter(user=principal, office=claim.office, confirmed_at__isnull=False)
        .exists()
    ):
        return (
            _("%(office)s makamına görevlendirmenizi öteki makam henüz onaylamadı.") % {"office": office}
            if claim.delegation is None
            else _("%(name)s, %(office)s makamında henüz onaylanmadı; adına imza atılamaz.")
            % {"name": principal, "office": office}
        )
    if claim.delegation is not None and not claim.delegation.is_confirmed:
        return _("Vekâletinizi %(name)s henüz onaylamadı.") % {"name": principal}
    if not credentials.is_own(claim.actor):
        return _(
            "Hesabınız henüz yalnızca sizin değil: parolanızı, e-posta adresinizi ya da iki adımlı doğrulamanızı bir "
            "başkası belirlemiş. Mühürlü kodunuzla hesabınızı sahiplenin."
        )
    if claim.delegation is not None and not credentials.is_own(principal):
        return _("%(name)s hesabını henüz sahiplenmedi; o sahiplenene kadar adına imza atılamaz.") % {"name": principal}
    return ""


def authority_for(*, user: User, office: Office, at: dt.datetime | None = None) -> Authority | None:
    """The right of ``user`` to sign for ``office`` at ``at`` (default now), or ``None``."""
    return next((claim for claim in claims_of(user, office, at) if not hindrance(claim)), None)


def refusal_for(*, user: User, office: Office | None = None) -> str:
    """Why ``user``, who holds or represents ``office`` (default any), cannot sign for it now; else empty."""
    reasons = [hindrance(claim) for claim in _claims(user, Office if office is None else [office])]
    return "" if "" in reasons else next(iter(reasons), "")


def offices_of(user: User, at: dt.datetime | None = None) -> list[Authority]:
    """Every office that ``user`` may sign for at ``at``, in the order of the signatures."""
    found: dict[Office, Authority] = {}
    for claim in _claims(user, Office, at):
        if claim.office not in found and not hindrance(claim):
            found[claim.office] = claim
    return list(found.values())


def in_office(user: User | AnonymousUser, *offices: Office) -> bool:
    """Whether ``user`` holds one of ``offices`` (default any) in the own name: confirmed, and with a credential of
    their own. Whoever waits for that has the group, and nothing of the office's rights."""
    if not getattr(user, "is_authenticated", False):
        return False
    return any(
        has_role(user, office.role) and not hindrance(Authority(office=office, actor=user, principal=user))
        for office in (offices or Office)
        if user.is_active and not is_administrator(user)
    )


def offices_held(user: User) -> list[Office]:
    """The offices that ``user`` may sign for in the own name."""
    return [authority.office for authority in offices_of(user) if authority.delegation is None]
