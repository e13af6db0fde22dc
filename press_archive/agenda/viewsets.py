"""The lists in the admin: press events, a governed snippet, and visits."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.core import turkish
from cms.core.choosers import ChooseOnlyViewSet
from cms.core.exports import ExportMixin
from cms.office.row_pages import RowPagesViewSet
from press_archive.agenda import admin_views, visit_views
from press_archive.agenda.models import PressEvent, Visit
from press_archive.agenda.words import Answer, Kind, VisitKind, VisitState


class EventFilterSet(WagtailFilterSet):
    """Kind and day."""

    kind = django_filters.MultipleChoiceFilter(label=_("Tür"), choices=Kind.choices, widget=CheckboxSelectMultiple)
    starts_at = django_filters.DateFromToRangeFilter(label=_("Tarih"), widget=DateRangePickerWidget)

    class Meta:
        model = PressEvent
        fields: list[str] = []


class StateColumn(Column):
    """Where an event stands, in words and colour."""

    cell_template_name = "agenda/cells/state.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        state = instance.state
        return {**context, "state": state.label, "tone": admin_views.TONES.get(state, "")}


class EventIndexView(IndexView):
    """Events, the next day last; a title leads to the event's page."""

    default_ordering = "-starts_at"

    def get_base_queryset(self) -> QuerySet[PressEvent]:
        rows = super().get_base_queryset().select_related("latest_revision")
        coming = Q(invitations__answer__answer=Answer.YES)
        return rows.annotate(invited=Count("invitations"), coming=Count("invitations", filter=coming))

    def get_edit_url(self, instance: PressEvent) -> str:
        return reverse("press_events:detail", args=[instance.pk])

    def get_list_buttons(self, instance: PressEvent) -> list[Any]:
        return []


class PressEventViewSet(SnippetViewSet):
    """Press events: drafts here, signatures at the approvers' desk."""

    model = PressEvent
    icon = "calendar-alt"
    menu_label = _("Basın etkinlikleri")
    menu_order = 112
    add_to_admin_menu = True
    copy_view_enabled = False
    chooser_viewset_class = ChooseOnlyViewSet
    index_view_class = EventIndexView
    filterset_class = EventFilterSet
    search_backend_name = None
    search_fields = ["title", "place", "text"]
    list_display = [
        TitleColumn("title", label=_("Etkinlik"), accessor=str, get_url=lambda row: reverse(
            "press_events:detail", args=[row.pk]), sort_key="title"),
        StateColumn("state", label=_("Durum")),
        Column("when", label=_("Zaman"), sort_key="starts_at"),
        Column("place", label=_("Yer")),
        Column("invited", label=_("Davet")),
        Column("coming", label=_("Geliyor")),
    ]  # fmt: skip


class VisitFilterSet(WagtailFilterSet):
    """Kind, state, outlet, day."""

    kind = django_filters.MultipleChoiceFilter(label=_("Tür"), choices=VisitKind.choices, widget=CheckboxSelectMultiple)
    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=VisitState.choices, widget=CheckboxSelectMultiple
    )
    starts_at = django_filters.DateFromToRangeFilter(label=_("Tarih"), widget=DateRangePickerWidget)

    class Meta:
        model = Visit
        fields: list[str] = []


class VisitIndexView(ExportMixin, generic.IndexView):
    """Visits, the latest first."""

    filterset_class = VisitFilterSet
    default_ordering = "-starts_at"
    paginate_by = 50
    is_searchable = True
    any_permission_required = ["add", "change", "view"]
    export_filename = "basin-ziyaretleri"
    list_export = [
        "title",
        "get_kind_display",
        "outlet",
        "starts_at",
        "place",
        "get_state_display",
        "gift",
        "gift_cost",
    ]
    export_headings = {
        "title": _("Konu"), "get_kind_display": _("Tür"), "outlet": _("Yayın kuruluşu"), "starts_at": _("Zaman"),
        "place": _("Yer"), "get_state_display": _("Durum"), "gift": _("Hediye"),
        "gift_cost": _("Hediyenin tutarı (TL)"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Visit]:
        return Visit.objects.select_related("outlet")

    def search_queryset(self, queryset: QuerySet[Visit]) -> QuerySet[Visit]:
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(outlet__name__icontains=words))

    def get_edit_url(self, instance: Visit) -> str:
        return reverse("press_visits:detail", args=[instance.pk])

    def get_list_buttons(self, instance: Visit) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = []
        if self.user_has_permission("change"):
            buttons.append(HeaderButton(_("Yeni ziyaret"), reverse("press_visits:plan"), icon_name="plus"))
        address = reverse("press_visits:calendar_address")
        return [*buttons, HeaderButton(_("Başkan’ın takvimi"), address, icon_name="mobile-alt")]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=_("Konu"), get_url=self.get_edit_url, sort_key="title"),
            Column("outlet", label=_("Yayın kuruluşu"), accessor=lambda row: row.outlet or "—"),
            Column("kind", label=_("Tür"), accessor="get_kind_display"),
            Column(
                "starts_at", label=_("Zaman"), accessor=lambda row: turkish.format_moment(row.starts_at),
                sort_key="starts_at",
            ),
            Column("state", label=_("Durum"), accessor="get_state_display", sort_key="state"),
        ]  # fmt: skip


class VisitViewSet(RowPagesViewSet):
    """``/admin/basin-ziyaretleri/``. A visit is never deleted: it is closed."""

    model = Visit
    name = "press_visits"
    url_prefix = "basin-ziyaretleri"
    icon = "group"
    menu_label = _("Basın ziyaretleri")
    menu_order = 112
    search_fields = ["title"]
    form_fields = ["title"]
    index_view_class = VisitIndexView

    def get_page_urlpatterns(self) -> list[Any]:
        return [
            path("yeni/", visit_views.plan, name="plan"),
            path("takvim/", visit_views.calendar_address, name="calendar_address"),
            path("<int:pk>/", visit_views.detail, name="detail"),
            path("<int:pk>/duzenle/", visit_views.change, name="change"),
            path("<int:pk>/kapat/", visit_views.close, name="close"),
            path("<int:pk>/yazdir/", visit_views.paper, name="paper"),
        ]
