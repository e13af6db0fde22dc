"""Fixtures over ``tests.factories.library``."""

import pytest
from django.core.cache import caches

from tests.factories.library import camera_jpeg


@pytest.fixture
def camera_file():
    return camera_jpeg()


@pytest.fixture(autouse=True)
def no_remembered_sizes():
    """A rolled-back test's photo numbers come again; what the cache remembers of them does not."""
    caches["renditions"].clear()
