"""Settings for a developer's machine and the demo."""

from cms.settings.base import *
from cms.settings.base import SECRET_KEY, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or "demo-only-key-that-production-settings-refuse-0f8d2c71a94e4b6c"
ALLOWED_HOSTS = ["*"]
VAR_DIR.mkdir(exist_ok=True)
