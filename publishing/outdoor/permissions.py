"""Who reads bookings, who makes them, who hangs, and who releases from an election's brake; see ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_bookings(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read panels and bookings."""
    return bool(user.is_active and user.has_perm("outdoor.view_booking"))


def may_book(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may book faces and give bookings up."""
    return bool(user.is_active and user.has_perm("outdoor.change_booking"))


def may_hang(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may prove that something was hung or taken down."""
    return bool(user.is_active and user.has_perm("outdoor.add_hangingphoto"))


def may_release(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may let something hang while an election stops what speaks of works and services."""
    return bool(user.is_active and user.has_perm("outdoor.release_booking"))
