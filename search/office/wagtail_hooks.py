"""Where the office's search shows in the admin: its addresses, the field above the menu, the palette everywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.search import SearchArea

from search.office import views


class EverythingArea(SearchArea):
    """The first one: the field above the menu leads there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_search(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("ara/", views.search, name="office_search"),
        path("ara/bakis/", views.glance, name="office_search_glance"),
    ]


@hooks.register("register_admin_search_area")
def area() -> EverythingArea:
    return EverythingArea(
        gettext_lazy("Her şeyde"), reverse("office_search"), name="everything", icon_name="search", order=-10
    )


@hooks.register("insert_global_admin_css")
def palette_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("officesearch/palette.css"))


@hooks.register("insert_global_admin_js")
def palette_script() -> SafeString:
    """Its words stand in its own tag: a script knows no language."""
    words: dict[str, Any] = {
        "options": reverse("office_search_glance"),
        "page": reverse("office_search"),
        "title": _("Ara ya da bir yere git"),
        "field": _("Ne arıyorsunuz?"),
        "recent": _("Son açılanlar"),
        "every": _("Bütün sonuçlar"),
        "close": _("Kapat"),
        "failed": _("Şu an aranamıyor. Enter ile arama sayfası açılır."),
        "found": _("%(count)s seçenek"),
        "keys": _("↑ ↓ seçer · Enter açar · Esc kapatır"),
    }
    return format_html(
        '<script src="{}" defer data-palette data-options="{options}" data-page="{page}" data-title="{title}"'
        ' data-field="{field}" data-recent="{recent}" data-every="{every}" data-close="{close}" data-failed="{failed}"'
        ' data-found="{found}" data-keys="{keys}"></script>',
        static("officesearch/palette.js"),
        **words,
    )
