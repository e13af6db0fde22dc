"""Fixtures over ``tests.factories.uploads``."""

from __future__ import annotations

import pytest

from media_library.models import Shoot
from tests import factories
from tests.factories.uploads import Sender, Web


@pytest.fixture(autouse=True)
def upload_root(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return settings.UPLOAD_ROOT


@pytest.fixture
def shoot(db):
    return Shoot.objects.create(title="Pazar yeri açılışı", place="Sakarya Mahallesi")


@pytest.fixture
def sender(shoot):
    return Sender(factories.archivist(), shoot)


@pytest.fixture
def web():
    running = Web()
    yield running
    running.close()
