"""The Elasticsearch at ``ELASTICSEARCH_URL``: how it is reached, whether it answers, and which of its indexes is asked.

Our indexes are known by two aliases: one that answers, one that is being built beside it. The number of the mapping is
part of both: a house that is being updated asks the index that its own code knows.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.elastic.fields import MAPPING_VERSION

# Whoever searches waits no longer for it; then the database answers.
ANSWER_SECONDS = 0.8
# The worker has other things to do, too.
WRITE_SECONDS = 3.0
# A call by hand may take its time.
PATIENT_SECONDS = 60.0
# How long nobody of this machine asks a server again that did not answer.
AWAY_SECONDS = 10
AWAY = "search-elasticsearch-away"
Answer = TypeVar("Answer")


class Unavailable(Exception):
    """Elasticsearch does not answer, or not as it should; ``str()`` says why."""


def is_wanted() -> bool:
    """Whether this house has an Elasticsearch."""
    return bool(settings.ELASTICSEARCH_URL)


def client(seconds: float = ANSWER_SECONDS) -> Elasticsearch:
    """A client that waits for ``seconds`` and tries once."""
    made = _client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA)
    return made.options(request_timeout=seconds, max_retries=0)


@cache
def _client(url: str, api_key: str, authority: str) -> Elasticsearch:
    secured: dict[str, Any] = {"ca_certs": authority} if authority else {}
    return Elasticsearch(url, api_key=api_key or None, retry_on_timeout=False, max_retries=0, **secured)


def answering() -> str:
    """The alias of the index that is asked."""
    return f"{settings.ELASTICSEARCH_INDEX}-{MAPPING_VERSION}"


def building() -> str:
    """The alias of the index that is being built."""
    return f"{answering()}-next"


@contextlib.contextmanager
def trouble() -> Iterator[None]:
    """Whatever may be wrong with a server becomes :class:`Unavailable`."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise Unavailable(f"{type(error).__name__}: {error}"[:300]) from error


# --- Whether it is worth asking ---------------------------------------------------------------------------------------


def is_away() -> bool:
    """Whether it failed a moment ago: nobody waits for it again so soon."""
    return bool(caches["copies"].get(AWAY))


def is_here() -> None:
    """It may be asked again."""
    caches["copies"].delete(AWAY)


def asked(question: Callable[[Elasticsearch], Answer]) -> Answer:
    """What the server says to ``question``.

    :raises Unavailable: nothing in time, an error, or it failed a moment ago.
    """
    if is_away():
        raise Unavailable("it did not answer a moment ago")
    began = time.monotonic()
    try:
        with trouble():
            return question(client())
    except Unavailable:
        caches["copies"].set(AWAY, True, AWAY_SECONDS)
        raise
    finally:
        if time.monotonic() - began > 2 * ANSWER_SECONDS:  # drop by drop
            caches["copies"].set(AWAY, True, AWAY_SECONDS)
