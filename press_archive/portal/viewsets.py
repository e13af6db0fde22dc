"""The lists in the admin: questions of the press, who is on duty, and written answers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.core import turkish
from cms.core.choosers import ChooseOnlyViewSet
from cms.core.exports import ExportMixin
from cms.core.lookups import having
from cms.office.row_pages import RowPagesViewSet
from press_archive.portal import office_views, selectors
from press_archive.portal.models import Duty, Question, Statement
from press_archive.portal.words import OVER, QuestionState, Wanted


class QuestionFilterSet(WagtailFilterSet):
    """What waits, kind and state."""

    which = django_filters.ChoiceFilter(
        label=_("Hangileri"), choices=[("bekleyen", _("yanıt bekleyenler"))], method="waiting"
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Ne istiyor"), choices=Wanted.choices, widget=CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=QuestionState.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def waiting(self, rows: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        """Those that are not over."""
        return rows.exclude(state__in=OVER)


class QuestionStateColumn(Column):
    """How far it is, in words and colour."""

    cell_template_name = "portal/office/state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "question": instance, "tone": office_views.tone_of(instance)}


class QuestionIndexView(ExportMixin, generic.IndexView):
    """The questions, the newest first."""

    results_template_name = "portal/office/index_results.html"
    template_name = "portal/office/index.html"
    filterset_class = QuestionFilterSet
    default_ordering = "-asked_at"
    paginate_by = 50
    is_searchable = True
    export_filename = "basin-sorulari"
    list_export = ["subject", "get_kind_display", "get_state_display", "asked_at", "due_at", "answered_at"]
    export_headings = {
        "subject": _("Konu"), "get_kind_display": _("Ne istiyor"), "get_state_display": _("Durum"),
        "asked_at": _("Soruldu"), "due_at": _("Yanıt zamanı"), "answered_at": _("Yanıtlandı"),
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Question]:
        return Question.objects.select_related("account__outlet")

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if not self.is_searching:
            return queryset
        return queryset.filter(having(self.search_query, "subject", "text", "account__name"))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "counts": selectors.question_counts()}

    def get_edit_url(self, instance: Question) -> str:
        return reverse("press_questions:detail", args=[instance.pk])

    def get_list_buttons(self, instance: Question) -> list[Any]:
        return []

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("subject", label=_("Konu"), accessor=lambda row: row.subject or str(row),
                        get_url=self.get_edit_url, sort_key="subject"),
            QuestionStateColumn("state", label=_("Durum"), sort_key="state"),
            Column("kind", label=_("Ne istiyor"), accessor="get_kind_display", sort_key="kind"),
            Column("who", label=_("Soran"), accessor=lambda row: row.account.name if row.account else "—"),
            Column("due_at", label=_("Yanıt zamanı"), accessor=lambda row: turkish.format_moment(row.due_at),
                   sort_key="due_at"),
        ]  # fmt: skip


class QuestionViewSet(RowPagesViewSet):
    """``/admin/basin-sorulari/``. A question is asked by a journalist, and never deleted."""

    model = Question
    name = "press_questions"
    url_prefix = "basin-sorulari"
    icon = "help"
    menu_label = _("Basın soruları")
    menu_order = 306
    search_fields = ["subject"]
    form_fields = ["subject"]
    index_view_class = QuestionIndexView

    def get_page_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", office_views.detail, name="detail"),
            path("<int:pk>/yanit/", office_views.answer, name="answer"),
            path("<int:pk>/ret/", office_views.decline, name="decline"),
            path("<int:pk>/taslak/", office_views.draft, name="draft"),
        ]


class DutyIndexView(IndexView):
    """Duties, the latest first."""

    default_ordering = "-starts_at"


class DutyViewSet(SnippetViewSet):
    """Who is on duty: drafts here, signatures at the approvers' desk."""

    model = Duty
    icon = "mobile-alt"
    menu_label = _("Basın nöbetleri")
    menu_order = 307
    add_to_admin_menu = True
    copy_view_enabled = False
    chooser_viewset_class = ChooseOnlyViewSet
    index_view_class = DutyIndexView
    search_backend_name = None
    search_fields = ["name"]
    list_display = [
        "name", "phone", Column("span", label=_("Ne zaman"), sort_key="starts_at"), "live",
    ]  # fmt: skip


class StatementViewSet(SnippetViewSet):
    """Written answers: begun from a question's page only."""

    model = Statement
    icon = "mail"
    menu_label = _("Basına yazılı yanıtlar")
    add_to_admin_menu = False
    copy_view_enabled = False
    chooser_viewset_class = ChooseOnlyViewSet
    search_backend_name = None
    search_fields = ["title"]
    list_display = ["title", "live"]
