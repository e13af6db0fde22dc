"""Fixtures over ``tests.factories.renditions``."""

import pytest

from media_library.renditions.drawing import Drawn


@pytest.fixture
def drawings(monkeypatch):
    """Which pictures went the fast way."""
    seen = []
    original = Drawn.__init__

    def noted(self, image):
        seen.append(image.size)
        original(self, image)

    monkeypatch.setattr(Drawn, "__init__", noted)
    return seen
