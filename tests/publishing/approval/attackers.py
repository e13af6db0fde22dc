"""Attackers with every right that Wagtail can give, and the ways they have in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import include, path, reverse
from wagtail.api.v3.urls import api
from wagtail.models import APIToken, GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.users.models import User
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage
from tests import factories

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
        for permission in Permission.objects.filter(content_type__app_label="website", content_type__model="alertbanner"):
            group.permissions.add(permission)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_data(page: BulletinPage, **changes: Any) -> dict[str, Any]:
    """What the editor's form would post for the latest revision of ``page``, with ``changes``."""
    content = page.get_latest_revision_as_object()
    data: dict[str, Any] = {
        "title": content.title,
        "summary": content.summary,
        "slug": content.slug,
        "body": streamfield([("paragraph", rich_text("<p>Çalışmalar gece gündüz sürüyor.</p>"))]),
        "lead_image": content.lead_image_id or "",
        "lead_image_alt": content.lead_image_alt,
        "lead_image_credit": content.lead_image_credit,
        "department": content.department_id,
        "place": content.place,
        "event_date": content.event_date.isoformat(),
        "tags": "",
        "contact_name": content.contact_name,
        "contact_phone": content.contact_phone,
        "contact_email": content.contact_email,
        "social_texts": inline_formset([]),
        "correction_notes": inline_formset([]),
        "comments": inline_formset([]),
        "go_live_at": "",
    }
    data.update(changes)
    return nested_form_data(data)


def post_edit(user: User, page: Any, action: str = "", extra: dict[str, Any] | None = None, **changes: Any) -> Any:
    data = form_data(page, **changes)
    if action:
        data[action] = "1"
    data.update(extra or {})
    return browser(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def api_call(user: User, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    """A call of API v3 with a fresh token of ``user``."""
    _, token = APIToken.create_token(user=user, name="saldırı")
    return getattr(Client(), method)(
        f"/api/v3/{address}",
        data=json.dumps(body or {}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )


def desk_sign(user: User, state: Any, seen_hash: str) -> Any:
    return browser(user).post(reverse("approval:sign", args=[state.pk]), {"seen_hash": seen_hash})


def desk_return(user: User, state: Any, comment: str) -> Any:
    return browser(user).post(reverse("approval:return", args=[state.pk]), {"comment": comment})


def waiting(page: Any) -> Any:
    """The step that ``page`` waits on."""
    return type(page).objects.get(pk=page.pk).current_workflow_task_state.specific


def hash_of(page: Any) -> str:
    from publishing.approval import snapshot

    return snapshot.take(type(page).objects.get(pk=page.pk).get_latest_revision().as_object()).content_hash


def is_public(page: BulletinPage) -> bool:
    """Whether the public can see ``page``, asked of the site and of the database."""
    live = type(page).objects.get(pk=page.pk).live
    answer = Client().get(f"/bultenler/{page.slug}/").status_code == 200
    assert answer == live
    return live


ALL_RIGHTS = (Role.EDITOR, Role.DIRECTOR, Role.MAYOR)


def one_in_all_groups() -> User:
    return factories.person("hepsi", *ALL_RIGHTS)
