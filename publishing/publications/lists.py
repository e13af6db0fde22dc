"""The office's list of issues, and its series."""

from __future__ import annotations

from typing import Any

from django.forms import modelform_factory
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.generic import IndexView as ModelIndexView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from cms.core.exports import ExportMixin
from cms.core.standing import Standing, with_standing
from cms.core.turkish import format_date
from cms.office.menu import RuledMenuItem
from cms.office.widgets import DayInput
from publishing.publications.formats.viewsets import FormatViewSet
from publishing.publications.forms import SERIES
from publishing.publications.models import Issue, IssueIndexPage, Series
from publishing.publications.permissions import may_read_publications


class IssueIndexView(ExportMixin, IndexView):
    """Twenty issues a page, the newest first; a title leads to the issue's plan."""

    page_title = _("Sayılar")
    paginate_by = 20
    default_ordering = "-id"
    list_export = ["draft_title", "kind", "number", "date", "standing_label", "latest_revision_created_at"]
    export_headings = {
        "draft_title": _("Başlık"), "kind": _("Tür"), "number": _("Sayı"), "date": _("Tarih"),
        "standing_label": _("Durum"), "latest_revision_created_at": _("Son değişiklik"),
    }  # fmt: skip
    export_filename = "sayilar"

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "-id"]

    def get_base_queryset(self) -> Any:
        return with_standing(super().get_base_queryset())

    def to_row_dict(self, item: Any) -> Any:
        item.standing_label = str(Standing(item.standing).label)
        return super().to_row_dict(item)

    @cached_property
    def add_url(self) -> str | None:
        parent = IssueIndexPage.objects.first()
        if parent is None or not parent.permissions_for_user(self.request.user).can_add_subpage():
            return None
        return reverse("wagtailadmin_pages:add", args=["publications", "issue", parent.pk])


class MakersMenuItem(RuledMenuItem):
    """Shown to those who make or read publications."""

    def __init__(self, label: Any, url: Any, **kwargs: Any) -> None:
        super().__init__(label, url, rule=may_read_publications, **kwargs)


class IssueViewSet(PageListingViewSet):
    name = "publications_admin"
    url_prefix = "sayilar"
    model = Issue
    index_view_class = IssueIndexView
    icon = "doc-full-inverse"
    menu_label = _("Sayılar")
    menu_item_class = MakersMenuItem
    columns = [
        TitleColumn(
            "title", label=_("Başlık"), accessor="draft_title",
            get_url=lambda page: reverse("publications:desk", args=[page.pk]),
        ),
        Column("kind", label=_("Tür"), accessor="get_kind_display", width="14%"),
        Column(
            "date", label=_("Tarih"), sort_key="date", width="14%",
            accessor=lambda page: format_date(page.date) if page.date else "",
        ),
        PageStatusColumn("status", label=_("Durum"), width="14%"),
    ]  # fmt: skip


class SeriesIndexView(ModelIndexView):
    """The list, which stands as cards on a phone."""

    table_classname = "listing office-stacked"


class SeriesViewSet(ModelViewSet):
    """Yayınlar: what comes out again and again."""

    model = Series
    index_view_class = SeriesIndexView
    name = "publication_series"
    url_prefix = "yayinlar"
    icon = "folder-open-inverse"
    menu_label = _("Yayınlar")
    menu_name = "publication-series"
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["title", "kind", "issn", "interval"]
    search_fields = ("title",)

    def get_form_class(self, for_update: bool = False) -> Any:
        return modelform_factory(Series, form=WagtailAdminModelForm, fields=SERIES, widgets={"declared_on": DayInput})


class PublicationsGroup(ViewSetGroup):
    """ "Yayınlar" in the admin's menu."""

    items = (IssueViewSet, SeriesViewSet, FormatViewSet)
    menu_label = _("Yayınlar")
    menu_name = "yayinlar"
    menu_icon = "doc-full-inverse"
    menu_order = 113
