"""Fixtures over ``tests.services.bucket``."""

import uuid

import pytest
from django.core.cache import caches

from cms.settings.storage import media_storage
from tests.services.bucket import Server


@pytest.fixture(scope="session")
def s3_server():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def s3(s3_server):
    return s3_server.account


@pytest.fixture
def bucket(s3, settings):
    """A fresh bucket's name; the site keeps its files there, in the folder ``basin``."""
    name = f"basin-{uuid.uuid4().hex}"
    s3.client().create_bucket(Bucket=name)
    settings.STORAGES = {**settings.STORAGES, "default": media_storage(s3.address(name))}
    caches["renditions"].clear()
    yield name
    caches["renditions"].clear()


@pytest.fixture
def store_is_away(bucket, settings):
    """The store's address leads to a port where nobody listens any more."""
    server = Server()
    server.stop()
    definition = media_storage(server.account.address(bucket))
    settings.STORAGES = {**settings.STORAGES, "default": definition}
