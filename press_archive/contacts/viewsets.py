"""The directory of the press in the admin ("Basın rehberi")."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from cms.core.exports import ExportMixin
from press_archive.contacts import admin_views
from press_archive.contacts.forms import AddressField, all_addresses
from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet

ADDRESS_PANELS = [FieldRowPanel([FieldPanel("email"), FieldPanel("active")])]


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
    inspect_view_fields = ["name", "kind", "city", "phone", "addresses"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("kind"), FieldRowPanel([FieldPanel("city"), FieldPanel("phone")])],
                heading=_("Kuruluş"),
            ),
            InlinePanel("addresses", heading=_("E-posta adresleri"), label=_("Adres"), panels=ADDRESS_PANELS),
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
        JournalistViewSet("basin_mensup", url_prefix="basin-rehberi/mensuplar"),
        AddressViewSet("basin_adres", url_prefix="basin-rehberi/adresler"),
        DistributionListViewSet("basin_liste", url_prefix="basin-rehberi/listeler"),
    )
