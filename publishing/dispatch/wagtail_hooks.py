"""Where dispatch shows in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cms.core.home import Task
from cms.users.models import User
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.planning import goes_out
from publishing.dispatch.selectors import tally_of
from publishing.dispatch.views import may_see_deliveries
from publishing.dispatch.viewsets import DeliveryViewSet, delivery_viewset


@hooks.register("register_admin_viewset")
def register_deliveries() -> DeliveryViewSet:
    return delivery_viewset


@hooks.register("construct_homepage_panels")
def trouble_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while something needs a person."""
    if not may_see_deliveries(request.user):
        return
    count = Delivery.objects.troubled().count()
    if count:
        panels.append(
            Task(
                title=gettext("Dağıtım"),
                sentence=gettext("Son bir haftada %(count)d gönderim alıcısına ulaşmadı ya da sonucu belirsiz.")
                % {"count": count},
                action=gettext("Gönderimleri gör"),
                url=reverse("dagitim:index") + "?state=failed&state=unknown",
                icon="warning",
                order=30,
            )
        )


@hooks.register("register_page_header_buttons")
def dispatch_button(
    page: Any, user: User | AnonymousUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On a page's editor: what became of its e-mails, and the way to the panel."""
    if view_name != "edit" or not may_see_deliveries(user) or not goes_out(page.specific):
        return
    rows = Delivery.objects.of(page.specific)
    newest = rows.defer("payload", "attempt_log").first()
    if newest is None:
        return
    tally = tally_of(rows.filter(channel=Channel.EMAIL))
    label = f"{_('Dağıtım')}: {tally}" if tally.total else str(_("Dağıtım"))
    url = reverse("dagitim:panel", args=[newest.content_type_id, newest.object_id])
    yield Button(label, url, icon_name="mail", priority=5)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("dispatch.retry", _("Gönderimi yeniden dene"), _("Gönderim yeniden sıraya alındı"))
    actions.register_action("dispatch.cancel", _("Gönderimi iptal et"), _("Gönderim iptal edildi"))
    actions.register_action("dispatch.resolve", _("Gönderimin sonucunu yaz"), _("Belirsiz gönderimin sonucu yazıldı"))
    actions.register_action(
        "dispatch.told_editor", _("Editöre haber ver"), _("Ulaşmayan e-postalar editöre bildirildi")
    )
