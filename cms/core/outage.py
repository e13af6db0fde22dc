"""When the database is away, starting, full or out of connections: a calm 503 that keeps what was typed, and one line
in the log for each outage. Public pages are then shown as they were kept: ``cms.website.kept``.

``server_error`` is Django's ``handler500``, the one place that every uncaught exception of views and middleware comes
through.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Iterator

from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as ordinary_server_error

from cms.core.callers import wants_json

logger = logging.getLogger(__name__)

RETRY_AFTER = 20  # seconds
# While an outage is younger than this, kept pages are shown without another try.
SPARED = 2.0  # seconds
STAMPED = 24 * 3600  # seconds
# What SQLite says when the machine is at fault; everything else it calls "operational" is a mistake in a statement.
SQLITE_TROUBLE = ("locked", "busy", "unable to open", "readonly", "is full", "disk I/O", "disk image")
SECRETS = ("password", "parola", "otp", "token", "recovery", "code", "kod")
# Classes of PostgreSQL's SQLSTATE that say that the server, not the statement, is at fault: connections (08), resources
# (53), shut down or starting (57P), disk (58), a standby (25006). Locks and cancelled statements are not among them.
SERVER_TROUBLE = ("08", "53", "57P", "58", "25006")
STAMP = "outage"


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


def away() -> bool:
    """Whether the database was found away, and has not answered since."""
    return _Outage.since > 0


def note(error: BaseException) -> None:
    """Writes the one line of this outage, unless another process has."""
    _Outage.seen = time.monotonic()
    if _Outage.since:
        return
    _Outage.since = _Outage.seen
    first = True
    with contextlib.suppress(OSError):
        first = caches["copies"].add(STAMP, True, STAMPED)
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


def answers() -> bool:
    """Whether the database answers a question now."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True
