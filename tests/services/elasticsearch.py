"""A real Elasticsearch: that of the test run, or one of this process's own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from scripts import elasticsearch


@contextlib.contextmanager
def address() -> Iterator[str]:
    if url := os.environ.get("TEST_ELASTICSEARCH_URL", ""):
        yield url
    else:
        with elasticsearch.throwaway_server() as server:
            yield server.url
