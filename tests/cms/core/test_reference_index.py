"""What links to what is written down by whichever process saves, a worker as a web server."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.thorough

LOOK = """
import django, json
django.setup()
from wagtail.models import ReferenceIndex
before = sorted(model._meta.label for model in ReferenceIndex.indexed_models)
import cms.urls
print(json.dumps([before, sorted(model._meta.label for model in ReferenceIndex.indexed_models)]))
"""


def test_a_process_without_screens_indexes_the_same_models():
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    bare, with_screens = json.loads(done.stdout.splitlines()[-1])
    assert bare == with_screens
    assert "media_library.Video" in bare
