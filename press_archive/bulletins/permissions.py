"""Who writes bulletins, and where a new one begins."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.permissions import policy_registry

from cms.users.models import User
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage


def may_write_bulletins(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may add or change any bulletin."""
    policy = policy_registry.get_by_type(BulletinPage)
    return bool(policy.user_has_any_permission(user, {"add", "change"}))


def add_url_for(user: User | AnonymousUser) -> str | None:
    """The form for a new bulletin, for whoever may add one."""
    parent = BulletinIndexPage.objects.first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return None
    return reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", parent.pk])
