"""Who reads cases, and who works them; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_cases(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read cases with their texts."""
    return bool(user.is_active and user.has_perm("replies.view_case"))


def may_work_cases(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may open cases, write their texts and note what happened."""
    return bool(user.is_active and user.has_perm("replies.change_case"))
