"""Who reads the digest, and who puts it together; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User
from press_archive.clippings.permissions import may_read_clippings


def may_read_digests(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read digests: whoever reads clippings."""
    return bool(may_read_clippings(user) and user.has_perm("digests.view_digest"))


def may_work_digests(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may put the day's digest together and send it before its time."""
    return bool(may_read_clippings(user) and user.has_perm("digests.change_digest"))
