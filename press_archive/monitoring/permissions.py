"""Who reads the monitors' desk, and who works it; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_desk(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read what the monitors found."""
    return bool(user.is_active and user.has_perm("monitoring.view_candidate"))


def may_work_desk(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may decide what becomes a clipping."""
    return bool(
        user.is_active and user.has_perm("monitoring.change_candidate") and user.has_perm("clippings.add_clipping")
    )
