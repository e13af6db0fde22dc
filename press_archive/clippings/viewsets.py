"""The clippings in the admin ("Kupürler"): list, forms, topics, agencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.core.exports import ExportMixin
from cms.users import office_search
from cms.users.selectors import signed_in
from press_archive.clippings import agency_views, filters, selectors, services, views
from press_archive.clippings.filterset import ClippingFilterSet
from press_archive.clippings.forms import ClippingForm
from press_archive.clippings.models import Agency, Clipping, PageCopy, Topic

# Buttons above the list that upper floors add; each is asked for whoever looks and may say ``None``.
BUTTONS: list[Callable[[Any], Button | None]] = []


class Cell(Column):
    """A cell of the list that a template of ours draws."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"clippings/cells/{name}.html"


class BoundedPaginator(WagtailPaginator):
    """Pages of the first ``selectors.MOST_COUNTED`` rows: nobody turns 20,000 pages, and counting a million rows for
    each page would make the list slower with every year."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[: selectors.MOST_COUNTED].count())


class ClippingIndexView(ExportMixin, generic.IndexView):
    """Fifty clippings a page, the newest first; a fixed number of queries, and the same time, whatever the archive
    holds."""

    template_name = "clippings/index.html"
    paginator_class = BoundedPaginator
    is_wall = False
    results_template_name = "clippings/index_results.html"
    filterset_class = ClippingFilterSet
    default_ordering = "-published_on"
    is_searchable = True
    export_filename = "kupurler"
    list_export = [
        "published_on", "published_time", "outlet_name", "get_medium_display", "headline", "author", "page",
        "issue_number", "programme", "url", "get_tone_display", "summary", "get_needs_answer_display", "department",
        "category", "topic_names", "columns", "centimetres", "area", "reach", "reach_source", "reach_on",
        "on_front_page", "with_picture", "with_our_picture", "quotes_mayor", "bulletin_number",
        "get_likeness_display", "get_origin_display",
    ]  # fmt: skip
    export_headings = {
        "published_on": _("Yayın tarihi"), "published_time": _("Saat"), "outlet_name": _("Yayın kuruluşu"),
        "get_medium_display": _("Mecra"), "headline": _("Başlık"), "author": _("Yazar"), "page": _("Sayfa"),
        "issue_number": _("Sayı"), "programme": _("Program"), "url": _("Bağlantı"), "get_tone_display": _("Ton"),
        "summary": _("Özetimiz"), "get_needs_answer_display": _("Yanıt gerekiyor"), "department": _("Müdürlük"),
        "category": _("Kategori"), "topic_names": _("Konular"), "columns": _("Sütun"), "centimetres": _("Santim"),
        "area": _("St×cm"), "reach": _("Tiraj ya da erişim"), "reach_source": _("Rakamın kaynağı"),
        "reach_on": _("Rakamın tarihi"), "on_front_page": _("Birinci sayfada"), "with_picture": _("Fotoğraflı"),
        "with_our_picture": _("Bizim fotoğrafımızla"), "quotes_mayor": _("Başkan’ın sözleriyle"),
        "bulletin_number": _("Bülten"), "get_likeness_display": _("Eşleşme"), "get_origin_display": _("Geldiği yol"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Clipping]:
        rows = Clipping.objects.select_related("department", "category", "bulletin__register_entry")
        return rows.prefetch_related("topic_items__tag").defer("text", "bulletin__body")

    def search_queryset(self, queryset: QuerySet[Clipping]) -> QuerySet[Clipping]:
        return office_search.narrowed(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> Any:
        """By day alone rows of one day would change places between two pages."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        request = self.request
        return {
            **context, "totals": selectors.counts(self.queryset_shown), "may_work":
            views.may_work_clippings(request.user), "tag_form": views.TagForm(), "back": request.get_full_path(),
            "views": filters.of(signed_in(request)), "here": filters.plain(request.GET.urlencode()),
        }  # fmt: skip

    def get_queryset(self) -> Any:
        self.queryset_shown = super().get_queryset()
        return self.queryset_shown

    def get_edit_url(self, instance: Clipping) -> str:
        """The title leads to the page that everybody reads; from there one goes on to the form."""
        return reverse("clippings:detail", args=[instance.pk])

    def get_list_buttons(self, instance: Clipping) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.add_url:
            return list(super().header_buttons)
        link = HeaderButton(_("Bağlantıdan ekle"), url=reverse("clippings:link"), icon_name="link", priority=20)
        return [*super().header_buttons, link]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [
            *super().header_more_buttons,
            *(button for make in BUTTONS if (button := make(self.request.user)) is not None),
            Button(_("Günün özeti"), url=reverse("clippings:day"), icon_name="calendar", priority=30),
        ]
        if self.add_url:
            buttons.append(
                Button(_("Ajans dosyası"), url=reverse("clippings:agencies"), icon_name="download", priority=40)
            )
        return buttons

    @cached_property
    def columns(self) -> list[Any]:
        boxes = [Cell("box", label="")] if views.may_work_clippings(self.request.user) else []
        return [
            *boxes,
            Cell("headline", label=_("Başlık"), sort_key="headline"),
            Cell("published_on", label=_("Yayın tarihi"), sort_key="published_on"),
            Column("medium", label=_("Mecra"), accessor="get_medium_display", sort_key="medium"),
            Cell("tone", label=_("Ton"), sort_key="tone"),
            Cell("measure", label=_("Ölçü")),
            Cell("bulletin", label=_("Bülten")),
        ]


class ClippingWallView(ClippingIndexView):
    """The same clippings as a wall of their pictures."""

    results_template_name = "clippings/wall_results.html"
    is_wall = True

    def get_base_queryset(self) -> QuerySet[Clipping]:
        rows = super().get_base_queryset().select_related("page_copy").defer("page_copy__text")
        return rows.prefetch_related("scans")


