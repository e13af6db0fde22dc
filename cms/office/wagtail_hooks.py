"""What every screen of the admin loads, and what the explorer knows of its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.core.standing import with_standing
from cms.office import moments, reversals, undo, widgets  # noqa: F401  # importing the other two registers them


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("geri-al/", undo.undo, name="office_undo")]


@hooks.register("after_edit_page")
def saved(request: HttpRequest, page: Any) -> None:
    if "action-submit" not in request.POST:  # what goes to the offices next is not undone from here
        reversals.offer_after_saving(request, page)


@hooks.register("before_move_page")
def to_be_moved(request: HttpRequest, page: Any, destination: Any) -> None:
    reversals.note_place(request, page)


@hooks.register("after_move_page")
def moved(request: HttpRequest, page: Any) -> None:
    reversals.offer_after_moving(request, page)


@hooks.register("before_bulk_action")
def many_to_be_moved(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    if action_type == "move" and action.model is Page:
        reversals.note_places(request, objects)


@hooks.register("after_bulk_action")
def many_moved(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    if action_type == "move" and action.model is Page:
        reversals.offer_after_moving_many(request, objects)


@hooks.register("insert_global_admin_css")
def office_css() -> SafeString:
    """Everywhere, because parts of our screens stand inside Wagtail's own forms and lists."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(name),) for name in ("office/office.css", "office/standing.css")),
    )


@hooks.register("insert_global_admin_js")
def names_script() -> SafeString:
    """Names for the fields that Wagtail draws without one, wherever a form or a dialog has them."""
    return format_html('<script src="{}" defer></script>', static("office/names.js"))


@hooks.register("insert_global_admin_js")
def trouble_script() -> SafeString:
    """What is said when a window of Wagtail's gets no answer; its words stand in its own tag."""
    return format_html(
        '<script src="{}" defer data-title="{title}" data-session="{session}" data-unreachable="{unreachable}"'
        ' data-close="{close}" data-sign-in="{sign_in}" data-login="{login}"></script>',
        static("office/trouble.js"),
        title=_("İşlem yapılamadı"),
        session=_("Oturumunuz kapanmış olabilir. Yeni sekmede oturum açıp yeniden deneyin."),
        unreachable=_("Sunucuya ulaşılamadı. Birazdan yeniden deneyin."),
        close=_("Kapat"),
        sign_in=_("Yeni sekmede oturum aç"),
        login=reverse("wagtailadmin_login"),
    )


@hooks.register("insert_editor_js")
def saving_script() -> SafeString:
    """The state of saving in words, on every editing screen that has a place for it."""
    return format_html('<script src="{}" defer></script>', static("office/saving.js"))


@hooks.register("construct_explorer_page_queryset")
def explorer_standing(parent_page: Any, pages: Any, request: HttpRequest) -> Any:
    """Where each page stands, asked for with the pages themselves."""
    return with_standing(pages)
