"""Who reads clippings, and who works them; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_clippings(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read clippings with their scans and texts."""
    return bool(user.is_active and user.has_perm("clippings.view_clipping"))


def may_add_clippings(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may put clippings in, by hand, from a link or from an agency's file."""
    return bool(user.is_active and user.has_perm("clippings.add_clipping"))


def may_work_clippings(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may change clippings: match, tag, add scans."""
    return bool(user.is_active and user.has_perm("clippings.change_clipping"))
