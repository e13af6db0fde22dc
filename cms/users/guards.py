"""Nobody enters or leaves an office's group except through an appointment or a dismissal; a signer's title is written
by an appointment (the guard of names is in ``cms.users.watch``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext as _

from cms.users.models import User
from cms.users.roles import OFFICE_ROLES

_open: ContextVar[bool] = ContextVar("office_membership_open", default=False)
_names_open: ContextVar[bool] = ContextVar("names_open", default=False)


@contextmanager
def office_membership_open() -> Iterator[None]:
    """While it lasts, office groups may be given and taken. Only ``cms.users.services`` opens it."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def names_open() -> Iterator[None]:
    """While it lasts, a signer's title may be written. Only the appointment opens it."""
    token = _names_open.set(True)
    try:
        yield
    finally:
        _names_open.reset(token)


def names_are_open() -> bool:
    """Whether an appointment is writing a title."""
    return _names_open.get()


def office_groups() -> list[str]:
    """The names of the groups whose members sign."""
    return [role.label for role in OFFICE_ROLES]


def guard_office_groups(
    sender: type[Any], instance: User | Group, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """``m2m_changed`` of ``User.groups``: refuses office groups outside :func:`office_membership_open`.

    Raises ``PermissionDenied``.
    """
    if action.startswith("post_"):
        instance.__dict__.pop("_roles", None)
        return
    if _open.get():
        return
    if isinstance(instance, Group):
        touched = instance.name in office_groups() and (action != "pre_clear" or instance.user_set.exists())
    elif action == "pre_clear":
        touched = instance.groups.filter(name__in=office_groups()).exists()
    else:
        touched = Group.objects.filter(pk__in=pk_set or (), name__in=office_groups()).exists()
    if touched:
        raise PermissionDenied(
            _(
                "Müdür ve Başkan makamlarına yalnızca “Makamlar ve vekâlet” ekranından, "
                "belge sayısıyla görevlendirme yapılır."
            )
        )


def connect() -> None:
    """Called once the models are ready."""
    m2m_changed.connect(guard_office_groups, sender=User.groups.through, dispatch_uid="users.office_groups")
