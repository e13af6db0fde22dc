"""Lists in the admin that are only read: a ledger has no pages for adding, editing or deleting.

- Every ledger: ``LedgerViewSet`` with ``LedgerIndexView`` (the newest first, searched, exported),
  ``LedgerInspectView`` and ``LedgerFilterSet`` (``any_of``, ``by_words``, ``by_day``).
- What is carried (``cms.core.carriage``): ``CarriedViewSet`` with ``CarriedIndexView`` and ``CarriedInspectView``;
  ``StateColumn``, ``attempt_in_words``, ``act_on``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.core import turkish
from cms.core.exports import ExportMixin
from cms.core.receipt import Outcome
from cms.office.allowed import require
from cms.office.row_pages import RowPagesViewSet
from cms.office.ways import way_back

OUTCOMES = {
    Outcome.ACCEPTED: gettext_lazy("kabul edildi"),
    Outcome.TEMPORARY: gettext_lazy("şimdilik olmadı"),
    Outcome.BOUNCED: gettext_lazy("geri döndü"),
    Outcome.FAILED: gettext_lazy("reddedildi"),
    Outcome.UNKNOWN: gettext_lazy("belirsiz"),
}


class StateColumn(Column):
    """The state as a coloured label in the office's words."""

    cell_template_name = "office/ledgers/state_cell.html"

    class Media:
        css = {"all": ["office/ledgers.css"]}


def attempt_in_words(attempt: dict[str, str]) -> dict[str, Any]:
    """One entry of an ``attempt_log`` for the screen: ``at`` as a datetime, ``outcome`` in the office's words."""
    return {
        "at": timezone.localtime(dt.datetime.fromisoformat(attempt["at"])),
        "outcome": OUTCOMES[Outcome(attempt["outcome"])],
        "detail": attempt["detail"],
    }


def act_on(
    row: Any,
    request: HttpRequest,
    actions: Mapping[str, Callable[[Any, Any], Any]],
    done: Mapping[str, Any],
    *,
    back: str,
) -> HttpResponse:
    """Does to ``row`` the one of ``actions`` that was posted, says so in a message, and leads to ``next`` or ``back``.

    Raises ``PermissionDenied``, also for an unknown action.
    """
    action = request.POST.get("action", "")
    require(action in actions)
    try:
        actions[action](row, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done[action])
    return redirect(way_back(request, back))


class LedgerFilterSet(WagtailFilterSet):
    """The filters of a ledger: of ``any_of``, ``by_words`` and ``by_day``. ``mentions`` finds words in the rows."""

    mentions: Callable[[str], Q]

    def filter_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The rows in which ``value`` stands."""
        return queryset.filter(self.mentions(value.strip()))


def any_of(label: Any, choices: Any) -> django_filters.MultipleChoiceFilter:
    """A filter with one box to tick for each of ``choices``."""
    return django_filters.MultipleChoiceFilter(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def by_words(label: Any) -> django_filters.CharFilter:
    """A filter by words, which ``LedgerFilterSet.mentions`` finds."""
    return django_filters.CharFilter(label=label, method="filter_words")


def by_day() -> django_filters.DateFromToRangeFilter:
    """A filter by the day, from and to."""
    return django_filters.DateFromToRangeFilter(label=gettext_lazy("Tarih"), widget=DateRangePickerWidget)


class LedgerIndexView(ExportMixin, generic.IndexView):
    """The rows, the newest first. ``mentions`` finds words in them; ``unread`` are the long fields of a row."""

    any_permission_required = ["view"]
    default_ordering = "-created_at"
    paginate_by = 50
    unread: tuple[str, ...] = ()

    @staticmethod
    def mentions(text: str) -> Q:
        """Rows in which ``text`` stands."""
        raise NotImplementedError

    def get_base_queryset(self) -> QuerySet[Any]:
        queryset: QuerySet[Any] = super().get_base_queryset()
        return queryset.defer(*self.unread) if self.unread else queryset

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.mentions(self.search_query.strip())) if self.is_searching else queryset


class LedgerInspectView(generic.InspectView):
    """One row with every field that the ledger shows."""

    any_permission_required = ["view"]


class LedgerViewSet(RowPagesViewSet):
    """Index, export and one row's page. Subclasses add the addresses of their own acts to
    ``get_page_urlpatterns``."""

    inspect_view_enabled = True

    def get_page_urlpatterns(self) -> list[Any]:
        inspect = path("inspect/<int:pk>/", self.inspect_view, name="inspect")
        return [inspect] if self.inspect_view_enabled else []

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """The menu shows the ledger to those who may read it."""
        item = super().get_menu_item(order)
        policy = self.permission_policy

        def is_shown(request: HttpRequest) -> bool:
            return bool(policy.user_has_any_permission(request.user, self.index_view_class.any_permission_required))

        item.is_shown = is_shown
        return item


def moment_column(label: Any) -> Column:
    """When a row was made, to the minute: in a ledger it is often the point."""
    return Column(
        "created_at", label=label, accessor=lambda row: turkish.format_moment(row.created_at), sort_key="created_at"
    )


class CarriedIndexView(LedgerIndexView):
    """What is carried, the newest first. ``own_columns`` stand between where it goes and when it was made;
    ``recipient_accessor`` says where in words."""

    any_permission_required = ["view", "change"]
    unread: tuple[str, ...] = ("attempt_log",)
    own_columns: Sequence[Column] = ()
    recipient_accessor: Any = None

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "recipient",
                label=gettext_lazy("Alıcı"),
                accessor=self.recipient_accessor,
                get_url=self.get_inspect_url,
                sort_key="recipient",
                classname="delivery-recipient",
            ),
            StateColumn("state", label=gettext_lazy("Durum"), sort_key="state"),
            *self.own_columns,
            moment_column(gettext_lazy("Oluşturma")),
        ]


class CarriedInspectView(LedgerInspectView):
    """One row: its state, every attempt, and what the reader may decide about it (``actions_for``)."""

    any_permission_required = ["view", "change"]
    act_url_name = ""

    def actions_for(self, row: Any, user: AbstractUser | AnonymousUser) -> list[tuple[str, str]]:
        """The buttons that make sense for ``row``: (action, label)."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row = self.object
        context["actions"] = self.actions_for(row, self.request.user)
        context["act_url"] = reverse(self.act_url_name, args=[row.pk])
        context["attempts"] = [attempt_in_words(attempt) for attempt in reversed(row.attempt_log)]
        context["tried_by_mail"] = getattr(row, "channel", "email") == "email"
        return context


class CarriedViewSet(LedgerViewSet):
    """A ledger of what is carried. ``act_view`` takes the reader's decision about one row."""

    icon = "mail"
    form_fields = ["reason"]
    act_view: Callable[..., HttpResponse]

    def get_page_urlpatterns(self) -> list[Any]:
        return [*super().get_page_urlpatterns(), path("islem/<int:pk>/", self.act_view, name="act")]
