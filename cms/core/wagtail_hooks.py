"""The house's face in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

from cms.core.slugs import SlugFormField

register_form_field_override(models.SlugField, override={"form_class": SlugFormField, "widget": SlugInput})


@hooks.register("insert_global_admin_css")
def house_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/house.css"))


@hooks.register("insert_global_admin_js")
def slug_script() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("admin/slug.js"))


@hooks.register("construct_main_menu")
def without_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's help is about Wagtail, and in English."""
    items[:] = [item for item in items if item.name != "help"]
