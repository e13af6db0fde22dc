"""Where letters show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.core.home import Task
from cms.letters.models import Letter
from cms.letters.selectors import security_trouble_in_words
from cms.letters.viewsets import LetterViewSet, letter_viewset


@hooks.register("register_admin_viewset")
def register_letters() -> LetterViewSet:
    return letter_viewset


@hooks.register("construct_homepage_panels")
def trouble_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while a letter needs a person: security notices in words of their own, and before everything else."""
    if not request.user.has_perm("letters.view_letter"):
        return
    url = reverse("mektuplar:index")
    if sentence := security_trouble_in_words():
        panels.append(
            Task(
                title=gettext("Güvenlik bildirimleri"),
                sentence=sentence,
                action=gettext("Bildirimleri gör"),
                url=f"{url}?kind=security&state=failed&state=bounced&state=unknown&state=queued",
                icon="warning",
                order=5,
                first=True,
            )
        )
    count = Letter.objects.not_arrived().exclude(kind="security").count()
    if count:
        panels.append(
            Task(
                title=gettext("Mektuplar"),
                sentence=gettext("%(count)d mektup alıcısına ulaşmadı ya da sonucu belirsiz.") % {"count": count},
                action=gettext("Mektupları gör"),
                url=f"{url}?state=failed&state=bounced&state=unknown",
                icon="warning",
                order=31,
            )
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("letters.retry", _("Mektubu yeniden dene"), _("Mektup yeniden sıraya alındı"))
    actions.register_action("letters.resolve", _("Mektubun sonucunu yaz"), _("Belirsiz mektubun sonucu yazıldı"))
    actions.register_action("letters.told", _("Başka yoldan bildir"), _("Alıcıya başka yoldan bildirildi"))
