"""The directory of the press in the admin ("Basın rehberi")."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from cms.core.exports import ExportMixin
from press_archive.contacts import admin_views
from press_archive.contacts.forms import AddressField, all_addresses
from press_archive.contacts.imprint import OutletMonth
from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet

ADDRESS_PANELS = [FieldRowPanel([FieldPanel("email"), FieldPanel("active")])]
IMPRINT_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("scope"), FieldPanel("period")]),
            FieldPanel("owner"),
            FieldRowPanel([FieldPanel("responsible_editor"), FieldPanel("representative")]),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("e_notification"), FieldPanel("printing_place")]),
            FieldPanel("website"),
        ],
        heading=_("Künye"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("page_columns"), FieldPanel("column_width")])], heading=_("Sayfa düzeni")
    ),
]
MONTH_PANELS = [
    FieldRowPanel([FieldPanel("month"), FieldPanel("circulation"), FieldPanel("visits")]),
    FieldRowPanel([FieldPanel("has_bik_right"), FieldPanel("source"), FieldPanel("noted_on")]),
]
PRICE_PANELS = [FieldRowPanel([FieldPanel("year"), FieldPanel("amount"), FieldPanel("source")])]


class DirectoryIndexView(ExportMixin, generic.IndexView):
    """A list of the directory, to be exported too."""


class DirectoryViewSet(ModelViewSet):
    """What the four kinds of entry share."""

    index_view_class = DirectoryIndexView

    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 50


class OutletViewSet(DirectoryViewSet):
    model = Outlet
    icon = "site"
    search_fields = ["name", "city", "addresses__email"]
    list_display = ["name", "kind", "city", "phone"]
    list_filter = ["kind", "city"]
    list_export = ["name", "kind", "city", "phone"]
    inspect_view_fields = [
        "name", "kind", "scope", "period", "city", "phone", "owner", "representative", "responsible_editor", "address",
        "e_notification", "printing_place", "website", "page_columns", "column_width", "addresses",
    ]  # fmt: skip
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("name"),
                            FieldPanel("kind"),
                            FieldRowPanel([FieldPanel("city"), FieldPanel("phone")]),
                        ],
                        heading=_("Yayın kuruluşu"),
                    ),
                    InlinePanel("addresses", heading=_("E-posta adresleri"), label=_("Adres"), panels=ADDRESS_PANELS),
                ],
                heading=_("Yayın kuruluşu"),
            ),
            ObjectList(IMPRINT_PANELS, heading=_("Künye")),
            ObjectList(
                [
                    InlinePanel("months", heading=_("Aylık tiraj ve ziyaret"), label=_("Ay"), panels=MONTH_PANELS),
                    InlinePanel("prices", heading=_("Birim fiyatlar"), label=_("Yıl"), panels=PRICE_PANELS),
                ],
                heading=_("Rakamlar"),
            ),
        ]
    )


class JournalistViewSet(DirectoryViewSet):
    model = Journalist
    icon = "user"
    search_fields = ["name", "outlet__name", "addresses__email"]
    list_display = ["name", "outlet", "position", "phone"]
    list_filter = ["outlet"]
    list_export = ["name", "outlet", "position", "phone"]
    inspect_view_fields = ["name", "outlet", "position", "phone", "addresses"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("outlet"),
                    FieldRowPanel([FieldPanel("position"), FieldPanel("phone")]),
                ],
                heading=_("Basın mensubu"),
            ),
            InlinePanel("addresses", heading=_("E-posta adresleri"), label=_("Adres"), panels=ADDRESS_PANELS),
        ]
    )


class OutletMonthIndexView(DirectoryIndexView):
    """The newest month first, with the outlets' names in one query."""

    def get_base_queryset(self) -> QuerySet[OutletMonth]:
        queryset: QuerySet[OutletMonth] = super().get_base_queryset()
        return queryset.select_related("outlet")


