"""When a notice is written, and when a browser is told nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from cms.users.models import User
from publishing.approval.signals import waits_urgently
from publishing.push import services
from publishing.push.models import Device

COOKIE = "bildirim"


@receiver(waits_urgently, dispatch_uid="push.waits_urgently")
def tell(users: Iterable[User], path: str, **kwargs: Any) -> None:
    """In the transaction of the step that began, or of its reminder."""
    services.notify(users=users, path=path)


@receiver(user_logged_out, dispatch_uid="push.logged_out")
def left(request: HttpRequest | None = None, user: User | None = None, **kwargs: Any) -> None:
    """Whoever signs out here is told nothing here."""
    token = request.COOKIES.get(COOKIE, "") if request is not None else ""
    if token and user is not None:
        services.forget(user=user, token=token)


@receiver(user_logged_in, dispatch_uid="push.logged_in")
def taken_over(request: HttpRequest | None = None, user: User | None = None, **kwargs: Any) -> None:
    """A browser that somebody else signs in with is not the first one's any more."""
    token = request.COOKIES.get(COOKIE, "") if request is not None else ""
    if user is not None and token and services.is_token(token):
        Device.objects.filter(token=token).exclude(user=user).delete()
