"""Who may do what with publications. Signing is asked of the offices alone (``publishing.approval``)."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_publications(user: User | AnonymousUser) -> bool:
    """Whether ``user`` sees drafts, proofs and what was handed to printing houses."""
    return bool(user.is_active and (user.has_perm("publications.view_issue") or may_make(user)))


def may_make(user: User | AnonymousUser) -> bool:
    """Whether ``user`` makes issues: editors and designers."""
    return bool(user.is_active and user.has_perm("publications.change_issue"))


def may_hand_over(user: User | AnonymousUser) -> bool:
    """Whether ``user`` gives a signed issue to a printing house: those who keep series, not designers."""
    return bool(user.is_active and user.has_perm("publications.change_series"))
