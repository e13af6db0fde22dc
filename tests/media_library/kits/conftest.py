"""Fixtures over ``tests.factories.kits``."""

from __future__ import annotations

import pytest

from media_library.kits.models import Kit, KitLink
from media_library.models import Photo
from tests.factories.kits import build, document, link_to, made_by_hand, press_photo


@pytest.fixture
def photo(db) -> Photo:
    return press_photo()


@pytest.fixture
def kit(photo: Photo) -> Kit:
    """One photo and one document, made and ready."""
    kit = made_by_hand(photo, files=(document(),))
    build()
    kit.refresh_from_db()
    return kit


@pytest.fixture
def link(kit: Kit) -> KitLink:
    return link_to(kit)
