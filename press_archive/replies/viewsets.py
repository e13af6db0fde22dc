"""The cases in the admin ("Tekzip ve düzeltme"), and the law's clocks in its settings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core import turkish
from cms.core.exports import ExportMixin
from cms.office.row_pages import RowPagesViewSet
from press_archive.clippings.words import Medium
from press_archive.replies import panels, selectors, views
from press_archive.replies.models import Case, CaseQuerySet, Clock
from press_archive.replies.words import OVER, Kind, Stage

NEAR = dt.timedelta(days=7)


class CaseFilterSet(WagtailFilterSet):
    """Kind, stage, medium, day of publication, and what is near or over."""

    which = django_filters.ChoiceFilter(
        label=_("Dosyalar"), method="by_which", empty_label=_("hepsi"),
        choices=[
            ("acik", _("açık")), ("gecen", _("süresi geçen")), ("yakin", _("bir hafta içinde")),
            ("imzali", _("imzalı, gönderilecek")), ("biten", _("biten")),
        ],
    )  # fmt: skip
    kind = django_filters.MultipleChoiceFilter(label=_("Tür"), choices=Kind.choices, widget=CheckboxSelectMultiple)
    stage = django_filters.MultipleChoiceFilter(label=_("Aşama"), choices=Stage.choices, widget=CheckboxSelectMultiple)
    medium = django_filters.MultipleChoiceFilter(
        label=_("Mecra"), choices=Medium.choices, widget=CheckboxSelectMultiple
    )
    published_on = django_filters.DateFromToRangeFilter(label=_("Yayın tarihi"), widget=DateRangePickerWidget)

    class Meta:
        model = Case
        fields: list[str] = []

    def by_which(self, cases: CaseQuerySet, name: str, value: str) -> QuerySet[Case]:
        """Open ones, late ones, near ones, those to be sent, those that are over."""
        today = timezone.localdate()
        match value:
            case "gecen":
                return cases.overdue(today)
            case "yakin":
                return cases.open().with_due(today).filter(due_on__range=(today, today + NEAR))
            case "imzali":
                return cases.signed()
            case "biten":
                return cases.filter(stage__in=OVER)
            case _:
                return cases.open()


class Cell(Column):
    """A cell of the list that a template of ours draws."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"replies/cells/{name}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, **panels.shown(instance)}


