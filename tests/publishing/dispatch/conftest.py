from __future__ import annotations

from typing import Any

import pytest

from publishing.dispatch.worker import Worker
from tests import factories
from tests.factories.dispatch import Press


@pytest.fixture
def press(db) -> Press:
    return Press(("a@gazete.example", "b@gazete.example", "c@gazete.example"))


@pytest.fixture
def officer(db):
    return factories.director()


@pytest.fixture
def work():
    """Drains the queue with a worker that does nothing else."""

    def drain(**options: Any) -> int:
        worker = Worker(poll=0.01, **options)
        worker.housekeeping = lambda: None
        return worker.run(drain=True)

    return drain
