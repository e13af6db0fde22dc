"""The "onay izi" in the admin: a list to read, search, filter and export; no page writes to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.core.lookups import having
from cms.office.ledgers import (
    LedgerFilterSet,
    LedgerIndexView,
    LedgerInspectView,
    LedgerViewSet,
    any_of,
    by_day,
    by_words,
    moment_column,
)
from cms.users.roles import Office
from publishing.approval.models import Decision, EvidenceRecord


def mentions(text: str) -> Q:
    """Records in whose content, persons or comment ``text`` stands."""
    return having(text, "content_label", "actor_name", "principal_name", "comment", "delegation_document")


class RecordFilterSet(LedgerFilterSet):
    """Decision, office, words, day."""

    decision = any_of(_("Karar"), Decision.choices)
    office = any_of(_("Makam"), Office.choices)
    words = by_words(_("İçerik, kişi ya da açıklama"))
    created_at = by_day()
    mentions = staticmethod(mentions)

    class Meta:
        model = EvidenceRecord
        fields: list[str] = []


class RecordIndexView(LedgerIndexView):
    """The records, the newest first."""

    filterset_class = RecordFilterSet
    default_ordering = "-sequence"
    mentions = staticmethod(mentions)

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("sequence", label=_("Sıra"), get_url=self.get_inspect_url, sort_key="sequence"),
            moment_column(_("Zaman")),
            Column("decision", label=_("Karar"), accessor="get_decision_display", sort_key="decision"),
            Column("content_label", label=_("İçerik")),
            Column("actor_name", label=_("İşlemi yapan"), sort_key="actor_name"),
            Column("principal_name", label=_("Adına")),
            Column("office", label=_("Makam"), accessor="get_office_display"),
        ]


class RecordViewSet(LedgerViewSet):
    """``/admin/onay-izi/``. The chain is append-only: there are no pages for adding, editing or deleting."""

    model = EvidenceRecord
    menu_label = _("Onay izi")
    icon = "clipboard-list"
    menu_order = 240
    index_view_class = RecordIndexView
    inspect_view_class = LedgerInspectView
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


record_viewset = RecordViewSet("onay-izi")
