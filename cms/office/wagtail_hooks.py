"""What every screen of the admin loads."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def office_css() -> SafeString:
    """Everywhere, because parts of our screens stand inside Wagtail's own forms and lists."""
    return format_html('<link rel="stylesheet" href="{}">', static("office/office.css"))


@hooks.register("insert_editor_js")
def saving_script() -> SafeString:
    """The state of saving in words, on every editing screen that has a place for it."""
    return format_html('<script src="{}" defer></script>', static("office/saving.js"))
