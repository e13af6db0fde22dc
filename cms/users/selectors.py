"""Reads for the screen of offices."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from cms.users.models import Delegation, User
from cms.users.roles import Office, Role


def holders(office: Office) -> QuerySet[User]:
    """Those who hold ``office``, also with a closed account, so that a forgotten one is seen."""
    return User.objects.filter(groups__name=office.role.label).order_by("last_name", "first_name", "pk")


def delegations_current_and_coming() -> QuerySet[Delegation]:
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


def administrators() -> QuerySet[User]:
    """Those who run the system, with an open account."""
    found = User.objects.filter(is_superuser=True) | User.objects.filter(groups__name=Role.ADMINISTRATOR.label)
    return found.filter(is_active=True).distinct().order_by("pk")


def signing_candidates() -> QuerySet[User]:
    """Active people who may be given an office or a delegation: everybody but administrators."""
    return (
        User.objects.filter(is_active=True, is_superuser=False)
        .exclude(groups__name=Role.ADMINISTRATOR.label)
        .order_by("first_name", "last_name", "username")
    )
