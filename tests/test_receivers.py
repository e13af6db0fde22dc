"""Guards, records and checks stand in modules that somebody has to import: ``ready`` of their app. A module that is
forgotten there guards nothing, and no test that imports it itself would notice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
HOUSE = ("cms", "media_library", "press_archive", "publishing", "demo")


def test_every_module_with_a_receiver_or_a_check_is_loaded_when_the_house_starts():
    waiting = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for room in HOUSE
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^@(receiver|register)\(", path.read_text(), re.MULTILINE)
    }
    assert len(waiting) > 10
    start = "import django, sys; django.setup(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    assert waiting <= set(done.stdout.split()), waiting - set(done.stdout.split())
