"""What the runner makes of a failure: asked once more, alone; said by name either way."""

from __future__ import annotations

import pytest

from scripts import run_tests

INI = "[pytest]\naddopts = -p no:django -p no:cacheprovider\n"
NAMES = """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    if call.when == "teardown":
        item.user_properties.append(("id", item.nodeid))
"""
UNSTEADY = """
from pathlib import Path

def test_steady():
    pass

def test_unsteady():
    before = Path("was-here")
    assert before.exists() or before.touch()
"""
BROKEN = "\ndef test_broken():\n    assert False\n"
MANY = "".join(BROKEN.replace("broken", f"broken_{number}") for number in range(9))
pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("text", "good", "failed", "said"),
    [
        (UNSTEADY, True, 0, "2 passed, 1 of them only at the second try: test_odd.py::test_unsteady in"),
        (UNSTEADY + BROKEN, False, 1, "2 passed, 1 failed, 1 of them only at the second try"),
        (MANY, False, 9, "0 passed, 9 failed in"),
    ],
)
def test_a_failure_is_asked_once_more_and_named(tmp_path, monkeypatch, text, good, failed, said):
    (tmp_path / "pytest.ini").write_text(INI)
    (tmp_path / "conftest.py").write_text(NAMES)
    (tmp_path / "test_odd.py").write_text(text)
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    monkeypatch.setattr(run_tests, "BUILD", tmp_path)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setenv("TEST_PROCESSES", "0")
    outcome = run_tests.run(engine="Odd", database_url="", marks="", arguments=["test_odd.py"])
    assert (outcome.good, outcome.failed) == (good, failed)
    assert said in outcome.line()
