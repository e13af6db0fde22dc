"""The one list of bulletins: what each is, where it stands, whose turn it is since when, what arrived."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Revision

from cms.core.exports import ExportMixin
from cms.core.standing import Standing, with_standing
from cms.office.menu import RuledMenuItem
from cms.users.models import Department
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.permissions import add_url_for, may_write_bulletins
from publishing.dispatch.views import may_see_deliveries
from publishing.newsroom import views
from publishing.newsroom.rows import rows_of


class BulletinFilterSet(WagtailFilterSet):
    """By state, department and date of the event, as the newest words of each bulletin say."""

    standing = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=Standing.choices, widget=CheckboxSelectMultiple
    )
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Müdürlük"), queryset=Department.objects.all(), widget=CheckboxSelectMultiple, method="of_departments"
    )
    event_date = django_filters.DateFromToRangeFilter(
        label=_("Olay tarihi"), widget=DateRangePickerWidget, method="on_days"
    )

    class Meta:
        model = BulletinPage
        fields: list[str] = []

    def of_departments(self, bulletins: QuerySet[Any], name: str, chosen: Any) -> QuerySet[Any]:
        """Those of the chosen departments."""
        numbers = [department.pk for department in chosen]
        return bulletins.filter(latest_revision__content__department__in=numbers) if numbers else bulletins

    def on_days(self, bulletins: QuerySet[Any], name: str, days: slice) -> QuerySet[Any]:
        """Those whose event lies between two days, both counted in."""
        for limit, sign in ((days.start, "gte"), (days.stop, "lte")):
            if limit is not None:
                day = limit.date() if isinstance(limit, dt.datetime) else limit
                bulletins = bulletins.filter(**{f"event_day__{sign}": day.isoformat()})
        return bulletins


def with_event_day(bulletins: Any) -> Any:
    """Each with ``event_day``, the day of its event as its newest words say it: ``2026-11-27``."""
    newest = Revision.objects.filter(pk=OuterRef("latest_revision"))
    day = Cast(KT("content__event_date"), models.CharField(max_length=10))
    return bulletins.annotate(event_day=Subquery(newest.annotate(day=day).values("day")))


class RowColumn(BaseColumn):
    """A cell that is made of :class:`~publishing.newsroom.rows.Row`."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"newsroom/cells/{template}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "row": instance.row}

    class Media:
        css = {"all": ["office/ledgers.css"]}


class DeliveryColumn(RowColumn):
    """What became of the e-mails; with the way to all of them for whoever may read them."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "may_see": may_see_deliveries(parent_context["request"].user)}


class BulletinIndexView(ExportMixin, IndexView):
    """Twenty bulletins a page, the newest first; a fixed number of queries whatever the archive holds."""

    paginate_by = 20
    default_ordering = "-id"
    page_title = _("Bültenler")
    table_classname = "listing full-width newsroom-list"
    list_export = ["number", "draft_title", "department", "standing_label", "event_date", "latest_revision_created_at"]
    export_headings = {
        "number": _("Sayı"),
        "draft_title": _("Başlık"),
        "department": _("Müdürlük"),
        "standing_label": _("Durum"),
        "event_date": _("Olay tarihi"),
        "latest_revision_created_at": _("Son değişiklik"),
    }
    export_filename = "bultenler"

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "-id", "latest_revision_created_at", "-latest_revision_created_at"]

    def get_base_queryset(self) -> Any:
        bulletins = BulletinPage.objects.defer_streamfields().select_related("department", "register_entry")
        return with_standing(with_event_day(bulletins))

    def order_queryset(self, queryset: Any) -> Any:
        """What nobody waits for comes after everything that somebody has in hand."""
        if self.ordering == "standing_since":
            return queryset.order_by(F("standing_since").asc(nulls_last=True), "-id")
        if self.ordering == "-standing_since":
            return queryset.order_by(F("standing_since").desc(nulls_last=True), "-id")
        return super().order_queryset(queryset)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        rows = rows_of(shown)
        for bulletin in shown:
            bulletin.row = rows[bulletin.pk]
        return {**context, "model_opts": BulletinPage._meta}

    def to_row_dict(self, item: Any) -> Any:
        item.standing_label = str(Standing(item.standing).label)
        return super().to_row_dict(item)

    @cached_property
    def add_url(self) -> str | None:
        return add_url_for(self.request.user)

    @cached_property
    def header_buttons(self) -> list[Any]:
        calendar = HeaderButton(_("Takvim"), reverse("bulletins:calendar"), icon_name="calendar")
        return [*super().header_buttons, calendar]


class BulletinViewSet(PageListingViewSet):
    """ "Bültenler" in the admin's menu."""

    name = "bulletins"
    url_prefix = "bultenler"
    model = BulletinPage
    index_view_class = BulletinIndexView
    filterset_class = BulletinFilterSet
    icon = "doc-full"
    menu_label = _("Bültenler")
    menu_order = 110
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        RowColumn("title", "title", label=_("Başlık"), sort_key="title", width="38%"),
        RowColumn("standing", "standing", label=_("Durum"), sort_key="standing_since", width="22%"),
        RowColumn("event_date", "event", label=_("Olay tarihi"), sort_key="event_day", width="14%"),
        Column("number", label=_("Sayı"), accessor="number", sort_key="register_entry__published_at", width="9%"),
        DeliveryColumn("emails", "emails", label=_("Gönderim"), width="17%"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("takvim/", views.calendar, name="calendar"),
            path("takvim/basin-takvimi.ics", views.calendar_file, name="calendar_file"),
            path("takvim/adres/", views.calendar_address, name="calendar_address"),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        """Shown to those who write bulletins."""
        return RuledMenuItem(
            self.menu_label, self.menu_url, rule=may_write_bulletins, name=self.menu_name,
            icon_name=self.menu_icon, order=order or self.menu_order,
        )  # fmt: skip
