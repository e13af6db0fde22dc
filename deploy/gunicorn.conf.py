"""gunicorn, in the demo as in production.

Environment: ``HOST``, ``PORT``, ``BIND`` (overrides both), ``WEB_CONCURRENCY``, ``ACCESS_LOG``, ``LOG_LEVEL``.
"""

import os
from typing import Any

bind = os.environ.get("BIND") or f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"
preload_app = True  # loads the site once; the workers share its memory
timeout = 60  # seconds; the largest photos take some
graceful_timeout = 30
max_requests = 5000  # a worker that has grown is replaced
max_requests_jitter = 500
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
proc_name = "basin-masasi"


def pre_fork(server: Any, worker: Any) -> None:
    # A database connection opened while loading must not be shared by the workers.
    from django.db import connections

    connections.close_all()
