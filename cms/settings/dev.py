"""Settings for a developer's machine and the demo."""

from cms.settings.base import *
from cms.settings.base import EVIDENCE_KEYS, INSTALLED_APPS, MIDDLEWARE, SECRET_KEY, VAR_DIR, env
from cms.settings.evidence import derived_keys

# The fictional municipality, whose accounts have a password that everybody knows.
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
# Says on the pages how far its loading has come; outermost, so that no copy of a page keeps it.
MIDDLEWARE = ["demo.note.LoadingNoteMiddleware", *MIDDLEWARE]
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or "demo-only-key-that-production-settings-refuse-0f8d2c71a94e4b6c"
EVIDENCE_KEYS = EVIDENCE_KEYS or derived_keys(SECRET_KEY)
ALLOWED_HOSTS = ["*"]
CHECK_OUTSIDE_LINKS = env.bool("CHECK_OUTSIDE_LINKS", default=False)  # the demo asks nobody
# The demo plays the sites of its press on a port of its own: scripts/run_demo.py.
WEB_FETCH_STAND_IN_PORT = env.int("DEMO_SITES_PORT", default=0)
MONITOR_PRESS = bool(WEB_FETCH_STAND_IN_PORT) or env.bool("MONITOR_PRESS", default=False)
VAR_DIR.mkdir(exist_ok=True)
