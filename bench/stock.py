"""Settings and addresses of a plain Wagtail as ``wagtail start`` makes it, to be measured beside ours; its pages are in
``bench.press``."""

import os
from pathlib import Path

from django.urls import include, path

SCRATCH = Path(os.environ["BENCH_STOCK"])
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "bench.press", "wagtail.embeds", "wagtail.sites", "wagtail.users", "wagtail.snippets", "wagtail.documents",
    "wagtail.images",
    "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit", "django.contrib.admin",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
]  # fmt: skip
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]  # fmt: skip
ROOT_URLCONF = "bench.stock"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": SCRATCH / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
MEDIA_ROOT = SCRATCH / "media"
MEDIA_URL = "/media/"
WAGTAIL_SITE_NAME = "bench"
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
USE_TZ = True


LANGUAGE_CODE = "tr"


def urls() -> list:
    from wagtail import urls as pages
    from wagtail.admin import urls as admin

    return [path("admin/", include(admin)), path("", include(pages))]


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    # The addresses import Wagtail's views, which need the settings above to be complete.
    if name == "urlpatterns":
        return urls()
    raise AttributeError(name)
