"""Who may see what is planned, and what has happened to one bulletin."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.delegation import offices_of
from cms.users.models import User
from press_archive.bulletins.permissions import may_write_bulletins


def may_see_calendar(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read what is not public yet: those who write it, those who sign it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return may_write_bulletins(user) or bool(offices_of(user))
