"""Print jobs, depots, recipients and the stock's ledger in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from cms.core import turkish
from cms.core.exports import ExportMixin
from cms.office.ledgers import LedgerFilterSet, LedgerIndexView, LedgerViewSet, any_of, by_words
from cms.office.row_pages import RowPagesViewSet
from publishing.printing import selectors, views
from publishing.printing.models import Movement, Place, PrintJob, Recipient
from publishing.printing.words import OVER, MovementKind, PrintKind, Stage


class JobFilterSet(WagtailFilterSet):
    """Kind and stage, and what is still open."""

    which = django_filters.ChoiceFilter(
        label=_("İşler"), method="by_which", empty_label=_("hepsi"),
        choices=[("acik", _("süren")), ("bekleyen", _("yasal nüshası bekleyen")), ("biten", _("biten"))],
    )  # fmt: skip
    stage = django_filters.MultipleChoiceFilter(label=_("Aşama"), choices=Stage.choices, widget=CheckboxSelectMultiple)
    title__kind = django_filters.MultipleChoiceFilter(
        label=_("Tür"), choices=PrintKind.choices, widget=CheckboxSelectMultiple
    )
    delivered_on = django_filters.DateFromToRangeFilter(label=_("Teslim günü"), widget=DateRangePickerWidget)

    class Meta:
        model = PrintJob
        fields: list[str] = []

    def by_which(self, jobs: Any, name: str, value: str) -> QuerySet[PrintJob]:
        """Running ones, those that owe copies, those that are over."""
        match value:
            case "bekleyen":
                return jobs.owing()
            case "biten":
                return jobs.filter(stage__in=OVER)
            case _:
                return jobs.open()


class Cell(Column):
    """A cell of the list that a template of ours draws."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"printing/cells/{name}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, **selectors.shown(instance, timezone.localdate())}


class JobIndexView(ExportMixin, generic.IndexView):
    """The jobs, the newest first."""

    template_name = "printing/index.html"
    filterset_class = JobFilterSet
    default_ordering = "-created_at"
    paginate_by = 50
    is_searchable = True
    export_filename = "baski-isleri"
    list_export = [
        "title", "title.get_kind_display", "get_stage_display", "quantity", "printer", "price", "order_reference",
        "ordered_on", "printed_on", "delivered_on", "counted", "faulty", "prosecutor_on", "prosecutor_reference",
        "deposit_copies", "deposited_on", "deposit_reference",
    ]  # fmt: skip
    export_headings = {
        "title": _("Yayın"), "title.get_kind_display": _("Tür"), "get_stage_display": _("Aşama"),
        "quantity": _("Adet"), "printer": _("Matbaa"), "price": _("Bedel (TL)"), "order_reference": _("Onay no"),
        "ordered_on": _("Sipariş"), "printed_on": _("Basıldı"), "delivered_on": _("Teslim alındı"),
        "counted": _("Sayılan"), "faulty": _("Hatalı"), "prosecutor_on": _("Savcılığa verildi"),
        "prosecutor_reference": _("Savcılık alındısı"), "deposit_copies": _("Derleme nüshası"),
        "deposited_on": _("Derlemeye verildi"), "deposit_reference": _("Derleme alındısı"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[PrintJob]:
        return super().get_base_queryset().select_related("title")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(selectors.jobs_about(self.search_query)) if self.is_searching else queryset

    def get_add_url(self) -> str | None:
        return reverse("print_jobs:start") if self.request.user.has_perm("printing.change_printjob") else None

    def get_edit_url(self, instance: PrintJob) -> str:
        return reverse("print_jobs:detail", args=[instance.pk])

    def get_list_buttons(self, instance: PrintJob) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = self.get_add_url()
        if url is None:
            return []
        return [HeaderButton(_("Baskı işi aç"), url=url, icon_name="plus")]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            Cell("job", label=_("Yayın"), sort_key="title__name"),
            Cell("state", label=_("Durum"), sort_key="stage"),
            Cell("due", label=_("Sırada")),
            Column("delivered_on", label=_("Teslim alındı"), sort_key="delivered_on",
                   accessor=lambda row: turkish.format_date(row.delivered_on) if row.delivered_on else "—"),
        ]  # fmt: skip


class JobViewSet(RowPagesViewSet):
    """``/admin/baski-isleri/``. A job is never deleted."""

    model = PrintJob
    name = "print_jobs"
    url_prefix = "baski-isleri"
    icon = "doc-full-inverse"
    menu_label = _("Baskı işleri")
    menu_order = 10
    add_to_admin_menu = False
    search_fields = ["printer"]
    form_fields = ["quantity"]
    index_view_class = JobIndexView

    def get_page_urlpatterns(self) -> list[Any]:
        return [
            path("ac/", views.start, name="start"),
            path("<int:pk>/", views.detail, name="detail"),
            path("<int:pk>/plan/", views.plan, name="plan"),
            path("<int:pk>/alicilar/", views.shares, name="shares"),
            path("<int:pk>/etiketler/", views.labels, name="labels"),
            path("<int:pk>/islem/<slug:name>/", views.act, name="act"),
            path("belge/<int:pk>/", views.proof, name="proof"),
        ]


class PlaceViewSet(ModelViewSet):
    """Depolar."""

    model = Place
    name = "stock_places"
    url_prefix = "depolar"
    icon = "folder-open-inverse"
    menu_label = _("Depolar")
    menu_order = 646
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = ("name", BooleanColumn("active", label=_("Kullanımda")))
    form_fields = ["name", "active"]
    ordering = ("name_key",)


class RecipientViewSet(ModelViewSet):
    """Dağıtım yerleri."""

    model = Recipient
    name = "recipients"
    url_prefix = "dagitim-yerleri"
    icon = "group"
    menu_label = _("Dağıtım yerleri")
    menu_order = 40
    add_to_admin_menu = False
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = (
        "name", Column("get_kind_display", label=_("Tür")), "contact", "usual",
        BooleanColumn("active", label=_("Kullanımda")),
    )  # fmt: skip
    list_filter = ("kind", "active")
    ordering = ("name_key",)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("usual")]),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("contact"), FieldPanel("phone")]),
            FieldPanel("active"),
        ]
    )


