"""Panels, bookings and periods in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core import turkish
from cms.office.ledgers import LedgerFilterSet, LedgerIndexView, LedgerViewSet, any_of, by_words
from publishing.outdoor import selectors
from publishing.outdoor.models import Booking, Panel, Period
from publishing.outdoor.words import State


class PanelViewSet(ModelViewSet):
    """Panolar."""

    model = Panel
    name = "panels"
    url_prefix = "panolar"
    icon = "desktop"
    menu_label = _("Panolar")
    add_to_admin_menu = False
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = (
        "name", Column("get_kind_display", label=_("Tür")), "owner", "neighbourhood", "faces", "size",
        BooleanColumn("active", label=_("Kullanımda")),
    )  # fmt: skip
    list_filter = ("kind", "neighbourhood", "active")
    ordering = ("name_key",)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("owner"),
            MultiFieldPanel(
                [FieldPanel("address"), FieldPanel("neighbourhood"),
                 FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                heading=_("Yeri"),
            ),
            FieldRowPanel([FieldPanel("faces"), FieldPanel("size")]),
            FieldRowPanel([FieldPanel("is_lit"), FieldPanel("active")]),
            FieldPanel("note"),
        ]
    )  # fmt: skip


class PeriodViewSet(ModelViewSet):
    """Seçim ve yas dönemleri."""

    model = Period
    name = "outdoor_periods"
    url_prefix = "secim-ve-yas"
    icon = "warning"
    menu_label = _("Seçim ve yas dönemleri")
    menu_order = 647
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = (
        "name", Column("get_kind_display", label=_("Tür")), "vote_day", "first_day", "last_day", "reference",
    )  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldPanel("vote_day"),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldPanel("reference"),
        ]
    )


class BookingFilterSet(LedgerFilterSet):
    """Panel and campaign in words, state, days."""

    mentions = staticmethod(selectors.bookings_about)
    words = by_words(_("Pano, adres ya da çalışma"))
    state = any_of(_("Durum"), State.choices)
    first_day = django_filters.DateFromToRangeFilter(label=_("İlk gün"), widget=DateRangePickerWidget)

    class Meta:
        model = Booking
        fields: list[str] = []


class BookingIndexView(LedgerIndexView):
    """Every booking, the newest first."""

    filterset_class = BookingFilterSet
    mentions = staticmethod(selectors.bookings_about)
    export_filename = "pano-rezervasyonlari"
    list_export = [
        "panel", "face", "panel.address", "panel.neighbourhood", "panel.owner", "campaign", "first_day", "last_day",
        "get_state_display", "hung_on", "down_on", "get_release_display", "release_note", "created_by",
    ]  # fmt: skip
    export_headings = {
        "panel": _("Pano"), "face": _("Yüz"), "panel.address": _("Adres"), "panel.neighbourhood": _("Mahalle"),
        "panel.owner": _("Sahibi"), "campaign": _("Çalışma"), "first_day": _("İlk gün"), "last_day": _("Son gün"),
        "get_state_display": _("Durum"), "hung_on": _("Asıldı"), "down_on": _("İndirildi"),
        "get_release_display": _("Seçim yasağında gerekçe"), "release_note": _("Açıklama"), "created_by": _("Ayıran"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "panel", label=_("Pano"), accessor=lambda row: f"{row.panel}, {row.face}.", sort_key="panel__name_key",
            get_url=lambda row: reverse("outdoor:booking", args=[row.pk]),
        ),
        Column("campaign", label=_("Çalışma"), sort_key="campaign__name"),
        Column("get_state_display", label=_("Durum"), sort_key="state"),
        Column("first_day", label=_("İlk gün"), accessor=lambda row: turkish.format_date(row.first_day),
               sort_key="first_day"),
        Column("last_day", label=_("Son gün"), accessor=lambda row: turkish.format_date(row.last_day),
               sort_key="last_day"),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("panel", "campaign", "created_by")


class BookingViewSet(LedgerViewSet):
    """``/admin/pano-rezervasyonlari/``: all bookings, to be filtered and exported."""

    model = Booking
    name = "panel_bookings"
    url_prefix = "pano-rezervasyonlari"
    icon = "list-ul"
    menu_label = _("Pano rezervasyonları")
    add_to_admin_menu = False
    inspect_view_enabled = False
    index_view_class = BookingIndexView
    form_fields = ["release_note"]