class CaseIndexView(ExportMixin, generic.IndexView):
    """The cases, what is due first on top."""

    template_name = "replies/index.html"
    results_template_name = "replies/index_results.html"
    filterset_class = CaseFilterSet
    default_ordering = "due_on"
    paginate_by = 50
    is_searchable = True
    export_filename = "tekzip-ve-duzeltme"
    list_export = [
        "outlet_name", "get_medium_display", "headline", "published_on", "get_kind_display", "get_stage_display",
        "send_due", "sent_on", "received_on", "publish_due", "fulfilled_on", "court_due", "filed_on", "court",
        "court_number", "decided_on", "get_outcome_display", "final_on",
    ]  # fmt: skip
    export_headings = {
        "outlet_name": _("Yayın kuruluşu"), "get_medium_display": _("Mecra"), "headline": _("Haber başlığı"),
        "published_on": _("Yayın tarihi"), "get_kind_display": _("Tür"), "get_stage_display": _("Aşama"),
        "send_due": _("Gönderme için son gün"), "sent_on": _("Gönderildi"), "received_on": _("Tebliğ edildi"),
        "publish_due": _("Yayımlamaları için son gün"), "fulfilled_on": _("Cevabımızın yayımlandığı gün"),
        "court_due": _("Mahkeme için son gün"), "filed_on": _("Mahkemeye başvuruldu"), "court": _("Mahkeme"),
        "court_number": _("Dosya no"), "decided_on": _("Karar"), "get_outcome_display": _("Sonuç"),
        "final_on": _("Kesinleşti"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Case]:
        rows = Case.objects.select_related("clipping", "text__latest_revision", "clock")
        return rows.with_due(timezone.localdate()).annotate(headline=F("clipping__headline")).defer("clipping__text")

    def search_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if not self.is_searching:
            return queryset
        return queryset.filter(selectors.about_words(self.search_query))

    def order_queryset(self, queryset: Any) -> Any:
        """Without a day last, whichever engine; rows of one day keep their place."""
        ordered = super().order_queryset(queryset)
        by = ordered.query.order_by
        if by == ("due_on",):
            return ordered.order_by(F("due_on").asc(nulls_last=True), "-pk")
        if by == ("-due_on",):
            return ordered.order_by(F("due_on").desc(nulls_last=True), "-pk")
        return ordered.order_by(*by, "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "counts": selectors.case_counts(timezone.localdate())}

    def get_edit_url(self, instance: Case) -> str:
        return reverse("replies:detail", args=[instance.pk])

    def get_list_buttons(self, instance: Case) -> list[Any]:
        return []

    @cached_property
    def columns(self) -> list[Any]:
        return [
            Cell("headline", label=_("Haber"), sort_key="outlet_name"),
            Cell("state", label=_("Durum"), sort_key="stage"),
            Cell("due", label=_("Sırada ne var?"), sort_key="due_on"),
            Column(
                "published_on", label=_("Yayın tarihi"), accessor=lambda row: turkish.format_date(row.published_on),
                sort_key="published_on",
            ),
        ]  # fmt: skip


class CaseViewSet(RowPagesViewSet):
    """``/admin/tekzip/``. A case is opened on a clipping's page, and is never deleted."""

    model = Case
    name = "replies"
    url_prefix = "tekzip"
    icon = "resubmit"
    menu_label = _("Tekzip ve düzeltme")
    menu_order = 311
    search_fields = ["outlet_name"]
    form_fields = ["kind"]
    index_view_class = CaseIndexView

    def get_page_urlpatterns(self) -> list[Any]:
        return [
            path("ac/<int:clipping_pk>/", views.start, name="start"),
            path("<int:pk>/", views.detail, name="detail"),
            path("<int:pk>/metin/", views.text, name="text"),
            path("<int:pk>/onaya/", views.submit, name="submit"),
            path("<int:pk>/geri-al/", views.take_back, name="take_back"),
            path("<int:pk>/yayin-tarihi/", views.follow, name="follow"),
            path("<int:pk>/yazi/", views.paper, name="paper"),
            path("<int:pk>/islem/<slug:name>/", views.act, name="act"),
        ]


class ClockViewSet(ModelViewSet):
    """Cevap süreleri: what the two laws give each medium, with their days and source."""

    model = Clock
    name = "reply_clocks"
    url_prefix = "cevap-sureleri"
    icon = "time"
    menu_label = _("Cevap süreleri")
    menu_order = 645
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = [
        "medium", "law", Column("window_words", label=_("Gönderme")), Column("term", label=_("Yayımlama (gün)")),
        Column("court", label=_("Mahkeme (gün)")), "valid_from", "valid_to",
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("medium"), FieldPanel("law")]),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("window"), FieldPanel("window_unit")]),
                 FieldRowPanel([FieldPanel("term"), FieldPanel("first_issue")]),
                 FieldPanel("form"), FieldPanel("kept")],
                heading=_("Gönderme ve yayımlama"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("court"), FieldPanel("direct_court")]),
                 FieldRowPanel([FieldPanel("decision"), FieldPanel("objection")])],
                heading=_("Mahkeme"),
            ),
            MultiFieldPanel(
                [FieldPanel("is_limited"), FieldRowPanel([FieldPanel("short_below"), FieldPanel("short_limit")]),
                 FieldPanel("line_length")],
                heading=_("Uzunluk"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("source")],
                heading=_("Geçerliliği"),
            ),
        ]
    )  # fmt: skip
