"""The admin's page of one letter, and what a person may decide about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms.core.carriage import DeliveryState
from cms.letters import services
from cms.letters.models import NOT_ARRIVED, Letter
from cms.office.ledgers import CarriedInspectView, act_on

ACTIONS: dict[str, Callable[[Letter, Any], Letter]] = {
    "retry": lambda row, user: services.retry(letter=row, user=user),
    "arrived": lambda row, user: services.resolve_unknown(letter=row, user=user, accepted=True),
    "not_arrived": lambda row, user: services.resolve_unknown(letter=row, user=user, accepted=False),
    "told": lambda row, user: services.told_otherwise(letter=row, user=user),
}
DONE = {
    "retry": gettext_lazy("Mektup yeniden sıraya alındı."),
    "arrived": gettext_lazy("Mektup “ulaştı” olarak kaydedildi."),
    "not_arrived": gettext_lazy("Mektup “ulaşmadı” olarak kaydedildi; isterseniz yeniden deneyin."),
    "told": gettext_lazy("Alıcıya başka yoldan bildirildiği kaydedildi."),
}


def actions_for(row: Letter, user: AbstractUser | AnonymousUser) -> list[tuple[str, str]]:
    """The buttons that make sense for ``row``: (action, label). The rules themselves are in ``services``."""
    if not user.has_perm("letters.change_letter"):
        return []
    actions: list[tuple[str, str]] = []
    decides = services.may_resolve(user, row)
    if row.state == DeliveryState.UNKNOWN and decides:
        actions += [("arrived", _("Ulaştı say")), ("not_arrived", _("Ulaşmadı say"))]
    if row.state in services.RETRYABLE and (row.body or not row.secret):
        actions.append(("retry", _("Hemen dene") if row.state == DeliveryState.QUEUED else _("Yeniden dene")))
    if row.state in NOT_ARRIVED and decides:
        actions.append(("told", _("Başka yoldan bildirildi")))
    return actions


class LetterInspectView(CarriedInspectView):
    """One letter: state, text (unless it is secret), every attempt."""

    act_url_name = "mektuplar:act"
    page_title = gettext_lazy("Mektup")
    actions_for = staticmethod(actions_for)

    def get_object(self, queryset: Any = None) -> Letter:
        return get_object_or_404(Letter.objects.of_the_house(), pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row: Letter = self.object
        context["text"] = "" if row.secret else row.body
        return context


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one of :data:`ACTIONS` to one letter."""
    row = get_object_or_404(Letter.objects.of_the_house(), pk=pk)
    return act_on(row, request, ACTIONS, DONE, back=reverse("mektuplar:inspect", args=[row.pk]))
