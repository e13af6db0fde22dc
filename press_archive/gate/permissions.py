"""Who may do what with gates; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_open_gates(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may open a gate, close it and read who came."""
    return bool(user.is_active and user.has_perm("gate.add_gatelink"))


def may_keep_gates(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may stand at the gates of the day."""
    return bool(user.is_active and user.has_perm("gate.view_gatelink"))
