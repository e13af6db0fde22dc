"""Where scanned papers show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from press_archive.scans import urls


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("taramalar/", include(urls))]
