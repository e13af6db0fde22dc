"""Settings for a developer's machine and the demo."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import SECRET_KEY

DEBUG = False
SECRET_KEY = SECRET_KEY or "demo-only-key-that-production-settings-refuse-0f8d2c71a94e4b6c"
ALLOWED_HOSTS = ["*"]
