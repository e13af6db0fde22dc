"""The dispatch list in the admin: read and acted on, never written by hand."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.office.ledgers import CarriedIndexView, CarriedViewSet, LedgerFilterSet, any_of, by_day, by_words
from publishing.dispatch import views
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.selectors import mentions


class DeliveryFilterSet(LedgerFilterSet):
    """State, channel, kind, words, day."""

    state = any_of(_("Durum"), DeliveryState.choices)
    channel = any_of(_("Kanal"), Channel.choices)
    kind = any_of(_("Gönderim türü"), Delivery._meta.get_field("kind").choices or [])
    headline = by_words(_("Bülten no, başlık ya da alıcı"))
    created_at = by_day()
    mentions = staticmethod(mentions)

    class Meta:
        model = Delivery
        fields: list[str] = []


def recipient_in_words(row: Delivery) -> str:
    """The address a mail goes to; the name of a network or of the website."""
    return row.recipient if row.channel == Channel.EMAIL else row.recipient_name or row.recipient


class DeliveryIndexView(CarriedIndexView):
    """The list of deliveries, the newest first."""

    filterset_class = DeliveryFilterSet
    unread = ("payload", "attempt_log")
    mentions = staticmethod(mentions)
    recipient_accessor = staticmethod(recipient_in_words)
    own_columns = (
        Column("channel", label=_("Kanal"), accessor="get_channel_display", sort_key="channel"),
        Column("number", label=_("Bülten no"), sort_key="number"),
        Column("headline", label=_("Başlık")),
        Column("kind", label=_("Tür"), accessor="get_kind_display", sort_key="kind"),
        Column("version", label=_("Sürüm")),
    )


class DeliveryViewSet(CarriedViewSet):
    """``/admin/dagitim/``: item by item, and below it the ledger, row by row. It has no pages for adding, editing or
    deleting."""

    model = Delivery
    menu_label = _("Dağıtım")
    menu_order = 250
    index_view_class = DeliveryIndexView
    inspect_view_class = views.DeliveryInspectView
    inspect_view_fields = ["number", "headline", "version", "kind", "channel", "recipient", "recipient_name"]
    inspect_template_name = "dispatch/inspect.html"
    search_fields = ["headline", "number", "recipient"]
    list_export = [
        "created_at", "number", "headline", "version", "get_kind_display", "get_channel_display", "recipient",
        "recipient_name", "get_state_display", "reason", "receipt", "finished_at",
    ]  # fmt: skip
    export_headings = {
        "get_kind_display": _("Tür"), "get_channel_display": _("Kanal"), "get_state_display": _("Durum"),
    }  # fmt: skip
    export_filename = "dagitim"
    act_view = staticmethod(views.act)

    def get_urlpatterns(self) -> list[Any]:
        index, *others = super().get_urlpatterns()
        return [
            path("", views.overview, name="overview"),
            path("satirlar/", index.callback, name="index"),
            path("toplu/", views.bulk, name="bulk"),
            *others,
            path("<int:content_type_id>/<str:object_id>/", views.panel, name="panel"),
        ]


delivery_viewset = DeliveryViewSet("dagitim")
