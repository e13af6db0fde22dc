"""Who reads events, invites and plans visits; what each role may is in ``grants``."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cms.users.models import User


def may_read_events(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read events before they are announced."""
    return bool(user.is_active and user.has_perm("agenda.view_pressevent"))


def may_write_events(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may write events and send them to be signed."""
    return bool(user.is_active and user.has_perm("agenda.change_pressevent"))


def may_read_invitations(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may see who was invited and what they answered."""
    return bool(user.is_active and user.has_perm("agenda.view_invitation"))


def may_send_invitations(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may send the signed invitation to lists and addresses of the directory."""
    return bool(user.is_active and user.has_perm("agenda.add_invitation"))


def may_read_visits(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read visits and keep a calendar of them."""
    return bool(user.is_active and user.has_perm("agenda.view_visit"))


def may_plan_visits(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may write visits."""
    return bool(user.is_active and user.has_perm("agenda.change_visit"))
