"""The search server of the tests that need one, each with indexes of its own."""

import itertools
import os

import pytest

from search.elastic import server, upkeep
from tests.services import elasticsearch as service

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def elasticsearch_url():
    with service.address() as url:
        yield url


@pytest.fixture
def elasticsearch(db, elasticsearch_url, settings):
    """It follows the database from here on; ``upkeep.catch_up`` is the worker's chore."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX = f"test-{os.getpid()}-{next(numbers)}"
    upkeep.patience.__init__()
    upkeep.settle()
    client = server.client(30)
    yield client
    for name in client.indices.get(index=f"{settings.ELASTICSEARCH_INDEX}-*"):
        client.indices.delete(index=name)
    upkeep.patience.__init__()
