"""The door: how often a password may be tried, by whom, from where, and in which browser.

* In a browser where the person has signed in before (``KnownDevice``), only its own mistakes count. So neither a
  colleague behind the same address nor an attacker elsewhere can lock anybody out.
* Elsewhere mistakes count for the name at this address, for the name alone wherever they come from, and for the
  address alone; the pauses grow and end by themselves.

Unknown names are counted as known ones are: the door does not say who works here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.core.addresses import network_of_request
from cms.users import limits
from cms.users.models import KnownDevice, Throttle, User

COOKIE = "bilinen-cihaz"
COOKIE_DAYS = 180
DEVICES_KEPT = 10

MINUTE = dt.timedelta(minutes=1)
AT_ADDRESS = limits.Rule("giris-ad-adres", free=5, pause=MINUTE, longest=30 * MINUTE)
BY_NAME = limits.Rule("giris-ad", free=15, pause=MINUTE, longest=60 * MINUTE)
BY_ADDRESS = limits.Rule("giris-adres", free=60, pause=MINUTE, longest=15 * MINUTE, forget=60 * MINUTE)
ON_DEVICE = limits.Rule("giris-cihaz", free=5, pause=MINUTE, longest=15 * MINUTE)


def at_address() -> limits.Rule:
    """The rule for one name at one address, with the installation's number of free tries."""
    return limits.Rule(AT_ADDRESS.scope, settings.LOGIN_FAILURE_LIMIT, AT_ADDRESS.pause, AT_ADDRESS.longest)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _cookie_name(user: User) -> str:
    return f"{COOKIE}-{user.pk}"


def _credential(user: User) -> str:
    return hashlib.sha256(f"{user.pk}:{user.password}".encode()).hexdigest()


def known_device(request: HttpRequest | None, user: User | None) -> KnownDevice | None:
    """The browser of ``request`` as one in which ``user`` has signed in with the password of today."""
    if request is None or user is None or not (token := request.COOKIES.get(_cookie_name(user), "")):
        return None
    oldest = timezone.now() - dt.timedelta(days=COOKIE_DAYS)
    return KnownDevice.objects.filter(
        user=user, digest=_digest(token), credential=_credential(user), seen_at__gt=oldest
    ).first()


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Makes the browser of ``request`` one that ``user`` is known in, under a new token; the old one ends."""
    device = known_device(request, user)
    token = secrets.token_urlsafe(32)
    values = {"digest": _digest(token), "credential": _credential(user), "seen_at": timezone.now()}
    if device is None:
        KnownDevice.objects.create(user=user, **values)
        kept = KnownDevice.objects.filter(user=user).order_by("-seen_at", "-pk").values_list("pk", flat=True)
        KnownDevice.objects.filter(user=user).exclude(pk__in=list(kept[:DEVICES_KEPT])).delete()
    else:
        KnownDevice.objects.filter(pk=device.pk).update(**values)
    response.set_cookie(
        _cookie_name(user),
        token,
        max_age=COOKIE_DAYS * 86_400,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After the owner has set a password in this browser: it is one that they are known in, every other one ends."""
    fresh = User.objects.get(pk=user.pk)
    KnownDevice.objects.filter(user=fresh).delete()
    remember_device(request, response, fresh)


def _places(request: HttpRequest | None, username: str) -> list[tuple[limits.Rule, str]]:
    """What an attempt is counted for."""
    user = User.objects.filter(username=username).first()
    device = known_device(request, user)
    if device is not None:
        return [(ON_DEVICE, str(device.pk))]
    name = username.casefold()
    return [(at_address(), f"{name}\n{network_of_request(request)}"), (BY_NAME, name)]


class DoorBackend:
    """Stands before the password: refuses, without looking at it, while a pause lasts. It knows no people itself."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **credentials: Any) -> None:
        """Counts the attempt; raises ``PermissionDenied`` while it has to wait, which ends Django's search.

        ``request.door_wait`` then says for how long.
        """
        if username is None:
            return
        places = _places(request, username)
        closed = [limits.closed_for(rule, value) for rule, value in places]
        if request is not None and places[0][0] is not ON_DEVICE:
            closed.append(limits.closed_for(BY_ADDRESS, network_of_request(request)))
        wait = max(closed) or max(limits.attempt(rule, value) for rule, value in places)
        if wait:
            if request is not None:
                request.door_wait = wait  # type: ignore[attr-defined]
            raise PermissionDenied


def passed(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """``user_logged_in``: the mistakes before are forgotten."""
    for rule, value in _places(request, user.get_username()):
        limits.forget(rule, value)


def failed(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """``user_login_failed``: one more for the address, whatever the name was."""
    if request is not None and not hasattr(request, "door_wait"):
        limits.attempt(BY_ADDRESS, network_of_request(request))


def open_for(username: str) -> int:
    """Forgets every mistake with ``username``, from wherever; gives how many counts were cleared."""
    name = username.casefold()
    before = Throttle.objects.count()
    limits.forget(BY_NAME, name)
    limits.forget(AT_ADDRESS, name)
    for device in KnownDevice.objects.filter(user__username=username):
        limits.forget(ON_DEVICE, str(device.pk))
    return before - Throttle.objects.count()


def connect() -> None:
    """Called once the models are ready."""
    user_logged_in.connect(passed, dispatch_uid="users.door_passed")
    user_login_failed.connect(failed, dispatch_uid="users.door_failed")
