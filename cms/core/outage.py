"""When the database is away, starting, full or out of connections: a calm 503 that keeps what was typed, one line in
the log for each outage, and public pages from their last copies.

``server_error`` is Django's ``handler500``, the one place that every uncaught exception of views and middleware comes
through; ``LastCopyMiddleware`` stands before everything else.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as ordinary_server_error

from cms.core.callers import wants_json

logger = logging.getLogger(__name__)

RETRY_AFTER = 20  # seconds
# While an outage is younger than this, pages come from their copies without another try.
SPARED = 2.0  # seconds
KEPT = 24 * 3600  # seconds that a copy may be shown
RENEWED = 60.0  # seconds between two copies of one page by one process
LARGEST = 600_000  # bytes of a page that is copied
LONGEST_ADDRESS = 300
COPIED = ("text/html", "application/rss+xml", "application/atom+xml", "application/xml", "text/css", "text/plain")
# Answers that say that the address is not what it was: moved, gone, or not for everybody any more. Every other one
# (304, 206, 405, 412, 416, 429, 5xx) speaks of the request or of the moment, and strangers can ask for it at will.
NO_LONGER = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 410, 451})
NOT_COPIED = ("/admin/", "/onay/", "/basin-kiti/", "/abonelik/", "/media/", "/saglik/")
# What SQLite says when the machine is at fault; everything else it calls "operational" is a mistake in a statement.
SQLITE_TROUBLE = ("locked", "busy", "unable to open", "readonly", "is full", "disk I/O", "disk image")
SECRETS = ("password", "parola", "otp", "token", "recovery", "code", "kod")
# Classes of PostgreSQL's SQLSTATE that say that the server, not the statement, is at fault: connections (08), resources
# (53), shut down or starting (57P), disk (58), a standby (25006). Locks and cancelled statements are not among them.
SERVER_TROUBLE = ("08", "53", "57P", "58", "25006")
STAMP = "outage"
GENERATION = "generation"


class _Outage:
    """What this process knows: since when the database is away, and when that was last seen."""

    since = 0.0
    seen = 0.0


def is_outage(error: BaseException | None) -> bool:
    """Whether ``error`` says that the database cannot answer now, and not that a statement was wrong."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if type(error.__cause__).__module__.startswith("sqlite3") or "sqlite" in type(error.__cause__).__module__:
        return any(words in str(error) for words in SQLITE_TROUBLE)
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(SERVER_TROUBLE)


def recent() -> bool:
    """Whether the database was found away a moment ago."""
    return _Outage.seen > 0 and time.monotonic() - _Outage.seen < SPARED


def note(error: BaseException) -> None:
    """Writes the one line of this outage, unless another process has."""
    _Outage.seen = time.monotonic()
    if _Outage.since:
        return
    _Outage.since = _Outage.seen
    first = True
    with contextlib.suppress(OSError):
        first = caches["copies"].add(STAMP, True, KEPT)
    if first:
        logger.error("the database is away: %s", " ".join(str(error).split())[:300])


def over() -> None:
    """The database has answered again."""
    if not _Outage.since:
        return
    lasted = time.monotonic() - _Outage.since
    _Outage.since = _Outage.seen = 0.0
    with contextlib.suppress(OSError):
        if caches["copies"].delete(STAMP):
            logger.warning("the database answers again after %.0f s", lasted)