class OutletMonthViewSet(DirectoryViewSet):
    """Figures of all outlets in one list: press editors write them down month by month, and nothing else of an
    outlet."""

    model = OutletMonth
    icon = "history"
    menu_label = _("Tiraj ve ziyaret")
    index_view_class = OutletMonthIndexView
    search_fields = ["outlet__name", "source"]
    list_display = [
        "__str__", "circulation", "visits", BooleanColumn("has_bik_right", label=_("Resmî ilan hakkı (BİK)")), "source",
        "noted_on",
    ]  # fmt: skip
    list_filter = ["outlet", "month"]
    list_export = ["outlet", "month", "circulation", "visits", "has_bik_right", "source", "noted_on"]
    inspect_view_fields = ["outlet", "month", "circulation", "visits", "has_bik_right", "source", "noted_on"]
    edit_handler = ObjectList([FieldPanel("outlet"), *MONTH_PANELS])


class AddressIndexView(DirectoryIndexView):
    """Every address, with the way to adding many at once."""

    def get_base_queryset(self) -> QuerySet[Address]:
        queryset: QuerySet[Address] = super().get_base_queryset()
        return queryset.select_related("journalist", "outlet")

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            buttons.append(
                HeaderButton(_("Adres ekle (toplu)"), url=reverse("basin_adres:paste"), icon_name="plus", priority=20)
            )
        return buttons


class AddressViewSet(DirectoryViewSet):
    model = Address
    icon = "mail"
    index_view_class = AddressIndexView
    search_fields = ["email", "journalist__name", "outlet__name"]
    list_display = [
        "email",
        Column("owner_name", label=_("Sahibi")),
        BooleanColumn("active", label=_("Kullanımda")),
        DateColumn("opted_out_at", label=_("Gönderim istemiyor")),
    ]
    list_filter = ["active", "distribution_lists"]
    list_export = ["email", "owner_name", "active", "opted_out_at"]
    inspect_view_fields = ["email", "journalist", "outlet", "active", "opted_out_at", "distribution_lists"]
    edit_handler = ObjectList(
        [FieldPanel("email"), FieldPanel("journalist"), FieldPanel("outlet"), FieldPanel("active")]
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("toplu/", admin_views.paste, name="paste")]


class DistributionListForm(WagtailAdminModelForm):
    """The list's own fields, and its addresses to be searched and ticked."""

    addresses = AddressField(queryset=Address.objects.none(), label=_("Adresler"), required=False)

    class Meta:
        model = DistributionList
        fields = ["name", "description", "active", "is_default", "addresses"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addresses"].queryset = all_addresses()


class DistributionListIndexView(DirectoryIndexView):
    """The lists with how many addresses each has."""

    def get_base_queryset(self) -> QuerySet[DistributionList]:
        queryset: QuerySet[DistributionList] = super().get_base_queryset()
        return queryset.annotate(address_count=Count("addresses"))


class DistributionListViewSet(DirectoryViewSet):
    model = DistributionList
    icon = "list-ul"
    index_view_class = DistributionListIndexView
    search_fields = ["name", "description"]
    list_display = [
        "name",
        Column("address_count", label=_("Adres sayısı"), sort_key="address_count"),
        BooleanColumn("active", label=_("Kullanımda")),
        BooleanColumn("is_default", label=_("Yeni bültende seçili")),
    ]
    inspect_view_fields = ["name", "description", "active", "is_default", "addresses"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("description"), FieldPanel("active"), FieldPanel("is_default")],
                heading=_("Liste"),
            ),
            FieldPanel("addresses"),
        ],
        base_form_class=DistributionListForm,
    )


class DirectoryGroup(ModelViewSetGroup):
    """The menu "Basın rehberi"."""

    menu_label = _("Basın rehberi")
    menu_icon = "group"
    menu_order = 300
    items = (
        OutletViewSet("basin_kurulus", url_prefix="basin-rehberi/kuruluslar"),
        OutletMonthViewSet("basin_tiraj", url_prefix="basin-rehberi/tirajlar"),
        JournalistViewSet("basin_mensup", url_prefix="basin-rehberi/mensuplar"),
        AddressViewSet("basin_adres", url_prefix="basin-rehberi/adresler"),
        DistributionListViewSet("basin_liste", url_prefix="basin-rehberi/listeler"),
    )
