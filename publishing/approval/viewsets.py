"""The "onay izi" in the admin: a list to read, search, filter and export; no page writes to it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from cms.core.exports import ExportMixin
from cms.core.ledgers import LedgerViewSet
from cms.users.roles import Office
from publishing.approval.models import Decision, EvidenceRecord


def mentions(text: str) -> Q:
    """Records whose content, persons or comment contain ``text``."""
    return (
        Q(content_label__icontains=text)
        | Q(actor_name__icontains=text)
        | Q(principal_name__icontains=text)
        | Q(comment__icontains=text)
        | Q(delegation_document__icontains=text)
    )


class RecordFilterSet(WagtailFilterSet):
    """Decision, office, words, day."""

    decision = django_filters.MultipleChoiceFilter(
        label=_("Karar"), choices=Decision.choices, widget=forms.CheckboxSelectMultiple
    )
    office = django_filters.MultipleChoiceFilter(
        label=_("Makam"), choices=Office.choices, widget=forms.CheckboxSelectMultiple
    )
    words = django_filters.CharFilter(label=_("İçerik, kişi ya da açıklama"), method="filter_words")
    created_at = django_filters.DateFromToRangeFilter(label=_("Tarih"), widget=DateRangePickerWidget)

    class Meta:
        model = EvidenceRecord
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet[EvidenceRecord], name: str, value: str) -> QuerySet[EvidenceRecord]:
        return queryset.filter(mentions(value.strip()))


class RecordIndexView(ExportMixin, generic.IndexView):
    """The records, the newest first."""

    any_permission_required = ["view"]
    filterset_class = RecordFilterSet
    default_ordering = "-sequence"
    paginate_by = 50

    def search_queryset(self, queryset: QuerySet[EvidenceRecord]) -> QuerySet[EvidenceRecord]:
        return queryset.filter(mentions(self.search_query.strip())) if self.is_searching else queryset

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("sequence", label=_("Sıra"), get_url=self.get_inspect_url, sort_key="sequence"),
            DateColumn("created_at", label=_("Zaman"), sort_key="created_at"),
            Column("decision", label=_("Karar"), accessor="get_decision_display", sort_key="decision"),
            Column("content_label", label=_("İçerik")),
            Column("actor_name", label=_("İşlemi yapan"), sort_key="actor_name"),
            Column("principal_name", label=_("Adına")),
            Column("office", label=_("Makam"), accessor="get_office_display"),
        ]


class RecordInspectView(generic.InspectView):
    """One record with every sealed field."""

    any_permission_required = ["view"]


class RecordViewSet(LedgerViewSet):
    """``/admin/onay-izi/``. The chain is append-only: there are no pages for adding, editing or deleting."""

    model = EvidenceRecord
    menu_label = _("Onay izi")
    icon = "clipboard-list"
    menu_order = 240
    index_view_class = RecordIndexView
    inspect_view_class = RecordInspectView
    inspect_view_fields = [
        "sequence", "created_at", "decision", "office", "actor_name", "principal_name", "delegation_document",
        "content_label", "revision_id", "content_hash", "comment", "ip_address", "previous_digest", "digest",
    ]  # fmt: skip
    search_fields = ["content_label", "actor_name"]
    list_export = [
        "sequence", "created_at", "get_decision_display", "get_office_display", "actor_name", "principal_name",
        "delegation_document", "content_label", "content_hash", "comment", "ip_address", "digest",
    ]  # fmt: skip
    export_headings = {"get_decision_display": _("Karar"), "get_office_display": _("Makam")}
    export_filename = "onay-izi"
    form_fields = ["comment"]

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        item = super().get_menu_item(order)
        policy = self.permission_policy

        def is_shown(request: HttpRequest) -> bool:
            return bool(policy.user_has_permission(request.user, "view"))

        item.is_shown = is_shown
        return item


record_viewset = RecordViewSet("onay-izi")
