"""Lines of Wagtail's log, of rows that the writer has in hand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import Page, Revision


def write(
    *, instance: Any, action: str, user: AbstractBaseUser | None = None, revision: Revision | None = None,
    data: dict[str, Any] | None = None, content_changed: bool = False,
) -> None:  # fmt: skip
    """As ``wagtail.log_actions.log``, in one statement: Wagtail's asks first whether the content type, the person, the
    revision and the page that it names are there. Raises ``LookupError`` for an action that nobody has registered."""
    model = registry.get_log_model_for_instance(instance)
    if model is None:
        return
    if not registry.action_exists(action):
        raise LookupError(action)
    context = get_active_log_context()
    whose: dict[str, Any] = {"page": instance} if isinstance(instance, Page) else {"object_id": str(instance.pk)}
    entry = model(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        label=model.objects.get_instance_title(instance),
        action=action,
        timestamp=timezone.now(),
        data=data or {},
        user=user or context.user,
        uuid=context.uuid,
        revision=revision,
        content_changed=content_changed,
        **whose,
    )
    model.objects.bulk_create([entry])
