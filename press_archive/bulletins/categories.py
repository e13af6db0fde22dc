"""Categories and series in the admin's settings."""

from __future__ import annotations

from typing import Any

from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.slugs import SlugOfNameForm
from press_archive.bulletins import guards
from press_archive.bulletins.models import Category, Series


class NameForm(SlugOfNameForm):
    """The name stands on published pages; once used there, it stays."""

    class Meta:
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.is_in_use():
            for field in self.fields.values():
                field.disabled = True
            self.fields["name"].help_text = _(
                "Yayımlanmış bültenlerde kullanıldığı için değiştirilemez; yenisini ekleyin."
            )

    def is_in_use(self) -> bool:
        """Whether the public has seen the name."""
        return guards.category_in_use(self.instance)


class SeriesForm(NameForm):
    """The same for a series."""

    def is_in_use(self) -> bool:
        return guards.series_in_use(self.instance)


class CategoryViewSet(ModelViewSet):
    """Kategoriler."""

    model: type[Any] = Category
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
        return modelform_factory(Category, form=NameForm)


class SeriesViewSet(CategoryViewSet):
    """Bülten dizileri."""

    model = Series
    name = "series"
    url_prefix = "diziler"
    icon = "list-ol"
    menu_label = _("Bülten dizileri")
    menu_name = "series"
    menu_order = 621

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return modelform_factory(Series, form=SeriesForm)
