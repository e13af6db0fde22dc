"""gunicorn, in the demo as in production.

Environment: ``HOST``, ``PORT``, ``BIND`` (overrides both), ``WEB_CONCURRENCY``, ``WEB_THREADS``, ``ACCESS_LOG``,
``LOG_LEVEL``.
"""

import os
from typing import Any

bind = os.environ.get("BIND") or f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads: a video or a press kit may take an hour to send or receive, and must hold up nobody meanwhile.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True  # loads the site once; the workers share its memory
timeout = 60  # seconds without a sign of life from the whole worker; a long download is not silence
graceful_timeout = 30
max_requests = 20_000  # a worker that has grown is replaced; this cuts long downloads, which then resume
max_requests_jitter = 2_000
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
proc_name = "basin-masasi"


def pre_fork(server: Any, worker: Any) -> None:
    # A database connection opened while loading must not be shared by the workers.
    from django.db import connections

    from cms.core.memory import settle

    settle()
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
