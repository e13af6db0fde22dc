"""A key that is none is said at the start, not when something urgent waits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from publishing.channels import push


@register()
def vapid(**kwargs: Any) -> list[CheckMessage]:
    """``VAPID_PRIVATE_KEY`` is a key, and ``VAPID_SUBJECT`` says whom a push service may ask."""
    if not push.is_offered():
        return []
    found: list[CheckMessage] = []
    try:
        push.public_key()
    except ValueError:
        hint = "manage.py vapid_key writes a new one"
        found.append(Error("VAPID_PRIVATE_KEY is no key of the curve P-256", hint=hint, id="push.E001"))
    if not settings.VAPID_SUBJECT.startswith(("mailto:", "https://")):
        found.append(Error("VAPID_SUBJECT is neither mailto:… nor https://…", id="push.E002"))
    return found
