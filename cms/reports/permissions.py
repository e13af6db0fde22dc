"""Who reads coverage reports, and who freezes one; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User
from press_archive.clippings.permissions import may_read_clippings


def may_read_coverage(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read coverage reports: whoever reads the clippings that they count."""
    return bool(may_read_clippings(user) and user.has_perm("reports.view_frozenreport"))


def may_freeze_coverage(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may keep a report's numbers for good."""
    return bool(may_read_clippings(user) and user.has_perm("reports.add_frozenreport"))
