"""Where uploads live in the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def upload_urls() -> list[URLPattern | URLResolver]:
    return [path("yukleme/", include("media_library.intake.uploads.urls", namespace="uploads"))]
