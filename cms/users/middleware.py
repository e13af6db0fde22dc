"""What stands between a signed-in session and the staff's pages.

- ``SessionLimitsMiddleware``: a session ends after ``SESSION_IDLE_MINUTES`` without work, and after
  ``SESSION_COOKIE_AGE`` seconds altogether.
- ``SecondFactorMiddleware``: until the second factor is done, staff paths lead to its screens, and everywhere else the
  visitor is a stranger. A sealed code may be used before a second factor is set up, never instead of one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cms.core.callers import wants_json
from cms.office.ways import asked_for
from cms.users.models import User
from cms.users.second_factor import Step, pending_step

GetResponse = Callable[[HttpRequest], HttpResponse]

# The approvers' desk belongs to a higher floor, so it is known here by its published address only.
DESK_PREFIX = "/onay/"
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# The session row is written at most this often (seconds) only to note that somebody is at work.
SEEN_RESOLUTION = 60


@cache
def staff_prefixes() -> tuple[str, ...]:
    """Where the staff works."""
    return (reverse("wagtailadmin_home"), DESK_PREFIX)


@cache
def _open_prefixes() -> tuple[str, ...]:
    """Inside the staff's paths, what a stranger needs for signing in."""
    names = (
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    )
    return tuple(reverse(name) for name in names)


@cache
def _step_paths() -> dict[Step, tuple[str, ...]]:
    return {
        Step.VERIFY: (reverse("users_second_factor_verify"), reverse("users_second_factor_recovery")),
        Step.ENROL: (reverse("users_second_factor_enrol"), reverse("users_claim")),
    }


@cache
def _background_prefixes() -> tuple[str, ...]:
    """Requests that an open window makes by itself; they are no sign of a person."""
    admin = reverse("wagtailadmin_home")
    return (f"{admin}editing-sessions/", f"{admin}yukleme/durum/")


def is_staff_path(path: str) -> bool:
    """Whether ``path`` is closed to strangers."""
    return path.startswith(staff_prefixes()) and not path.startswith(_open_prefixes())


def remember_sign_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """``user_logged_in``: starts the clocks of the session."""
    if request is not None and hasattr(request, "session"):
        now = int(time.time())
        request.session[SIGNED_IN_AT] = now
        request.session[SEEN_AT] = now


user_logged_in.connect(remember_sign_in, dispatch_uid="users.session_clocks")


class SessionLimitsMiddleware:
    """Signs a forgotten session out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            started = request.session.get(SIGNED_IN_AT)
            seen = request.session.get(SEEN_AT, started)
            idle = settings.SESSION_IDLE_MINUTES * 60
            if started is None or now - started >= settings.SESSION_COOKIE_AGE or now - seen >= idle:
                logout(request)
                if is_staff_path(request.path_info) and not wants_json(request):
                    query = urlencode({"next": asked_for(request), "neden": "sure"})
                    return HttpResponseRedirect(f"{reverse('wagtailadmin_login')}?{query}")
            elif (
                now - seen >= SEEN_RESOLUTION
                and is_staff_path(request.path_info)
                and not request.path_info.startswith(_background_prefixes())
            ):
                request.session[SEEN_AT] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Keeps a half signed-in person out. Needs ``OTPMiddleware`` before it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        path = request.path_info
        if not is_staff_path(path):
            if not path.startswith(_open_prefixes()):
                request.user = SimpleLazyObject(_stranger_unless_done(request.user))  # type: ignore[assignment]
            return self.get_response(request)
        step = pending_step(request.user) if isinstance(request.user, User) else None
        if step is None or path in _step_paths()[step]:
            return self.get_response(request)
        if wants_json(request):
            raise PermissionDenied
        query = urlencode({"next": asked_for(request)})
        return HttpResponseRedirect(f"{_step_paths()[step][0]}?{query}")


def _stranger_unless_done(user: User | AnonymousUser) -> Callable[[], Any]:
    def resolve() -> Any:
        return AnonymousUser() if isinstance(user, User) and pending_step(user) else user

    return resolve
