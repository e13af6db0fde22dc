"""Where accreditation shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.users.models import User
from press_archive.accreditation import admin_urls, selectors
from press_archive.accreditation.admin_views import ICON
from press_archive.accreditation.models import Application
from press_archive.accreditation.permissions import may_accredit, may_read_applications
from press_archive.accreditation.words import Did


class ApplicationFinder:
    """The page of an application, for whoever may read it; of nobody (``None``) Wagtail only asks for the address."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Application) -> str | None:
        if self.user is not None and not may_read_applications(self.user):
            return None
        return reverse("accreditation_desk:application", args=[instance.pk])


register_admin_url_finder(Application, ApplicationFinder)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("akreditasyon/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> RuledMenuItem:
    return RuledMenuItem(
        gettext_lazy("Akreditasyon"), reverse_lazy("accreditation_desk:index"), rule=may_read_applications,
        icon_name=ICON, order=307, name="accreditation",
    )  # fmt: skip


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for did in Did:
        actions.register_action(f"accreditation.{did.value}", did.label, did.label)
    others = {
        "outlet": gettext_lazy("Kuruluşu seçildi"), "planned": gettext_lazy("Kontenjanlar kaydedildi"),
        "key_renewed": gettext_lazy("Yaka kartı anahtarı yenilendi"), "restricted": gettext_lazy("Kısıt konuldu"),
        "objected": gettext_lazy("Kısıta itiraz edildi"), "answered": gettext_lazy("İtiraz karara bağlandı"),
        "lifted": gettext_lazy("Kısıt kaldırıldı"),
    }  # fmt: skip
    for name, words in others.items():
        actions.register_action(f"accreditation.{name}", words, words)


@hooks.register("construct_homepage_panels")
def waiting_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while an application waits for whoever decides."""
    if not may_accredit(request.user):
        return
    count = selectors.waiting_for_decision()
    if not count:
        return
    sentence = ngettext(
        "%(count)d akreditasyon başvurusu karar bekliyor.", "%(count)d akreditasyon başvurusu karar bekliyor.", count
    ) % {"count": count}
    panels.append(
        Task(
            title=_("Akreditasyon"), sentence=sentence, action=_("Başvuruları gör"),
            url=reverse("accreditation_desk:index"), icon=ICON, order=43,
        )
    )  # fmt: skip
