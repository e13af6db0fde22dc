"""The admin's pages for one delivery and for one item, and what an officer may do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import HeaderButton

from cms.core.message import MessageKind
from cms.office.address import AddressForm
from cms.office.allowed import allowed
from cms.office.ledgers import CarriedInspectView, act_on
from cms.office.screens import screen
from cms.office.ways import way_back
from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.selectors import signed_in
from publishing.dispatch import selectors, services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.planning import current_row, is_behind

PER_PAGE = 20
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


def actions_for(row: Delivery, user: User | AnonymousUser, current: Delivery | None = None) -> list[tuple[str, str]]:
    """The buttons that make sense for ``row``: (action, label). The rules themselves are in ``services``. ``current``:
    what its item says now, for whoever knows it."""
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
        current = current or current_row(row)
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


class FilterForm(AddressForm):
    """Which items the overview shows; anything unknown falls back to all of them."""

    in_address = {"shelf": "durum", "words": "ara"}

    shelf = forms.ChoiceField(
        label=gettext_lazy("E-postalar"), required=False,
        choices=[(key, title) for key, (title, _states) in selectors.SHELVES.items()],
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Bülten no ya da başlık"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def chosen(self) -> dict[str, str]:
        """The shelf and the words to look for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


@allowed(may_see_deliveries)
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """What went out, item by item, and how much of it arrived."""
    chosen = FilterForm(request.GET).chosen()
    page = Paginator(selectors.published(**chosen), PER_PAGE).get_page(request.GET.get("p"))
    emails = selectors.emails_of(page)
    may_decide = request.user.has_perm("dispatch.change_delivery")
    again = selectors.to_send_again(page) if may_decide else {}
    return screen(
        request, "dispatch/overview.html", title=_("Dağıtım"), icon="mail",
        styles=["office/ledgers.css"], has_heading=False,
        buttons=[HeaderButton(_("Satır satır"), reverse("dagitim:index"), icon_name="list-ul")],
        form=FilterForm(initial=chosen), is_narrowed=any(chosen.values()), page=page,
        items=[(row, emails[row.content_type_id, row.object_id]) for row in page],
        to_send_again=[row.pk for row in page if (row.content_type_id, row.object_id) in again],
        may_decide=may_decide, has_failed=may_decide and any(one.to_retry for one in emails.values()),
        has_waiting=may_decide and any(one.waiting for one in emails.values()),
    )  # fmt: skip


