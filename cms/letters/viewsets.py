"""The list of letters in the admin: read and decided about, never written by hand."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column

from cms.core.carriage import DeliveryState
from cms.core.ledgers import CarriedIndexView, CarriedViewSet
from cms.core.turkish import capitalize, lower, upper
from cms.letters import views
from cms.letters.models import Letter, LetterKind


def mentions(text: str) -> Q:
    """Letters whose subject or recipient contains ``text``, whichever Turkish case it is typed in."""
    query = Q(recipient__icontains=text)
    for variant in {text, lower(text), upper(text), capitalize(lower(text))}:
        query |= Q(subject__icontains=variant) | Q(recipient_name__icontains=variant)
    return query


class LetterFilterSet(WagtailFilterSet):
    """State, kind, words, day."""

    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=DeliveryState.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Tür"), choices=LetterKind.choices, widget=forms.CheckboxSelectMultiple
    )
    words = django_filters.CharFilter(label=_("Konu ya da alıcı"), method="filter_words")
    created_at = django_filters.DateFromToRangeFilter(label=_("Tarih"), widget=DateRangePickerWidget)

    class Meta:
        model = Letter
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet[Letter], name: str, value: str) -> QuerySet[Letter]:
        return queryset.filter(mentions(value.strip()))


class LetterIndexView(CarriedIndexView):
    """The letters, the newest first. Their texts are not read here."""

    filterset_class = LetterFilterSet
    unread = ("body", "html", "attempt_log")
    mentions = staticmethod(mentions)
    own_columns = (
        Column("kind", label=_("Tür"), accessor="get_kind_display", sort_key="kind"),
        Column("subject", label=_("Konu")),
    )


class LetterViewSet(CarriedViewSet):
    """``/admin/mektuplar/``. Letters are a ledger: there are no pages for adding, editing or deleting."""

    model = Letter
    menu_label = _("Mektuplar")
    menu_order = 255
    index_view_class = LetterIndexView
    inspect_view_class = views.LetterInspectView
    inspect_view_fields = ["kind", "recipient", "recipient_name", "subject"]
    inspect_template_name = "letters/inspect.html"
    search_fields = ["subject", "recipient"]
    list_export = [
        "created_at", "get_kind_display", "recipient", "recipient_name", "subject", "get_state_display", "reason",
        "receipt", "finished_at",
    ]  # fmt: skip
    export_headings = {"get_kind_display": _("Tür"), "get_state_display": _("Durum")}
    export_filename = "mektuplar"
    act_view = staticmethod(views.act)

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        item = super().get_menu_item(order)

        def is_shown(request: HttpRequest) -> bool:
            return request.user.has_perm("letters.view_letter")

        item.is_shown = is_shown
        return item


letter_viewset = LetterViewSet("mektuplar")
