"""Who asks, and reads for the screens of offices and confirmations."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.users import credentials, permissions
from cms.users.models import Appointment, Delegation, DelegationQuerySet, User
from cms.users.roles import Office, Role


def signed_in(request: HttpRequest) -> User:
    """Whoever asks, where only people with an account come. Raises ``PermissionDenied`` for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def holders(office: Office) -> QuerySet[User]:
    """Those who hold ``office``, also with a closed account, so that a forgotten one is seen."""
    return User.objects.filter(groups__name=office.role.label).order_by("last_name", "first_name", "pk")


def delegations_current_and_coming() -> DelegationQuerySet:
    """Unrevoked delegations that have not ended, the earliest first."""
    return (
        Delegation.objects.filter(revoked_at__isnull=True, ends_at__gt=timezone.now())
        .select_related("principal", "deputy", "created_by")
        .order_by("starts_at", "pk")
    )


def delegations_past(limit: int = 20) -> QuerySet[Delegation]:
    """The latest ``limit`` delegations that ended or were revoked."""
    now = timezone.now()
    ended = Delegation.objects.filter(ends_at__lte=now) | Delegation.objects.filter(revoked_at__isnull=False)
    return ended.select_related("principal", "deputy", "revoked_by").order_by("-ends_at", "-pk")[:limit]


def signers_of(office: Office) -> list[User]:
    """Who should hear about what waits for ``office``: its confirmed holders and today's confirmed deputies, each with
    an address."""
    appointed = Appointment.objects.standing().filter(office=office, confirmed_at__isnull=False)
    holders = User.objects.filter(
        groups__in=Group.objects.filter(name=office.role.label), pk__in=appointed.values("user_id"), is_active=True
    )
    deputies = User.objects.filter(
        pk__in=Delegation.objects.in_force().confirmed().filter(office=office).values("deputy_id"), is_active=True
    )
    return [user for user in (holders | deputies).distinct().order_by("pk") if user.email]


def administrators() -> QuerySet[User]:
    """Those who run the system, with an open account."""
    found = User.objects.filter(is_superuser=True) | User.objects.filter(groups__name=Role.ADMINISTRATOR.label)
    return found.filter(is_active=True).distinct().order_by("pk")


def by_role_with(permission: str) -> QuerySet[User]:
    """Those with an open account whose roles give them ``permission`` ("app.codename"); who runs the system and may
    everything is not meant."""
    app, _dot, codename = permission.partition(".")
    may = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return User.objects.filter(is_active=True, groups__permissions__in=may).distinct().order_by("pk")


def signing_candidates() -> QuerySet[User]:
    """Active people who may be given an office or a delegation: everybody but administrators."""
    return (
        User.objects.filter(is_active=True, is_superuser=False)
        .exclude(groups__name=Role.ADMINISTRATOR.label)
        .order_by("first_name", "last_name", "username")
    )


class Kind(enum.StrEnum):
    """What has to be done before somebody can sign."""

    APPOINTMENT = "appointment"
    DELEGATION = "delegation"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: ``pk`` of an appointment, a delegation or a person; ``whom`` says for whose word."""

    kind: Kind
    pk: int
    title: str
    sentence: str
    whom: str


def period(delegation: Delegation) -> str:
    """From when to when, in local time."""
    start, end = (
        date_format(timezone.localtime(moment), "j F Y H.i") for moment in (delegation.starts_at, delegation.ends_at)
    )
    return f"{start} – {end}"


def _appointment(appointment: Appointment) -> Waiting:
    other = Office.MAYOR if appointment.office == Office.DIRECTOR else Office.DIRECTOR
    return Waiting(
        Kind.APPOINTMENT,
        appointment.pk,
        _("%(user)s, %(office)s") % {"user": appointment.user, "office": appointment.get_office_display()},
        _("Görevlendirme, belge sayısı: %(document)s. Kaydeden: %(by)s.")
        % {"document": appointment.document_number, "by": appointment.created_by or _("sunucu")},
        _("%(office)s makamının onayını bekliyor.") % {"office": other.label},
    )


def _delegation(delegation: Delegation) -> Waiting:
    return Waiting(
        Kind.DELEGATION,
        delegation.pk,
        _("%(deputy)s, %(principal)s adına") % {"deputy": delegation.deputy, "principal": delegation.principal},
        _("Vekâlet, %(period)s, belge sayısı: %(document)s. Kaydeden: %(by)s.")
        % {
            "period": period(delegation),
            "document": delegation.document_number or "-",
            "by": delegation.created_by,
        },
        _("%(principal)s onayını bekliyor.") % {"principal": delegation.principal},
    )


def _account(person: User) -> Waiting:
    return Waiting(
        Kind.ACCOUNT,
        person.pk,
        _("%(user)s (%(name)s)") % {"user": person, "name": person.username},
        _("Hesabını sahiplenmedi: imza atması için mühürlü kod gerekir."),
        _("Öteki makamın (vekilse makam sahibinin) elden vereceği mühürlü kodu bekliyor."),
    )


def _appointments_waiting() -> list[Appointment]:
    return list(Appointment.objects.waiting().select_related("user", "created_by").order_by("created_at", "pk"))


def _delegations_waiting() -> list[Delegation]:
    return list(delegations_current_and_coming().unconfirmed())


def accounts_not_own() -> list[User]:
    """Those who hold an office or act for one, now or later, and whose credential is not their own."""
    deputies = delegations_current_and_coming().values("deputy_id")
    people = User.objects.filter(
        Q(pk__in=Appointment.objects.standing().values("user_id")) | Q(pk__in=deputies), is_active=True
    ).order_by("first_name", "last_name", "pk")
    return [person for person in people if not credentials.is_own(person)]


def all_waiting() -> list[Waiting]:
    """Everything that keeps somebody from signing, for whoever may see the offices."""
    return [
        *map(_appointment, _appointments_waiting()),
        *map(_delegation, _delegations_waiting()),
        *map(_account, accounts_not_own()),
    ]


def waiting_for(by: User | AnonymousUser) -> list[Waiting]:
    """What waits for the word of ``by``."""
    return [
        *(
            _appointment(each)
            for each in _appointments_waiting()
            if permissions.may_confirm_appointment(by, appointment=each)
        ),
        *(
            _delegation(each)
            for each in _delegations_waiting()
            if permissions.may_confirm_delegation(by, delegation=each)
        ),
        *(_account(each) for each in accounts_not_own() if permissions.may_issue_code(by, each)),
    ]


def with_user_name(user: User) -> str:
    """``user`` as nobody else can be called: two people may have one name."""
    return f"{user} ({user.get_username()})"
