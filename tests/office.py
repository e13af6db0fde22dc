"""People at their screens: a signed-in browser, the forms they post, the desk they sign at."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.users.models import User
from press_archive.bulletins.models import BulletinPage


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
    choices = {name: changes.pop(name) for name in ("distribution_lists", "categories") if name in changes}
    data.update(changes)
    return nested_form_data(data) | choices


def post_edit(user: User, page: Any, action: str = "", extra: dict[str, Any] | None = None, **changes: Any) -> Any:
    data = form_data(page, **changes)
    if action:
        data[action] = "1"
    data.update(extra or {})
    return browser(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


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
