"""Random people do random things in random order; what the public sees always has two valid signatures on its hash,
and whatever a stranger can fetch is words and bytes that two people signed who hold their own credentials."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.publishing.approval.walk.office import Office

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("half", ["one half", "the other"])  # of the walks, so that two processes share them
def test_whatever_happens_only_signed_content_is_public(half):
    examples = max(1, int(os.environ.get("STATE_MACHINE_EXAMPLES", "12")) // 2)
    Office.visits = 0
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Office.visits >= examples, "the stranger came at the end of every walk"
