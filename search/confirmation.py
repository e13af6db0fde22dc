"""What one person writes and another confirms before it holds: other names of things, base forms of words.

The rule stands here once (:class:`search.models.WrittenByTwo` are its rows, the database keeps their two people apart).
Each change begins anew, also one by whoever confirmed; taking away needs one person, since it only lets hold what held
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from search.models import WrittenByTwo

Row = TypeVar("Row", bound=WrittenByTwo)


class Held(NamedTuple):
    """A row, and whether it held before what was just done to it."""

    row: Any
    before: bool


def may_write_by_two(model: type[WrittenByTwo], user: User) -> bool:
    """Whether ``user`` may write rows of ``model``, and confirm those of others."""
    return bool(user.is_active and user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"))


def locked(model: type[Row], *, user: User, pk: int | None) -> Row:
    """The row ``pk``, or a new one, for :func:`store`. Raises ``PermissionDenied``, ``DoesNotExist``."""
    if not may_write_by_two(model, user):
        raise PermissionDenied
    return model._default_manager.select_for_update().get(pk=pk) if pk else model()


def store(row: WrittenByTwo, *, said: Mapping[str, Any], user: User) -> None:
    """Writes ``said`` into a row that :func:`locked` gave; nobody has confirmed it then."""
    is_new = row.pk is None
    for name, value in said.items():
        setattr(row, name, value)
    row.written_by, row.written_at = user, timezone.now()
    row.confirmed_by = row.confirmed_at = None
    row.save()
    log(instance=row, action="wagtail.create" if is_new else "wagtail.edit", user=user, title=str(row))


@transaction.atomic
def confirm(model: type[WrittenByTwo], *, pk: int, seen: str, user: User) -> Held:
    """Lets a row hold that another has written. ``seen``: the row as ``user`` saw it.

    Raises ``PermissionDenied``, ``Refusal``, ``DoesNotExist``.
    """
    row = locked(model, user=user, pk=pk)
    if row.line != "\n".join(seen.splitlines()):
        raise Refusal(_("Bu satır siz bakarken değişti; yeniden okuyup onaylayın."), status=409)
    if row.confirmed_at:
        return Held(row, True)
    if row.written_by_id == user.pk:
        raise Refusal(_("Kendi yazdığınızı siz onaylayamazsınız; bir başkası onaylamalı."), status=403)
    row.confirmed_by, row.confirmed_at = user, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    log(instance=row, action="wagtail.publish", user=user, title=str(row))
    return Held(row, False)


@transaction.atomic
def remove(model: type[WrittenByTwo], *, pk: int, user: User) -> Held:
    """Takes a row away. Raises ``PermissionDenied``, ``DoesNotExist``."""
    row = locked(model, user=user, pk=pk)
    log(instance=row, action="wagtail.delete", user=user, title=str(row))
    row.delete()
    return Held(row, row.confirmed_at is not None)
