"""Fixtures over ``tests.factories.bulletins``."""

import pytest

from tests import factories
from tests.factories.bulletins import full_values, with_labels


@pytest.fixture
def full_bulletin():
    """A published bulletin with every kind of block, tags and a category, linking to another published one."""
    earlier = factories.publish(factories.bulletin(title="Önceki bülten"))
    lists = [factories.distribution_list()]
    page = factories.bulletin(**full_values(earlier), social={"x": "Hat hizmette."}, lists=lists)
    return factories.publish(with_labels(page, "İçme suyu", "Işıklandırma"))
