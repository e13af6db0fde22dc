"""Who may do what with applications, badges and restrictions; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def _has(user: User | AnonymousUser, permission: str) -> bool:
    return bool(user.is_active and user.has_perm(f"accreditation.{permission}"))


def may_read_applications(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read who applied."""
    return _has(user, "view_application")


def may_accredit(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may decide about applications."""
    return _has(user, "decide_application")


def may_print_badges(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may print badges."""
    return _has(user, "print_badge")


def may_restrict(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may see restrictions and set them. Being a superuser is no reason to see them."""
    return _has(user, "add_restriction") and not user.is_superuser


def may_decide_objections(user: User | AnonymousUser) -> bool:
    """Whether ``user`` decides about objections; nobody decides about one to a restriction of their own."""
    return _has(user, "decide_objection") and not user.is_superuser


def may_rotate_keys(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may renew the key that signs badges."""
    return _has(user, "rotate_signingkey")
