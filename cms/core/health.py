"""``/healthz`` and ``/saglik/``: which part of the house works, for monitoring. 200 when all do, 503 when one does not.

Apps register their parts in ``AppConfig.ready``. A stranger learns names and "ok" or "trouble", nothing else; the
reason is in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cms.core import beats

logger = logging.getLogger(__name__)

# Gives a sentence about what is wrong, an empty one when nothing is. May raise: that is trouble too.
Check = Callable[[], str]
PARTS: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Adds a part; ``name`` is a plain English word, the key in the answer."""
    PARTS[name] = check


def database() -> str:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


register("database", database)
register("backup", beats.backup)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """``{"status": …, "parts": {name: …}}``, each "ok" or "trouble"; a part that cannot be asked is in trouble."""
    parts = {name: _word(name, check) for name, check in PARTS.items()}
    well = all(word == "ok" for word in parts.values())
    response = JsonResponse({"status": "ok" if well else "trouble", "parts": parts}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _word(name: str, check: Check) -> str:
    try:
        trouble = check()
    except Exception as error:  # whatever is wrong with a part, the others are asked too
        trouble = f"{type(error).__name__}: {error}"
    if trouble:
        logger.info("health: %s: %s", name, " ".join(trouble.split())[:300])
    return "trouble" if trouble else "ok"