@allowed(may_see_deliveries)
def panel(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponseBase:
    """Everything about one item's dispatch on one page. By ``POST`` all its failed e-mails are tried again, or with
    ``islem=iptal`` all that wait are stopped, with ``islem=iptalleri-gonder`` what was stopped is sent after all."""
    content_type = get_object_or_404(ContentType, pk=content_type_id)
    if request.method == "POST":
        acts = {"iptal": cancel_waiting, "iptalleri-gonder": retry_cancelled}
        acts.get(request.POST.get("islem", ""), retry_failed)(request, content_type, object_id)
        return redirect(way_back(request, request.path))
    sheets = selectors.sheets_of(content_type, object_id)
    newest = sheets[0].rows[0] if sheets else None
    content = newest.content if newest else None
    may_decide = request.user.has_perm("dispatch.change_delivery")
    current = current_row(newest) if newest else None
    emails = Delivery.objects.filter(content_type=content_type, object_id=object_id, channel=Channel.EMAIL)
    tally = selectors.tally_of(emails)
    stoppable = emails.filter(kind=MessageKind.FIRST, state__in=services.CANCELLABLE)
    rounds = [(sheet, [(row, row_actions(row, current, request.user)) for row in sheet.rows]) for sheet in sheets]
    return screen(
        request, "dispatch/panel.html", title=_("Dağıtım"), icon="mail",
        crumbs=[(reverse("dagitim:overview"), _("Dağıtım"))],
        last_crumb=f"{newest.number} {newest.headline}".strip() if newest else _("Gönderim yok"),
        styles=["office/ledgers.css"], has_heading=False, newest=newest, tally=tally,
        edit_url=AdminURLFinder(request.user).get_edit_url(content) if content is not None else None,
        can_retry=may_decide and tally.to_retry,
        to_send_again=sum(selectors.to_send_again([current]).values()) if may_decide and current else 0,
        to_stop=stoppable.count() if may_decide else 0,
        rounds=rounds, has_acts=any(acts for _sheet, rows in rounds for _row, acts in rows),
    )  # fmt: skip


def row_actions(row: Delivery, current: Delivery | None, user: User | AnonymousUser) -> list[tuple[str, str]]:
    """The buttons of ``row`` among those of its item, which says ``current`` now. What is unknown is decided on a page
    of its own, with its attempts before one's eyes."""
    return [] if row.state == DeliveryState.UNKNOWN else actions_for(row, user, current)


def cancel_waiting(request: HttpRequest, content_type: ContentType, object_id: str) -> None:
    """Stops the item's first e-mails that have not left, and says how many."""
    count = services.cancel_waiting(content_type=content_type, object_id=object_id, user=signed_in(request))
    if count:
        messages.success(request, _("%(count)d gönderim iptal edildi; iki makama bildirildi.") % {"count": count})
    else:
        messages.warning(request, _("İptal edilebilecek gönderim yok: bekleyen kalmamış."))


def retry_cancelled(request: HttpRequest, content_type: ContentType, object_id: str) -> None:
    """Puts the item's first e-mails that somebody stopped back into the queue, and says how many."""
    count = services.retry_cancelled(content_type=content_type, object_id=object_id, user=signed_in(request))
    if count:
        messages.success(
            request, _("%(count)d gönderim yeniden sıraya alındı; iki makama bildirildi.") % {"count": count}
        )
    else:
        messages.warning(request, _("Yeniden gönderilebilecek iptal yok: içerik geri çekilmiş ya da yenisi geçmiş."))


def retry_failed(request: HttpRequest, content_type: ContentType, object_id: str) -> None:
    """Tries every failed or bounced e-mail of the item's newest round again, and says how many."""
    count = services.retry_failed(content_type=content_type, object_id=object_id, user=signed_in(request))
    if count:
        messages.success(request, _("%(count)d gönderim yeniden sıraya alındı.") % {"count": count})
    else:
        messages.warning(request, _("Yeniden denenebilecek gönderim yok."))


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Does the same to every item that was chosen in the overview: tries its failed e-mails again, or with
    ``islem=iptal`` stops those that wait. Rights are asked by the services, for each item."""
    stops = request.POST.get("islem") == "iptal"
    act = services.cancel_waiting if stops else services.retry_failed
    counts = [act(content_type=kind, object_id=pk, user=signed_in(request)) for kind, pk in chosen_items(request)]
    values = {"count": sum(counts), "items": sum(1 for count in counts if count)}
    if not counts:
        messages.warning(request, _("Önce listeden en az bir içerik seçin."))
    elif not values["count"]:
        messages.warning(
            request, _("İptal edilebilecek gönderim yok: bekleyen kalmamış.") if stops
            else _("Yeniden denenebilecek gönderim yok."),
        )  # fmt: skip
    elif stops:
        messages.success(
            request, _("%(items)d içeriğin %(count)d gönderimi iptal edildi; iki makama bildirildi.") % values
        )
    else:
        messages.success(request, _("%(items)d içeriğin %(count)d gönderimi yeniden sıraya alındı.") % values)
    return redirect(way_back(request, reverse("dagitim:overview")))


def chosen_items(request: HttpRequest) -> list[tuple[ContentType, str]]:
    """The items that were ticked, at most a page of them; what is none is left out."""
    found = []
    for value in list(dict.fromkeys(request.POST.getlist("icerik")))[:PER_PAGE]:
        kind, _dash, pk = value.partition("-")
        # PostgreSQL refuses to look for a NUL.
        if (
            is_number(kind)
            and pk.isprintable()
            and Delivery.objects.filter(content_type=int(kind), object_id=pk).exists()
        ):
            found.append((ContentType.objects.get_for_id(int(kind)), pk))
    return found


def is_number(text: str) -> bool:
    """Whether ``text`` is one that a key can be."""
    return text.isascii() and text.isdigit() and len(text) < 10
