"""Who reads printed matter, who works print jobs, and who hands copies out; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_printing(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read print jobs, stock and distribution."""
    return bool(user.is_active and user.has_perm("printing.view_printjob"))


def may_work_jobs(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may open print jobs and note what happened in them."""
    return bool(user.is_active and user.has_perm("printing.change_printjob"))


def may_move_stock(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may hand copies out and write the stock's ledger."""
    return bool(user.is_active and user.has_perm("printing.add_movement"))
