"""The accounts of the press in the admin ("Basın hesapları"), and who looked at which paper."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from cms.core import turkish
from cms.core.exports import ExportMixin
from cms.core.lookups import having
from cms.office.ledgers import LedgerFilterSet, LedgerIndexView, LedgerViewSet, any_of, by_day
from cms.office.row_pages import RowPagesViewSet
from press_archive.journalists import office_views, selectors
from press_archive.journalists.models import AccountQuerySet, AccountState, JournalistAccount, Look, Work


class AccountFilterSet(WagtailFilterSet):
    """What waits, the state, the work, desks."""

    which = django_filters.ChoiceFilter(
        label=_("Hesaplar"), method="by_which", empty_label=_("hepsi"),
        choices=[("bekleyen", _("karar bekleyen")), ("masa", _("haber merkezleri"))],
    )  # fmt: skip
    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=AccountState.choices, widget=CheckboxSelectMultiple
    )
    work = django_filters.MultipleChoiceFilter(
        label=_("Yaptığı iş"), choices=Work.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = JournalistAccount
        fields: list[str] = []

    def by_which(self, accounts: AccountQuerySet, name: str, value: str) -> QuerySet[JournalistAccount]:
        """Those that wait, or those of desks."""
        return accounts.waiting() if value == "bekleyen" else accounts.exclude(desk_of=None)


class Cell(Column):
    """A cell that a template of ours draws."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"journalists/office/{name}_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "account": instance, "tone": office_views.tone_of(instance)}


class AccountIndexView(ExportMixin, generic.IndexView):
    """The accounts, the newest application first. What is exported names nobody's card."""

    template_name = "journalists/office/index.html"
    results_template_name = "journalists/office/index_results.html"
    filterset_class = AccountFilterSet
    default_ordering = "-applied_at"
    paginate_by = 50
    is_searchable = True
    export_filename = "basin-hesaplari"
    list_export = ["name", "outlet_label", "get_work_display", "get_state_display", "applied_at", "decided_at"]
    export_headings = {
        "name": _("Ad soyad"), "outlet_label": _("Yayın kuruluşu"), "get_work_display": _("Yaptığı iş"),
        "get_state_display": _("Durum"), "applied_at": _("Başvuru"), "decided_at": _("Karar"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[JournalistAccount]:
        return JournalistAccount.objects.select_related("outlet", "desk_of")

    def search_queryset(self, queryset: QuerySet[JournalistAccount]) -> QuerySet[JournalistAccount]:
        if not self.is_searching:
            return queryset
        return queryset.filter(having(self.search_query, "name", "outlet_name", "outlet__name", "email"))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "counts": selectors.account_counts()}

    def get_edit_url(self, instance: JournalistAccount) -> str:
        return reverse("press_accounts:detail", args=[instance.pk])

    def get_list_buttons(self, instance: JournalistAccount) -> list[Any]:
        return []

    @cached_property
    def columns(self) -> list[Any]:
        return [
            Cell("person", label=_("Basın mensubu"), sort_key="name"),
            Cell("state", label=_("Durum"), sort_key="state"),
            Column("work", label=_("Yaptığı iş"), accessor="get_work_display", sort_key="work"),
            Column(
                "applied_at", label=_("Başvuru"), accessor=lambda row: turkish.format_date(row.applied_at),
                sort_key="applied_at",
            ),
        ]  # fmt: skip


class AccountViewSet(RowPagesViewSet):
    """``/admin/basin-hesaplari/``. An account is made by its owner, and is never deleted as a row."""

    model = JournalistAccount
    name = "press_accounts"
    url_prefix = "basin-hesaplari"
    icon = "user"
    menu_label = _("Basın hesapları")
    menu_order = 305
    search_fields = ["name"]
    form_fields = ["name"]
    index_view_class = AccountIndexView

    def get_page_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", office_views.detail, name="detail"),
            path("<int:pk>/belge/<int:paper_pk>/", office_views.paper, name="paper"),
            path("<int:pk>/fotograf/<int:portrait_pk>/", office_views.portrait, name="portrait"),
            path("<int:pk>/karar/<slug:name>/", office_views.act, name="act"),
        ]


class LookFilterSet(LedgerFilterSet):
    """What, and when."""

    what = any_of(_("Neye"), Look.What.choices)
    at = by_day()

    class Meta:
        model = Look
        fields: list[str] = []


class LookIndexView(LedgerIndexView):
    """The looks, the newest first."""

    default_ordering = "-at"
    filterset_class = LookFilterSet
    list_export = ["at", "user", "get_what_display", "row", "account_number"]
    export_headings = {
        "at": _("Ne zaman"), "user": _("Bakan"), "get_what_display": _("Neye"), "row": _("Kayıt"),
        "account_number": _("Hesap"),
    }  # fmt: skip
    export_filename = "basin-belgelerine-bakislar"

    @staticmethod
    def mentions(text: str) -> Q:
        """Looks of somebody, or at an account's number."""
        if text.isdecimal() and len(text) < 10:
            return Q(account_number=int(text))
        return having(text, "user__username", "user__first_name", "user__last_name")

    def get_base_queryset(self) -> QuerySet[Look]:
        queryset: QuerySet[Look] = super().get_base_queryset()
        return queryset.select_related("user")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            Column("at", label=_("Ne zaman"), accessor=lambda row: turkish.format_moment(row.at), sort_key="at"),
            Column("user", label=_("Bakan")),
            Column("what", label=_("Neye"), accessor="get_what_display"),
            Column("row", label=_("Kayıt")),
            Column("account_number", label=_("Hesap")),
        ]


class LookViewSet(LedgerViewSet):
    """``/admin/basin-belge-bakislari/``: who looked at whose card, letter or photo."""

    model = Look
    name = "press_looks"
    url_prefix = "basin-belge-bakislari"
    icon = "view"
    menu_label = _("Basın belgelerine bakışlar")
    menu_order = 650
    add_to_admin_menu = False
    add_to_settings_menu = True
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view_class = LookIndexView
    form_fields = ["what"]
