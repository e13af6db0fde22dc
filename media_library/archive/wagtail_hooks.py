"""Where the archive's screens show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from media_library import menu
from media_library.archive import actions
from media_library.archive.criteria import ENDING, Criteria, FinderForm
from media_library.archive.permissions import may_describe, may_fill_kits, may_look
from media_library.archive.views.finder import to_finder
from media_library.duplicates.services import may_merge
from media_library.intake.uploads.services import may_upload
from media_library.models import Shoot
from media_library.rights import selectors as rights


class ShootURLFinder(ModelAdminURLFinder):
    """The way to a shoot's page, for histories and lists of uses."""

    edit_url_name = "archive:shoot"


menu.add(
    RuledMenuItem(
        _("Arşiv"), reverse_lazy("archive:finder"), rule=may_look, name="archive", icon_name="image", order=10
    )
)
menu.add(
    RuledMenuItem(
        _("Çekimler"),
        reverse_lazy("archive:shoots"),
        rule=may_look,
        name="shoots",
        icon_name="folder-open-inverse",
        order=20,
    )
)
register_admin_url_finder(Shoot, ShootURLFinder)
for action in (
    actions.Action(
        name="batch", label=_("Toplu düzenle"), icon="edit", url=lambda: reverse("archive:batch"), may=may_describe,
        post=True, order=10,
    ),
    actions.Action(
        name="tags", label=_("Etiketle"), icon="tag", url=lambda: reverse("archive:batch") + "?bolum=etiket",
        may=may_describe, post=True, order=20,
    ),
    actions.Action(
        name="move", label=_("Başka çekime taşı"), icon="folder-inverse", url=lambda: reverse("archive:move"),
        may=may_describe, post=True, order=22,
    ),
    actions.Action(
        name="kit", label=_("Kite ekle"), icon="folder-open-inverse", url=lambda: reverse("archive:kit"),
        may=may_fill_kits, order=30, on_item=True,
    ),
    actions.Action(
        name="consent", label=_("Rıza kaydı ekle"), icon="doc-full", url=lambda: reverse("rights:consent_add"),
        may=rights.may_see_consents, order=40,
    ),
    actions.Action(
        name="version", label=_("Döndür, kırp"), icon="cut", url=lambda: reverse("versions:photo", args=[0]),
        may=may_upload, takes=actions.Takes.ONE_PHOTO, order=25, on_item=True,
    ),
    actions.Action(
        name="blur", label=_("Bulanıklaştır"), icon="no-view", url=lambda: reverse("blur:photo", args=[0]),
        may=rights.may_see_consents, takes=actions.Takes.ONE_PHOTO, order=50,
    ),
    actions.Action(
        name="compare", label=_("Karşılaştır"), icon="copy", url=lambda: reverse("duplicates:groups"),
        may=may_merge, takes=actions.Takes.PHOTOS, order=60,
    ),
    actions.Action(
        name="take_down", label=_("Yayından kaldır"), icon="cross",
        url=lambda: reverse("rights:take_down", args=["foto", 0]), may=rights.may_take_down,
        takes=actions.Takes.ONE_PHOTO, order=70,
    ),
):  # fmt: skip
    actions.register(action)
actions.register(
    actions.ShootAction(
        name="kit", label=_("Kit yap"), icon="folder-open-inverse",
        url=lambda shoot: f"{reverse('archive:kit')}?cekim={shoot.pk}", may=may_fill_kits,
    )
)  # fmt: skip


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("arsiv/", include("media_library.archive.urls"))]


@hooks.register("register_admin_urls", order=-10)
def instead_of_the_list_of_images() -> list[URLPattern | URLResolver]:
    """Wagtail's own list of images gives way to the finder; its forms, choosers and bulk actions stay."""
    return [path("images/", to_finder)]


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    registry.register_action("archive.describe", _("Betimle"), _("Arşivde toplu düzenlendi"))
    registry.register_action("archive.download", _("İndir"), _("Aslı, bilgileri yazılarak indirildi"))


@hooks.register("construct_homepage_panels")
def ending_task(request: HttpRequest, panels: list[Any]) -> None:
    """To archivists: what may not be used in some days any more. The list behind it holds as many."""
    if not rights.may_see_consents(request.user):
        return
    criteria = Criteria(FinderForm({"hak": ENDING[0]}))
    count = sum(criteria.rows(model).count() for model in criteria.models)
    if count:
        panels.append(
            Task(
                title=gettext("Süresi dolan kullanım hakları"),
                sentence=gettext("%(count)d fotoğraf ve videonun kullanım hakkı 30 gün içinde bitiyor.")
                % {"count": count},
                action=gettext("Arşivde göster"),
                url=f"{reverse('archive:finder')}?{criteria.query}",
                icon="warning",
                order=16,
                first=True,
            )
        )
