"""Settings for the test run; ``TEST_DATABASE_URL`` chooses the engine."""

import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, STORAGES, env

SECRET_KEY = "test-key-0f8d2c71a94e4b6c0f8d2c71a94e4b6c0f8d2c71a94e4b6c"
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
if env("TEST_DATABASE_URL", default=""):
    DATABASES["default"] = env.db("TEST_DATABASE_URL")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not ":memory:": threads and worker processes of the concurrency tests share it.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"basin-masasi-test-{__import__('os').getpid()}.sqlite3")
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="basin-masasi-media-"))
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False
