"""The sources that are watched and the words that are looked for, in the admin."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.turkish import format_moment
from press_archive.monitoring import services, views
from press_archive.monitoring.models import Monitor, WordList

ASKED_DIFFERENTLY = frozenset({"address", "kind", "selector", "lists", "reads_pages", "active", "outlet"})


class MonitorForm(WagtailAdminModelForm):
    """A source; what changes in it lets it be asked anew at once."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Monitor
        fields: list[str] = []

    def save(self, commit: bool = True) -> Any:
        if ASKED_DIFFERENTLY & set(self.changed_data):
            services.ask_anew(monitor=self.instance)
        return super().save(commit)


class WordListForm(WagtailAdminModelForm):
    """A list; new words are looked for in what stands in the sources now."""

    class Meta(WagtailAdminModelForm.Meta):
        model = WordList
        fields: list[str] = []

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            saved = super().save(commit)
            if self.changed_data:
                services.look_again(lists=[saved])
        return saved


class StateColumn(Column):
    """How a source is: a word and the reason."""

    cell_template_name = "monitoring/cells/state.html"

    def get_value(self, instance: Monitor) -> Any:
        return views.card(instance)


class MonitorIndexView(generic.IndexView):
    """The sources, those of one outlet together."""

    any_permission_required = ["view", "add", "change", "delete"]
    default_ordering = "outlet__sort_key"
    paginate_by = 50

    def get_base_queryset(self) -> Any:
        return Monitor.objects.select_related("outlet").defer("seen", "gaps")

    def order_queryset(self, queryset: Any) -> Any:
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "pk")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("outlet", label=_("Yayın kuruluşu"), get_url=self.get_edit_url, sort_key="outlet__sort_key"),
            Column("kind", label=_("Tür"), accessor="get_kind_display", sort_key="kind"),
            Column("address", label=_("Adres"), classname="monitoring-address"),
            StateColumn("state", label=_("Durum")),
            Column("arrived_at", label=_("Son yeni haber"), accessor=_moment_of("arrived_at"), sort_key="arrived_at"),
            Column("checked_at", label=_("Bakıldı"), accessor=_moment_of("checked_at"), sort_key="checked_at"),
        ]


def _moment_of(name: str) -> Any:
    def said(monitor: Monitor) -> str:
        moment = getattr(monitor, name)
        return format_moment(moment) if moment else "—"

    return said


class MonitorViewSet(ModelViewSet):
    """``/admin/haber-kaynaklari/``."""

    model = Monitor
    name = "monitoring"
    url_prefix = "haber-kaynaklari"
    icon = "list-ul"
    menu_label = _("Haber kaynakları")
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    index_view_class = MonitorIndexView
    edit_handler = ObjectList(
        [
            FieldPanel("outlet"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("minutes")]),
            FieldPanel("address"),
            FieldPanel("selector"),
            MultiFieldPanel([FieldPanel("lists"), FieldPanel("reads_pages")], heading=_("Ne aranır?")),
            FieldPanel("active"),
        ],
        base_form_class=MonitorForm,
    )


class WordListViewSet(ModelViewSet):
    """``/admin/sozcuk-listeleri/``."""

    model = WordList
    name = "word_lists"
    url_prefix = "sozcuk-listeleri"
    icon = "tag"
    menu_label = _("Sözcük listeleri")
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = ["name"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("words"), FieldPanel("unwanted"), FieldPanel("active")],
        base_form_class=WordListForm,
    )
