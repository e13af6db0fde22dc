"""Where the search of strangers shows in Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.office.menu import RuledMenuItem
from search import screens, synonyms, wordlist, wordlist_screens


@hooks.register("register_admin_urls")
def search_urls() -> list[URLPattern]:
    return [
        path("arananlar/", screens.asked, name="search_asked"),
        path("arananlar/sil/", screens.forget, name="search_forget"),
        path("es-adlar/", screens.names, name="search_names"),
        path("es-adlar/<int:names_id>/onay/", screens.confirm, name="search_names_confirm"),
        path("es-adlar/<int:names_id>/sil/", screens.remove, name="search_names_remove"),
        path("sozcuk-kokleri/", wordlist_screens.base_forms, name="search_base_forms"),
        path("sozcuk-kokleri/<int:base_form_id>/onay/", wordlist_screens.confirm, name="search_base_form_confirm"),
        path("sozcuk-kokleri/<int:base_form_id>/sil/", wordlist_screens.remove, name="search_base_form_remove"),
    ]


@hooks.register("register_settings_menu_item")
def asked_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Ne arandı"), reverse("search_asked"), rule=screens.may_read, name="search-asked", icon_name="search",
        order=806,
    )  # fmt: skip


@hooks.register("register_settings_menu_item")
def names_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Aramada eş adlar"), reverse("search_names"), rule=synonyms.may_name, name="search-names",
        icon_name="search", order=805,
    )  # fmt: skip


@hooks.register("register_settings_menu_item")
def base_forms_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Aramada sözcük kökleri"), reverse("search_base_forms"), rule=wordlist.may_list, name="search-base-forms",
        icon_name="search", order=807,
    )  # fmt: skip
