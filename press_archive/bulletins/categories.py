"""Categories in the admin's settings."""

from __future__ import annotations

from typing import Any

from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from press_archive.bulletins.forms import CategoryForm
from press_archive.bulletins.models import Category


class CategoryViewSet(ModelViewSet):
    """Kategoriler."""

    model = Category
    name = "categories"
    url_prefix = "kategoriler"
    icon = "tag"
    menu_label = _("Kategoriler")
    menu_name = "categories"
    menu_order = 620
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ("name",)
    ordering = ("sort_key",)
    search_fields = ("name",)

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """The same form; it knows by itself what may still change."""
        return modelform_factory(Category, form=CategoryForm)
