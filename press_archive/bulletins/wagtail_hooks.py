"""What bulletins add to Wagtail's admin: their categories, and the scripts that help while writing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.core.home import Task
from cms.core.networks import as_data
from cms.users.roles import Role, has_role
from press_archive.bulletins import bulk_actions
from press_archive.bulletins.categories import CategoryViewSet, SeriesViewSet
from press_archive.bulletins.creation import BulletinPages, ready_text
from press_archive.bulletins.editor import ReadinessOnCreate, ReadinessOnEdit
from press_archive.bulletins.kind_viewsets import KindViewSet, ReadyTextViewSet
from press_archive.bulletins.kinds import COPY
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.permissions import add_url_for


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [BulletinPages(), CategoryViewSet(), SeriesViewSet(), KindViewSet(), ReadyTextViewSet()]


for action in (bulk_actions.TagBulletins, bulk_actions.CopyBulletins):
    hooks.register("register_bulk_action", action)


@hooks.register("before_copy_page")
def copy_into_a_form(request: HttpRequest, page: Page) -> HttpResponse | None:
    """ "Kopyala" on a bulletin opens a new one with its words; nothing is stored before it is saved."""
    if request.method != "GET" or page.specific_class is not BulletinPage:
        return None
    url = add_url_for(request.user)
    return redirect(f"{url}?{COPY}={page.pk}") if url else None


@hooks.register("construct_homepage_panels")
def writing_task(request: HttpRequest, panels: list[Any]) -> None:
    url = add_url_for(request.user)
    if url:
        panels.append(
            Task(
                title=_("Basın bülteni"),
                sentence=_("Metni yazın, fotoğrafını ve dağıtım listelerini seçin, onaya gönderin."),
                action=_("Yeni bülten yaz"),
                url=url,
                icon="doc-full",
                order=10,
                first=has_role(request.user, Role.EDITOR),
            )
        )


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """The networks' texts and the counter under each, the keeper of unsaved work, what is still missing."""
    words = {
        "over": _("karakter fazla"),
        "choose": _("Önce ağı seçin."),
        "needsPicture": _("Bu ağ için fotoğraf gerekir."),
        "found": _("Kaydedilmemiş metniniz bulundu"),
        "foundText": _("Bu sayfada %s tarihinde yazdıklarınız kaydedilmemişti."),
        "restore": _("Geri yükle"),
        "discard": _("Sil"),
        "signedOut": _(
            "Oturumunuz kapanmış. Metniniz bu bilgisayarda duruyor, kaybolmadı. Yeni sekmede oturum açın, sonra bu "
            "sayfaya dönüp yeniden kaydedin."
        ),
        "unreachable": _("Sunucuya ulaşılamıyor. Metniniz bu bilgisayarda duruyor; biraz sonra yeniden deneyin."),
        "signIn": _("Yeni sekmede oturum aç"),
        "networks": _("Hangi ağlarda paylaşılacak?"),
        "copyToOthers": _("Öteki ağlara kopyala"),
        "copied": _("Kopyalandı."),
        "undo": _("Geri al"),
    }
    scripts = (
        "social/counter.js", "bulletins/keeper.js", "bulletins/readiness.js", "bulletins/networks.js",
        "bulletins/ready_texts.js",
    )  # fmt: skip
    return format_html(
        "{}{}{}",
        json_script(as_data(), "social-networks"),
        json_script(
            {"words": words, "session": reverse("bulletins_session"), "login": reverse("wagtailadmin_login")},
            "writing-help",
        ),
        format_html_join("", '<script src="{}" defer></script>', ((static(script),) for script in scripts)),
    )


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("bulletins/admin.css"))


@hooks.register("insert_global_admin_js")
def sent_script() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("bulletins/sent.js"))


@hooks.register("register_admin_urls")
def session_url() -> list[URLPattern]:
    return [
        path("bultenler/oturum/", session, name="bulletins_session"),
        path("bultenler/hazir-metin/<int:text_id>/", ready_text, name="bulletins_ready_text"),
        path("bultenler/hazirlik/<int:page_id>/", ReadinessOnEdit.as_view(), name="bulletins_readiness"),
        path(
            "bultenler/hazirlik/yeni/<int:parent_page_id>/",
            ReadinessOnCreate.as_view(),
            {"content_type_app_name": "bulletins", "content_type_model_name": "bulletinpage"},
            name="bulletins_readiness_new",
        ),
    ]


def session(request: HttpRequest) -> HttpResponse:
    """Says to an open editing screen who is signed in, and gives the token that its form needs after a new sign-in."""
    response = JsonResponse({"user": request.user.pk, "token": get_token(request)})
    response["Cache-Control"] = "no-store"
    return response