class ClippingCreateView(generic.CreateView):
    """An empty form, or one that a page's copy fills in (``?kopya=``)."""

    template_name = "clippings/form.html"

    def get_initial(self) -> dict[str, Any]:
        initial = dict(super().get_initial())
        copy = self.page_copy
        if copy is not None:
            initial |= {key: value for key, value in services.from_copy(copy).items() if value not in (None, "")}
            initial["copy"] = copy.pk
        return initial

    @cached_property
    def page_copy(self) -> PageCopy | None:
        number = self.request.GET.get("kopya", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return PageCopy.free().filter(pk=int(number)).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page_copy": self.page_copy, "link_form": views.LinkForm()}

    def get_success_url(self) -> str:
        if "action-another" in self.request.POST:
            return reverse("clippings:add")
        return reverse("clippings:detail", args=[self.object.pk])


class ClippingEditView(generic.EditView):
    """The same form; what was copied on the day stays."""

    template_name = "clippings/form.html"

    def get_success_url(self) -> str:
        return reverse("clippings:detail", args=[self.object.pk])


class ClippingViewSet(ModelViewSet):
    """``/admin/kupurler/``."""

    model = Clipping
    name = "clippings"
    url_prefix = "kupurler"
    icon = "clipboard-list"
    menu_label = _("Kupürler")
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    search_fields = ["headline"]
    list_per_page = 50
    index_view_class = ClippingIndexView
    add_view_class = ClippingCreateView
    edit_view_class = ClippingEditView
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("headline"),
                    FieldRowPanel([FieldPanel("medium"), FieldPanel("outlet"), FieldPanel("new_outlet")]),
                    FieldRowPanel([FieldPanel("published_on"), FieldPanel("published_time"), FieldPanel("author")]),
                    FieldPanel("url"),
                ],
                heading=_("Haber"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("page"), FieldPanel("issue_number")]),
                    FieldRowPanel([FieldPanel("columns"), FieldPanel("centimetres")]),
                    FieldPanel("programme"),
                ],
                heading=_("Yeri ve ölçüsü"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("tone"), FieldPanel("needs_answer"), FieldPanel("answered_on")]),
                    FieldPanel("summary"),
                    FieldRowPanel([FieldPanel("on_front_page"), FieldPanel("with_picture")]),
                    FieldRowPanel([FieldPanel("with_our_picture"), FieldPanel("quotes_mayor")]),
                ],
                heading=_("Değerlendirme"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("department"), FieldPanel("category")]),
                    FieldPanel("topics"),
                    FieldRowPanel([FieldPanel("people"), FieldPanel("journalist")]),
                ],
                heading=_("Sınıflama"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("reach"), FieldPanel("reach_source"), FieldPanel("reach_on")])],
                heading=_("Tiraj ya da erişim"),
                classname="collapsed",
            ),
            MultiFieldPanel([FieldPanel("text")], heading=_("Tam metin"), classname="collapsed"),
        ],
        base_form_class=ClippingForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("duvar/", self.wall_view, name="wall"),
            path("duvar/sonuc/", self.wall_results_view, name="wall_results"),
            path("suzgecler/", views.keep_filter, name="keep_filter"),
            path("suzgecler/<int:pk>/sil/", views.drop_filter, name="drop_filter"),
            path("baglanti/", views.link, name="link"),
            path("gun/", views.day, name="day"),
            path("etiketle/", views.tag, name="tag"),
            path("<int:pk>/", views.detail, name="detail"),
            path("<int:pk>/eslesme/", views.match, name="match"),
            path("<int:pk>/fotograf/", views.our_photo, name="our_photo"),
            path("<int:pk>/tarama/", views.add_scan, name="add_scan"),
            path("taramalar/<int:pk>/", views.scan, name="scan"),
            path("taramalar/<int:pk>/sil/", views.remove_scan, name="remove_scan"),
            path("taramalar/<int:pk>/kucuk/", views.small_scan, name="small_scan"),
            path("kopyalar/<int:pk>/resim/", views.picture, name="picture"),
            path("kopyalar/<int:pk>/pdf/", views.printout, name="printout"),
            path("ajanslar/", agency_views.agencies, name="agencies"),
            path("ajanslar/<int:pk>/", agency_views.table, name="table"),
            path("ajanslar/<int:pk>/sutunlar/", agency_views.columns, name="columns"),
            path("ajanslar/<int:pk>/sil/", agency_views.remove, name="remove_file"),
        ]

    def _wall(self, **kwargs: Any) -> Any:
        told = self.get_index_view_kwargs(
            index_url_name="clippings:wall", index_results_url_name="clippings:wall_results",
            results_template_name=ClippingWallView.results_template_name,
        )  # fmt: skip
        return self.construct_view(ClippingWallView, **told, **kwargs)

    @property
    def wall_view(self) -> Any:
        return self._wall()

    @property
    def wall_results_view(self) -> Any:
        return self._wall(results_only=True)


class TopicViewSet(ModelViewSet):
    """The topics, to be renamed or taken away."""

    model = Topic
    name = "clipping_topics"
    url_prefix = "kupur-konulari"
    icon = "tag"
    menu_label = _("Kupür konuları")
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = ["name"]
    list_per_page = 50
    form_fields = ["name"]


class AgencyViewSet(ModelViewSet):
    """The monitoring agencies; their columns are told when their first file comes."""

    model = Agency
    name = "clipping_agencies"
    url_prefix = "izleme-ajanslari"
    icon = "download"
    menu_label = _("İzleme ajansları")
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = ["name"]
    form_fields = ["name"]
