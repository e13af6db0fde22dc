"""Whose an account is.

A credential (user name, e-mail address, password, second factor, tokens, the name that it stands for) is its owner's
*own* when the owner took it over with a sealed code (``cms.users.sealed_codes``), and nobody else has touched it since.
Only then does it sign.

``is_own`` asks; ``changed_by_owner`` keeps own what one does in one's own session. Whatever changes a credential on any
other path, a script or a bulk update included, leaves a fingerprint that does not match: nothing has to notice it for
the rule to hold.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.users import signals
from cms.users.models import CREDENTIAL_FIELDS, NAME_FIELDS, User

WATCHED_FIELDS = tuple(dict.fromkeys((*CREDENTIAL_FIELDS, *NAME_FIELDS, "is_active")))

_owner: ContextVar[int | None] = ContextVar("credential_owner", default=None)


def is_own(user: User) -> bool:
    """Whether the credential of ``user`` is its owner's, asked of the database and not of the object."""
    digest, fingerprint = user.sealed_and_now()
    return digest is not None and secrets.compare_digest(digest, fingerprint)


def seal(user: User, *, at: dt.datetime | None = None) -> None:
    """Notes that the credential, as it is now, is its owner's. Only this module and the tests' factories call it."""
    user.own_digest = user.fingerprint()
    user.own_at = at or user.own_at or timezone.now()
    user.own_email = User.objects.values_list("email", flat=True).get(pk=user.pk)
    User.objects.filter(pk=user.pk).update(own_at=user.own_at, own_digest=user.own_digest, own_email=user.own_email)


def acts_as_owner(user_pk: int | None) -> bool:
    """Whether what happens now is what the owner of the account does in the owner's own session."""
    return user_pk is not None and _owner.get() == user_pk


@contextmanager
def changed_by_owner(user: User, *, quietly: bool = False) -> Iterator[None]:
    """What the signed-in owner changes inside stays own, if it was. ``quietly``: nothing to tell of."""
    with transaction.atomic():
        before = User.objects.select_for_update().get(pk=user.pk)
        was_own = is_own(before)
        token = _owner.set(before.pk)
        try:
            yield
        finally:
            _owner.reset(token)
        if was_own:
            seal(before)
            for name in ("own_at", "own_digest", "own_email"):
                setattr(user, name, getattr(before, name))
        if quietly:
            return
        after = User.objects.get(pk=before.pk)
        changes = differences({name: getattr(before, name) for name in WATCHED_FIELDS}, after)
        if changes:
            signals.credential_changed.send(
                sender=User, user=after, by=after, changes=changes, by_owner=True, was_own=was_own,
                addresses=[before.own_email, before.email, after.email],
            )  # fmt: skip


def differences(before: dict[str, Any], after: Any) -> dict[str, tuple[str, str]]:
    """What is not as it was: field → (old, new); passwords are not told."""
    return {
        name: ("", "") if name == "password" else (before[name], getattr(after, name))
        for name in WATCHED_FIELDS
        if before[name] != getattr(after, name)
    }


def drop_second_factor(user: User) -> None:
    """Takes every device and recovery code off the account."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
