"""The admin's pages for one delivery and for one item, and what an officer may do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.core.message import MessageKind
from cms.office.allowed import allowed
from cms.office.ledgers import CarriedInspectView, act_on
from cms.office.screens import screen
from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.selectors import signed_in
from publishing.dispatch import selectors, services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.planning import current_row, is_behind

ACTIONS: dict[str, Callable[[Delivery, Any], Delivery]] = {
    "retry": lambda row, user: services.retry(delivery=row, user=user),
    "cancel": lambda row, user: services.cancel(delivery=row, user=user),
    "arrived": lambda row, user: services.resolve_unknown(delivery=row, user=user, accepted=True),
    "not_arrived": lambda row, user: services.resolve_unknown(delivery=row, user=user, accepted=False),
}
DONE = {
    "retry": gettext_lazy("Gönderim yeniden sıraya alındı."),
    "cancel": gettext_lazy("Gönderim iptal edildi."),
    "arrived": gettext_lazy("Gönderim “ulaştı” olarak kaydedildi."),
    "not_arrived": gettext_lazy("Gönderim “ulaşmadı” olarak kaydedildi; isterseniz yeniden deneyin."),
}


def actions_for(row: Delivery, user: User | AnonymousUser) -> list[tuple[str, str]]:
    """The buttons that make sense for ``row``: (action, label). The rules themselves are in ``services``."""
    if not user.has_perm("dispatch.change_delivery") or row.channel != Channel.EMAIL:
        return []
    actions: list[tuple[str, str]] = []
    if row.state == DeliveryState.UNKNOWN:
        labels = {"arrived": _("Ulaştı say"), "not_arrived": _("Ulaşmadı say")}
        actions += [
            (action, label)
            for action, label in labels.items()
            if in_office(user) or not services.is_for_offices(row, accepted=action == "arrived")
        ]
    if row.state in services.RETRYABLE:
        current = current_row(row)
        if current is None or not is_behind(row, current):
            label = _("Hemen dene") if row.state == DeliveryState.QUEUED else _("Yeniden dene")
            actions.append(("retry", label))
    if row.state in services.CANCELLABLE and row.kind == MessageKind.FIRST:
        actions.append(("cancel", _("İptal et")))
    return actions


class DeliveryInspectView(CarriedInspectView):
    """One delivery: state, receipt, every attempt."""

    act_url_name = "dagitim:act"
    page_title = gettext_lazy("Gönderim")
    actions_for = staticmethod(actions_for)  # type: ignore[assignment]  # the frame knows no User of ours

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row: Delivery = self.object
        context["panel_url"] = reverse("dagitim:panel", args=[row.content_type_id, row.object_id])
        return context


def may_see_deliveries(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read the dispatch list."""
    return bool(user.has_perm("dispatch.view_delivery") or user.has_perm("dispatch.change_delivery"))


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one of :data:`ACTIONS` to one delivery."""
    row = get_object_or_404(Delivery, pk=pk)
    return act_on(row, request, ACTIONS, DONE, back=reverse("dagitim:inspect", args=[row.pk]))


@allowed(may_see_deliveries)
def panel(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponseBase:
    """Everything about one item's dispatch on one page; by ``POST`` all its failed e-mails are tried again."""
    content_type = get_object_or_404(ContentType, pk=content_type_id)
    if request.method == "POST":
        retry_failed(request, content_type, object_id)
        return redirect(request.path)
    sheets = selectors.sheets_of(content_type, object_id)
    newest = sheets[0].rows[0] if sheets else None
    content = newest.content if newest else None
    failed = Delivery.objects.filter(
        content_type=content_type, object_id=object_id, channel=Channel.EMAIL,
        state__in=[DeliveryState.FAILED, DeliveryState.BOUNCED],
    )  # fmt: skip
    return screen(
        request, "dispatch/panel.html", title=_("Dağıtım"), icon="mail",
        crumbs=[(reverse("dagitim:index"), _("Dağıtım"))],
        last_crumb=f"{newest.number} {newest.headline}".strip() if newest else _("Gönderim yok"),
        styles=["office/ledgers.css"], has_heading=False, sheets=sheets, newest=newest,
        tally=selectors.tally_of(
            Delivery.objects.filter(content_type=content_type, object_id=object_id, channel=Channel.EMAIL)
        ),
        edit_url=AdminURLFinder(request.user).get_edit_url(content) if content is not None else None,
        can_retry=request.user.has_perm("dispatch.change_delivery") and failed.exists(),
    )  # fmt: skip


def retry_failed(request: HttpRequest, content_type: ContentType, object_id: str) -> None:
    """Tries every failed or bounced e-mail of the item's newest round again, and says how many."""
    count = 0
    for row in Delivery.objects.filter(
        content_type=content_type, object_id=object_id, channel=Channel.EMAIL,
        state__in=[DeliveryState.FAILED, DeliveryState.BOUNCED],
    ).defer("payload"):  # fmt: skip
        try:
            services.retry(delivery=row, user=signed_in(request))
        except ValidationError:
            continue
        count += 1
    if count:
        messages.success(request, _("%(count)d gönderim yeniden sıraya alındı.") % {"count": count})
    else:
        messages.warning(request, _("Yeniden denenebilecek gönderim yok."))