class QuietOutages(logging.Filter):
    """Lets Django's own reports of requests pass unless the outage has its line already."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        told = record.name == "django.request" and getattr(record, "status_code", 0) == 503 and _Outage.since > 0
        return not (told or is_outage(error))


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's ``handler500``: 503 in words for an outage, the usual page for everything else."""
    error = sys.exc_info()[1]
    if error is None or not is_outage(error):
        return ordinary_server_error(request)
    note(error)
    return unavailable(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The 503. After a form it carries what was typed, ready to be sent once more; files and secrets are asked again.

    Asks no database, and no session.
    """
    text = _(
        "Sistem şu anda veritabanına ulaşamıyor. Birkaç saniye sonra yeniden deneyin; kayıtlı hiçbir şey silinmedi."
    )
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            {"success": False, "error_code": "unavailable", "error_message": text}, status=503
        )
    else:
        typed = list(_typed(request))
        response = render(request, "503_database.html", {"typed": typed, "files": _has_files(request)}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.method != "POST":
        return
    with contextlib.suppress(Exception):  # a body that cannot be read any more has nothing to give back
        for name, values in request.POST.lists():
            if name == "csrfmiddlewaretoken" or not any(secret in name.lower() for secret in SECRETS):
                yield from ((name, str(value)) for value in values)


def _has_files(request: HttpRequest) -> bool:
    with contextlib.suppress(Exception):
        return bool(request.FILES)
    return False


class LastCopyMiddleware:
    """Keeps the last good answer of each public page, and shows it while the database is away.

    Copies are for strangers only and forgotten at every publication, withdrawal and takedown, and when a right in a
    picture changes (``forget_copies``). None outlives the day on which it was made: rights end with a day, and while
    the database is away nobody can ask whose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._made: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = self._key(request)
        if key and recent() and (copy := self._copy(key)) is not None:
            return copy
        made_in = (_generation(), _today()) if key else ("", "")
        response = self.get_response(request)
        if response.status_code == 503 and _Outage.since:
            return (self._copy(key) if key else None) or response
        if _Outage.since and not request.path_info.startswith(settings.STATIC_URL) and _answers():
            over()
        if key:
            self._keep(key, response, made_in)
        return response

    def _key(self, request: HttpRequest) -> str:
        """The name of the copy, empty for what is never copied: other methods, signed-in people, private addresses."""
        address = request.get_full_path()
        if request.method != "GET" or len(address) > LONGEST_ADDRESS or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return ""
        if request.GET:  # anybody can make up as many of these as a disk holds
            return ""
        if request.path_info.startswith((*NOT_COPIED, settings.STATIC_URL)):
            return ""
        # With the scheme: plain HTTP is sent on to HTTPS, which says nothing of the page that HTTPS shows.
        return "page-" + hashlib.sha256(f"{request.scheme} {request.get_host()} {address}".encode()).hexdigest()

    def _keep(self, key: str, response: HttpResponseBase, made_in: tuple[str, str]) -> None:
        now = time.monotonic()
        if response.status_code != 200:
            if response.status_code in NO_LONGER and self._made.pop(key, None) is not None:
                with contextlib.suppress(OSError):
                    caches["copies"].delete(key)
            return
        if now - self._made.get(key, -RENEWED) < RENEWED or response.streaming:
            return
        if "private" in response.get("Cache-Control", "") or "no-store" in response.get("Cache-Control", ""):
            return
        kind = response.get("Content-Type", "")
        content: bytes = response.content  # type: ignore[attr-defined]
        if not kind.startswith(COPIED) or response.cookies or len(content) > LARGEST:
            return
        if len(self._made) > 5000:
            self._made.clear()
        self._made[key] = now
        with contextlib.suppress(OSError):  # a full disk costs the copy, not the page
            caches["copies"].set(key, (made_in, content, dict(response.items())), KEPT)

    def _copy(self, key: str) -> HttpResponse | None:
        found: Any = None
        with contextlib.suppress(Exception):  # a copy that cannot be read is no copy
            found = caches["copies"].get(key)
        if found is None or found[0] != (_generation(), _today()):
            return None
        _made_in, content, headers = found
        response = HttpResponse(content, headers=headers)
        response["Cache-Control"] = "no-store"
        del response["ETag"]
        return response


def _answers() -> bool:
    """Whether the database answers a question now."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True


def _today() -> str:
    """The day in the office's time zone."""
    return timezone.localdate().isoformat()


def _generation() -> str:
    """What is public now, as a word: a copy made before the last change is of another generation."""
    with contextlib.suppress(Exception):
        return str(caches["copies"].get(GENERATION, ""))
    return "?"


def forget_copies() -> None:
    """Drops every copy, also those that are being made at this moment: what is public has changed."""
    with contextlib.suppress(OSError):
        caches["copies"].clear()
    with contextlib.suppress(OSError):
        caches["copies"].set(GENERATION, uuid.uuid4().hex, None)
