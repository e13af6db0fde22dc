"""Signing members of the press in and out: a cookie of their own, and a row for each browser that ends it.

The cookie is sent to ``/basin/`` only: no page outside of it knows who reads, so the public site is the same for all.
Its value is signed (garbage costs no query), of it the database keeps the digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from press_archive.journalists.models import AccountState, JournalistAccount, JournalistSession, new_token

PATH = "/basin/"
IDLE, LONGEST = dt.timedelta(days=30), dt.timedelta(days=180)
# The row is written at most this often only to note that somebody is there.
SEEN_RESOLUTION = dt.timedelta(minutes=10)
MOST = 10  # browsers of one account; the one that was quiet longest ends
SIGNER = Signer(salt="journalists.session")
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip

View = Callable[..., HttpResponseBase]


def digest_of(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def label_of(request: HttpRequest) -> str:
    """Browser and system in two words, so that the owner knows which is which."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return ", ".join(filter(None, (browser, system)))


def session_of(request: HttpRequest) -> JournalistSession | None:
    """The standing session that the cookie of ``request`` names, with its account."""
    try:
        token = SIGNER.unsign(request.COOKIES.get(settings.PRESS_SESSION_COOKIE_NAME, ""))
    except BadSignature:
        return None
    now = timezone.now()
    found = (
        JournalistSession.objects.filter(digest=digest_of(token), seen_at__gt=now - IDLE, created_at__gt=now - LONGEST)
        .exclude(account__state=AccountState.CLOSED)
        .select_related("account__outlet", "account__journalist", "account__desk_of")
        .first()
    )
    if found is not None and now - found.seen_at > SEEN_RESOLUTION:
        JournalistSession.objects.filter(pk=found.pk).update(seen_at=now)
        JournalistAccount.objects.filter(pk=found.account_id).update(seen_at=now, warned_at=None)
    return found


def sign_in(request: HttpRequest, response: HttpResponseBase, account: JournalistAccount) -> JournalistSession:
    """Opens a session for ``account`` in the browser that gets ``response``; the one that was there ends."""
    _end(request)
    token, now = new_token(), timezone.now()
    session = JournalistSession.objects.create(account=account, digest=digest_of(token), label=label_of(request))
    kept = JournalistSession.objects.filter(account=account).order_by("-seen_at", "-pk").values_list("pk", flat=True)
    JournalistSession.objects.filter(account=account).exclude(pk__in=list(kept[:MOST])).delete()
    JournalistAccount.objects.filter(pk=account.pk).update(seen_at=now, warned_at=None)
    rotate_token(request)
    response.set_cookie(
        settings.PRESS_SESSION_COOKIE_NAME,
        SIGNER.sign(token),
        max_age=int(LONGEST.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return session


def sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """Ends the session of ``request`` and takes its cookie away."""
    _end(request)
    response.delete_cookie(settings.PRESS_SESSION_COOKIE_NAME, path=PATH, samesite="Lax")


def end_all(account: JournalistAccount, *, but: JournalistSession | None = None) -> int:
    """Ends every session of ``account`` except ``but``; gives how many."""
    rows = JournalistSession.objects.filter(account=account)
    return (rows.exclude(pk=but.pk) if but is not None else rows).delete()[0]


def _end(request: HttpRequest) -> None:
    if (session := _session(request)) is not None:
        JournalistSession.objects.filter(pk=session.pk).delete()


def _session(request: HttpRequest) -> JournalistSession | None:
    return getattr(request, "press_session", None)


def account_of(request: HttpRequest) -> JournalistAccount | None:
    """Whoever is signed in, also while the office has not decided yet: for the owner's own pages."""
    session = _session(request)
    return session.account if session is not None else None


def journalist_of(request: HttpRequest) -> JournalistAccount | None:
    """``request.journalist``: the signed-in account that may use what is for the press, or ``None``."""
    account = account_of(request)
    return account if account is not None and account.is_active else None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page, and back afterwards."""
    query = urlencode({"sonra": request.get_full_path()}) if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(f"{reverse('journalists:sign_in')}{'?' if query else ''}{query}")


def safe_next(path: str) -> str:
    """``path`` if it is an address of the press's own pages, else an empty string: nobody is sent away from here."""
    fits = re.fullmatch(r"/basin/[\w\-./?=&%]{0,300}", path, re.ASCII) and "//" not in path and ".." not in path
    return path if fits else ""


def account_required(view: View) -> View:
    """For the owner's own pages: whoever is signed in, in whatever state the account is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if account_of(request) is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def journalist_required(view: View) -> View:
    """For what is for the press: an account that the office has approved. Strangers are led to the sign-in, whoever
    still waits to their own page, which says why."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if account_of(request) is None:
            return to_sign_in(request)
        if journalist_of(request) is None:
            return HttpResponseRedirect(reverse("journalists:account"))
        return view(request, *args, **kwargs)

    return never_cache(guarded)
