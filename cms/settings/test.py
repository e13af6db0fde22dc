"""Settings for the test run; ``TEST_DATABASE_URL`` chooses the engine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.base import CACHES, DATABASES, INSTALLED_APPS, STORAGES, env, tuned
from cms.settings.evidence import derived_keys


def _scratch_directory() -> Path:
    """A directory of this process's own. The first process of a test run makes the root and removes it with everything;
    test workers, which do not always end in an orderly way, and their children find it in the environment."""
    root = os.environ.get("TEST_SCRATCH_DIR", "")
    if not root:
        root = os.environ["TEST_SCRATCH_DIR"] = tempfile.mkdtemp(prefix="basin-masasi-test-")
        atexit.register(_remove, root, os.getpid())
    return Path(tempfile.mkdtemp(dir=root))


def _remove(root: str, owner: int) -> None:
    if os.getpid() == owner:  # a forked child must not clean up after its parent
        shutil.rmtree(root, ignore_errors=True)


SCRATCH_DIR = _scratch_directory()
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SECRET_KEY = "test-key-0f8d2c71a94e4b6c0f8d2c71a94e4b6c0f8d2c71a94e4b6c"
EVIDENCE_KEYS = derived_keys(SECRET_KEY)
ALLOWED_HOSTS = ["*"]
CHECK_OUTSIDE_LINKS = False
WEB_FETCH_STAND_IN_PORT = env.int("TEST_STAND_IN_PORT", default=0)
MONITOR_PRESS = False  # a worker of any test would start a reader that asks the net; tests of the rounds switch it on
SITE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = SITE_URL
if env("TEST_DATABASE_URL", default=""):
    DATABASES["default"] = tuned(env.db("TEST_DATABASE_URL"))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not ":memory:": threads and worker processes of the concurrency tests share it.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH_DIR / "test.sqlite3")}
    if not env("TEST_DATABASE_URL", default=""):
        DATABASES["default"]["NAME"] = str(SCRATCH_DIR / "unused.sqlite3")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(env("TEST_MEDIA_ROOT", default=str(SCRATCH_DIR / "media")))
UPLOAD_ROOT = Path(env("TEST_UPLOAD_ROOT", default=str(SCRATCH_DIR / "uploads")))
STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
FRONT_ROOT = FRONT_ADDRESS = ELASTICSEARCH_URL = ""
# Tests of pages see them made; those of kept pages turn this on.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CACHES["copies"]["LOCATION"] = str(SCRATCH_DIR / "copies")
WHITENOISE_AUTOREFRESH = True