class MovementFilterSet(LedgerFilterSet):
    """Title and people in words, kind, day."""

    mentions = staticmethod(selectors.movements_about)
    words = by_words(_("Yayın, alıcı ya da açıklama"))
    kind = any_of(_("Hareket"), MovementKind.choices)
    on = django_filters.DateFromToRangeFilter(label=_("Gün"), widget=DateRangePickerWidget)

    class Meta:
        model = Movement
        fields: list[str] = []


class MovementIndexView(LedgerIndexView):
    """Every line, the newest first."""

    filterset_class = MovementFilterSet
    mentions = staticmethod(selectors.movements_about)
    export_filename = "stok-hareketleri"
    list_export = [
        "on", "title", "place", "get_kind_display", "quantity", "balance", "recipient_name", "received_by", "note",
        "noted_by",
    ]  # fmt: skip
    export_headings = {
        "on": _("Gün"), "title": _("Yayın"), "place": _("Depo"), "get_kind_display": _("Hareket"),
        "quantity": _("Adet"), "balance": _("Kalan"), "recipient_name": _("Kime"), "received_by": _("Teslim alan"),
        "note": _("Açıklama"), "noted_by": _("Yapan"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "title", label=_("Yayın"), sort_key="title__name",
            get_url=lambda row: reverse("stock:title", args=[row.title_id]),
        ),
        Column("get_kind_display", label=_("Hareket"), sort_key="kind"),
        Column("quantity", label=_("Adet"), accessor=lambda row: f"{row.quantity:+d}", sort_key="quantity"),
        Column("balance", label=_("Kalan")),
        Column("place", label=_("Depo"), sort_key="place__name"),
        Column("recipient_name", label=_("Kime"), sort_key="recipient_name"),
        Column("on", label=_("Gün"), accessor=lambda row: turkish.format_date(row.on), sort_key="on"),
        Column("noted_by", label=_("Yapan")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("title", "place", "noted_by")


class MovementViewSet(LedgerViewSet):
    """``/admin/stok-hareketleri/``: the ledger of all titles, to be filtered and exported."""

    model = Movement
    name = "stock_movements"
    url_prefix = "stok-hareketleri"
    icon = "list-ul"
    menu_label = _("Stok hareketleri")
    add_to_admin_menu = False
    inspect_view_enabled = False
    index_view_class = MovementIndexView
    form_fields = ["note"]
