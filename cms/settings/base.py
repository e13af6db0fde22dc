"""Settings shared by every environment: safe by default, loosened only in ``dev`` and ``test``.

Everything that differs between installations is an environment variable; the table is in docs/operations.md.
"""

import datetime as dt
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import environ

from cms.settings.caches import kept_in
from cms.settings.evidence import evidence_keys
from cms.settings.storage import media_storage

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

SECRET_KEY: str = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT: int = env.int("PORT", default=8000)
SITE_URL: str = env("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Whether X-Forwarded-For and X-Forwarded-Proto are our own proxy's words.
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "cms.core",
    "cms.office",
    "cms.letters",
    "cms.identity",
    "cms.recycle_bin",
    "cms.users",
    "media_library",
    "media_library.intake.uploads",
    "media_library.kits",
    "media_library.duplicates",
    "media_library.intake.importing",
    "press_archive.contacts",
    "press_archive.agenda",
    "press_archive.journalists",
    "press_archive.bulletins",
    "cms.website",
    "cms.links",
    "cms.redirects",
    "press_archive.galleries",
    "press_archive.collections",
    "publishing.approval",
    "publishing.social",
    "publishing.subscriptions",
    "publishing.rules",
    "publishing.push",
    "publishing.publications",
    "publishing.printing",
    "publishing.outdoor",
    "publishing.dispatch",
    "publishing.newsroom",
    "search.office",
    "search",
    "press_archive.clippings",
    "press_archive.digests",
    "press_archive.monitoring",
    "press_archive.scans",
    "press_archive.replies",
    "press_archive.accreditation",
    "press_archive.portal",
    "press_archive.gate",
    "cms.reports",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.users.apps.UserAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "media_library.archive",  # after Wagtail's images, whose chooser its finder takes the place of
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "cms.website.kept.KeptPagesMiddleware",
    "cms.core.proxy.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.csp.ContentSecurityPolicyMiddleware",
    "cms.redirects.middleware.RedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.website.middleware.SiteLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.users.middleware.SessionLimitsMiddleware",
    "cms.users.middleware.SecondFactorMiddleware",
    "press_archive.journalists.middleware.JournalistMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.office.middleware.RefusalMiddleware",
    "cms.recycle_bin.middleware.OfferMiddleware",
    "cms.core.exports.TurkishCsvMiddleware",
    "cms.core.entry.CleanTextMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def tuned(database: dict[str, Any]) -> dict[str, Any]:
    """The connection settings ``database`` with what SQLite needs to serve several processes."""
    if database["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock when a transaction begins: read-then-write transactions of two
        # processes then wait for each other instead of failing with "database is locked".
        database["OPTIONS"] = {
            **database.get("OPTIONS", {}),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA foreign_keys=ON;"
            ),
        }
    return database


def pooled(database: dict[str, Any], size: int) -> dict[str, Any]:
    """The PostgreSQL connection settings ``database`` with at most ``size`` connections in each process (0: no limit).

    Threads beyond that wait some seconds for a free one, then the request is answered with 503: a small server's limit
    of connections is never used up. Idle connections are given back.
    """
    if database["ENGINE"].endswith("postgresql") and size:
        pool = {"min_size": 0, "max_size": size, "timeout": 4, "max_idle": 300, "reconnect_timeout": 0}
        database["OPTIONS"] = {**database.get("OPTIONS", {}), "connect_timeout": 4, "pool": pool}
        database["CONN_MAX_AGE"] = 0  # the pool keeps them
    return database


DATABASES = {"default": tuned(env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_POOL: int = env.int("DATABASE_POOL", default=4)
pooled(DATABASES["default"], DATABASE_POOL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
    # Public pages for strangers, see cms.website.kept: in the memory of each process, or in one Redis for all machines.
    "pages": {"BACKEND": "cms.website.memory.BoundedMemory", "OPTIONS": {"MAX_ENTRIES": 1000, "MAX_BYTES": 50_000_000}},
    # Shared by the processes of a machine: their copies, shown while the database is away.
    "copies": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env("PAGE_COPIES_ROOT", default=str(VAR_DIR / "copies")),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
kept_in(CACHES, env("CACHE_URL", default=""))

# --- People and sign-in -------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "cms.users.door.DoorBackend",
    "cms.users.backends.OfficeBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cms.users.known_passwords.KnownPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=9) * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Members of the press sign in apart from the staff, below /basin/ only (press_archive.journalists).
PRESS_SESSION_COOKIE_NAME = "basin_oturum"
# Wrong passwords for one name from one address before pauses begin; the other limits are in cms.users.door.
LOGIN_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
PASSWORD_RESET_TIMEOUT = 6 * 3600
OTP_TOTP_ISSUER = "Basın Masası"
# Group keys from cms.users.roles whose members must use a second factor, e.g. "director,mayor".
REQUIRE_2FA_ROLES: list[str] = env.list("REQUIRE_2FA_ROLES", default=[])

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/Istanbul"]
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
USE_I18N = True
TIME_ZONE = "Europe/Istanbul"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Half-sent uploads and temporary copies. On the disk of MEDIA_ROOT a finished upload is moved, not copied.
UPLOAD_ROOT = Path(env("UPLOAD_ROOT", default=str(VAR_DIR / "uploads")))
SEARCH_COUNTS_DAYS: int = env.int("SEARCH_COUNTS_DAYS", default=365)  # what strangers looked for, without persons
UPLOAD_KEEP_DAYS: int = env.int("UPLOAD_KEEP_DAYS", default=7)  # a half-sent file, after its last byte
MEDIA_MAX_VIDEO_GB: int = env.int("MEDIA_MAX_VIDEO_GB", default=8)
MEDIA_MAX_PHOTO_MB: int = env.int("MEDIA_MAX_PHOTO_MB", default=200)  # into the archive; editors' own: 40 MB, see below
# Behind nginx, an "internal" location that sends the file once Django has said yes.
MEDIA_ACCEL_PREFIX: str = env("MEDIA_ACCEL_PREFIX", default="")
# What nginx keeps of public pages, with the signs that it looks for (cms.core.front). Empty: no nginx keeps any.
FRONT_ROOT: str = env("FRONT_ROOT", default="")
# Where the worker asks for pages that have changed: host:port. Empty: this machine's nginx, if there is FRONT_ROOT.
FRONT_ADDRESS: str = env("FRONT_ADDRESS", default="")
STORAGES = {
    # Empty: MEDIA_ROOT on this disk. "s3://…": a private bucket (docs/operations.md).
    "default": media_storage(env("MEDIA_STORAGE_URL", default="")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["cms.core.uploads.MemoryUpload", "cms.core.uploads.TemporaryUpload"]

# --- Mail ---------------------------------------------------------------------------------------
vars().update(
    env.email_url("EMAIL_URL", default="memorymail://")
    if env("EMAIL_URL", default="")
    else {
        "EMAIL_BACKEND": "publishing.channels.eml.EmlFileBackend",
        "EMAIL_FILE_PATH": str(VAR_DIR / "mail"),
    }
)
# What carries mails out of the house; only the worker uses it.
MAIL_TRANSPORT: str = globals()["EMAIL_BACKEND"]
if MAIL_TRANSPORT == "django.core.mail.backends.smtp.EmailBackend":
    MAIL_TRANSPORT = "publishing.channels.smtp.EmailBackend"
# What everybody else gets who asks Django to send a mail: a row, written in the same transaction.
EMAIL_BACKEND = "cms.letters.backend.LetterBackend"
MAIL_SECONDS: int = env.int("MAIL_SECONDS", default=60)  # one mail, from the connection to the server's last word
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="Basın Bürosu <basin@belediye.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What signs notices to browsers (web push); without it none is offered. Made with manage.py vapid_key.
VAPID_PRIVATE_KEY: str = env("VAPID_PRIVATE_KEY", default="")
# Whom a push service may ask about them: mailto:… or https://…
VAPID_SUBJECT: str = env("VAPID_SUBJECT", default="") or f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Basın Masası"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "cms.users.forms.SignInForm"
WAGTAILIMAGES_IMAGE_MODEL = "media_library.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media_library.archive.photo_form.ArchivePhotoForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media_library.intake.forms.FileForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media_library.File"
PHOTO_CHOOSER = "media_library.archive.chooser.PhotoChooser"
VIDEO_MODEL = "media_library.Video"
VIDEO_CHOOSER = "media_library.videos.chooser.VideoChooser"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "avif", "gif", "heic", "heif", "hif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
# A picture of 80 million pixels takes 240 MB while it is resized. A JPEG of an ordinary camera or telephone is decoded
# at the size that is needed, so that those with 102, 108 and 200 million take less.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
MEDIA_MAX_JPEG_PIXELS = 250_000_000
# Where AVIF and WebP look like JPEG at Wagtail's 76 and are never heavier (press photos, `make bench`).
WAGTAILIMAGES_AVIF_QUALITY = 51
WAGTAILIMAGES_WEBP_QUALITY = 72
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "txt", "csv", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_FINISH_WORKFLOW_ACTION = "publishing.approval.finish.finish"
WAGTAIL_MODERATION_ENABLED = True
# Whether the worker looks at addresses of other sites that stand in public pages (some a minute).
CHECK_OUTSIDE_LINKS: bool = env.bool("CHECK_OUTSIDE_LINKS", default=True)
MONITOR_PRESS: bool = env.bool("MONITOR_PRESS", default=True)  # the monitors of outlets' sites
WEB_FETCH_STAND_IN_PORT: int = 0  # only the demo plays sites itself
# Ours says which pages leave an address behind (cms.redirects).
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
# A search server beside the database's own index; without it the database answers.
ELASTICSEARCH_URL: str = env("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY: str = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA: str = env("ELASTICSEARCH_CA", default="")  # file of the authority that signed its certificate
ELASTICSEARCH_INDEX: str = env("ELASTICSEARCH_INDEX", default="basin-masasi")  # how the names of its indexes begin
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True

# --- The house ----------------------------------------------------------------------------------
# What seals each line of the evidence; the first one seals, all of them verify. Production refuses to start without.
EVIDENCE_KEYS: dict[str, str] = evidence_keys(env("EVIDENCE_KEYS", default=""))
EVIDENCE_HEAD_HOUR: int = env.int("EVIDENCE_HEAD_HOUR", default=7)  # from when on the day's head goes to both offices
# From when on the morning digest of the press goes out, and whether the coverage report shows advertising value.
DIGEST_TIME: dt.time = dt.time.fromisoformat(env("DIGEST_TIME", default="08:30"))
COVERAGE_AVE: bool = env.bool("COVERAGE_AVE", default=False)
# How many days the press's papers, refused applications and unused accounts are kept (press_archive.journalists).
PRESS_PAPERS_DAYS: int = env.int("PRESS_PAPERS_DAYS", default=30)
PRESS_REFUSED_DAYS: int = env.int("PRESS_REFUSED_DAYS", default=180)
PRESS_IDLE_DAYS: int = env.int("PRESS_IDLE_DAYS", default=730)
APPROVAL_REMINDER_HOURS = env.int("APPROVAL_REMINDER_HOURS", default=4)
# Whether nothing is submitted or signed while the legal basis of one of its pictures is "belirlenmedi".
PICTURES_NEED_LEGAL_BASIS: bool = env.bool("PICTURES_NEED_LEGAL_BASIS", default=False)
DISPATCH_LEASE_SECONDS = env.int("DISPATCH_LEASE_SECONDS", default=120)
MEDIA_LEASE_SECONDS = env.int("MEDIA_LEASE_SECONDS", default=120)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The editor's preview is a frame of our own origin; nobody else may frame the site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"quiet_outages": {"()": "cms.core.outage.QuietOutages"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["quiet_outages"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # Django would mail its errors to ADMINS, inside the request that failed; the log is where they are looked for.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
