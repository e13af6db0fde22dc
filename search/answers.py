"""Which engine answers: Elasticsearch where the house has one, else and for as long as it does not, the database.

A stranger never learns which one it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from search.elastic import server
from search.elastic.engine import Elasticsearch
from search.engines import Engine, engine

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")


def answered(question: Callable[[Engine], Answer]) -> Answer:
    """What the engine in charge says to ``question``."""
    if server.is_wanted():
        try:
            return question(Elasticsearch())
        except server.Unavailable as error:
            logger.info("the database answers for Elasticsearch: %s", error)
    return question(engine())
