"""The house's face in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def house_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/house.css"))


@hooks.register("construct_main_menu")
def without_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's help is about Wagtail, and in English."""
    items[:] = [item for item in items if item.name != "help"]
