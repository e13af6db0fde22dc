"""Attackers with every right that Wagtail can give, and the ways they have in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import include, path
from wagtail.api.v3.urls import api
from wagtail.models import APIToken, GroupPagePermission, Page, Revision

from cms.core import holds
from cms.users.models import User
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.office import browser, desk_return, desk_sign, form_data, hash_of, post_edit, waiting

# The house mounts no API; mounted here, it must not help either.
urlpatterns = [path("api/v3/", api.urls), path("", include("cms.urls"))]


def give_publish_permission(*roles: Role) -> None:
    """What a careless administrator of a plain Wagtail would do: "publish", lock, unlock and more for these roles."""
    root = Page.objects.get(depth=1)
    page_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    for role in roles:
        group = Group.objects.get(name=role.label)
        for action in ("add", "change", "publish", "bulk_delete", "lock", "unlock"):
            permission = Permission.objects.filter(content_type=page_type, codename=f"{action}_page").first()
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for permission in Permission.objects.filter(
            content_type__app_label="website", content_type__model="alertbanner"
        ):
            group.permissions.add(permission)


def api_call(user: User, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    """A call of API v3 with a fresh token of ``user``."""
    _, token = APIToken.create_token(user=user, name="saldırı")
    return getattr(Client(), method)(
        f"/api/v3/{address}",
        data=json.dumps(body or {}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )


def is_public(page: BulletinPage) -> bool:
    """Whether the public can see ``page``, asked of the site and of the database."""
    live = type(page).objects.get(pk=page.pk).live
    answer = Client().get(f"/bultenler/{page.slug}/").status_code == 200
    assert answer == live
    return live


ALL_RIGHTS = (Role.EDITOR, Role.DIRECTOR, Role.MAYOR)


def overwrite(page: Any, **words: Any) -> Any:
    """Other words in the very revision that is being signed, written behind every guard and trigger: what a fault of
    ours or a hand in the database could do. The hash has to hold by itself."""
    holds.release(holder=page)
    revision = page.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, **words})
    return type(page).objects.get(pk=page.pk)


def one_in_all_groups() -> User:
    return factories.person("hepsi", *ALL_RIGHTS)


__all__ = [
    "ALL_RIGHTS", "api_call", "browser", "desk_return", "desk_sign", "form_data", "give_publish_permission", "hash_of",
    "is_public", "one_in_all_groups", "overwrite", "post_edit", "urlpatterns", "waiting",
]  # fmt: skip
