"""What a web server's process has loaded stays: gunicorn's master says so before it forks its workers off."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.thorough

CHILD = """
import gc, runpy
import django
django.setup()
hooks = runpy.run_path("deploy/gunicorn.conf.py")
loaded = len(gc.get_objects())
hooks["pre_fork"](None, None)
print(gc.get_freeze_count() > loaded // 2, gc.get_threshold()[0] > 10_000)
"""


def test_the_collector_looks_no_more_at_what_gunicorn_has_loaded():
    child = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.split() == ["True", "True"]
