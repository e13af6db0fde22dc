"""The editors' list of bulletins: number, title, department, where it stands, date."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from cms.core.exports import ExportMixin
from cms.users.models import Department, User
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage


class Standing(models.TextChoices):
    """Where a bulletin stands, in the office's words."""

    DRAFT = "draft", _("Taslak")
    DIRECTOR = "director", _("Müdür imzasında")
    MAYOR = "mayor", _("Başkan imzasında")
    RETURNED = "returned", _("İade edildi")
    PUBLISHED = "published", _("Yayında")
    EMBARGOED = "embargoed", _("Ambargolu")
    WITHDRAWN = "withdrawn", _("Geri çekildi")


def with_standing(bulletins: Any) -> Any:
    """Each bulletin with ``standing``, a value of :class:`Standing`.

    What waits for a signature is told before what is public already: a correction on its way is what needs attention.
    """
    page_id = Cast(OuterRef("pk"), models.CharField(max_length=255))
    rounds = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id=page_id)
    waiting = rounds.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    scheduled = Revision.page_revisions.filter(object_id=page_id, approved_go_live_at__isnull=False)
    return bulletins.annotate(
        step=Subquery(waiting.values("current_task_state__task__workflow_tasks__sort_order")[:1]),
        standing=Case(
            When(step=0, then=Value(Standing.DIRECTOR.value)),
            When(step__gt=0, then=Value(Standing.MAYOR.value)),
            When(Exists(scheduled), then=Value(Standing.EMBARGOED.value)),
            When(Exists(rounds.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)), then=Value(Standing.RETURNED.value)),
            When(live=True, then=Value(Standing.PUBLISHED.value)),
            When(register_entry__public=False, then=Value(Standing.WITHDRAWN.value)),
            default=Value(Standing.DRAFT.value),
            output_field=models.CharField(),
        ),
    )


class BulletinFilterSet(WagtailFilterSet):
    """By state, department and date of the event."""

    standing = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=Standing.choices, widget=CheckboxSelectMultiple
    )
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Müdürlük"), queryset=Department.objects.all(), widget=CheckboxSelectMultiple
    )
    event_date = django_filters.DateFromToRangeFilter(label=_("Olay tarihi"), widget=DateRangePickerWidget)

    class Meta:
        model = BulletinPage
        fields: list[str] = []


def standing_label(bulletin: Any) -> str:
    """The office's word for where ``bulletin`` stands."""
    return str(Standing(bulletin.standing).label)


def add_url_for(user: User | AnonymousUser) -> str | None:
    """The form for a new bulletin, for whoever may add one."""
    parent = BulletinIndexPage.objects.first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return None
    return reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", parent.pk])


class BulletinIndexView(ExportMixin, IndexView):
    """Twenty bulletins a page, the newest first; a fixed number of queries whatever the archive holds."""

    paginate_by = 20
    default_ordering = "-id"
    page_title = _("Bültenler")
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
        return [*super().get_valid_orderings(), "-id"]

    def get_base_queryset(self) -> Any:
        bulletins = BulletinPage.objects.defer_streamfields().select_related("department", "register_entry")
        return with_standing(bulletins)

    def to_row_dict(self, item: Any) -> Any:
        item.standing_label = standing_label(item)
        return super().to_row_dict(item)

    @cached_property
    def add_url(self) -> str | None:
        return add_url_for(self.request.user)


class BulletinMenuItem(MenuItem):
    """Shown to those who write bulletins."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(BulletinPage)
        return bool(policy.user_has_any_permission(request.user, {"add", "change"}))


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
    menu_item_class = BulletinMenuItem
    add_to_admin_menu = True
    columns = [
        Column("number", label=_("Sayı"), accessor="number", sort_key="register_entry__published_at", width="10%"),
        TitleColumn(
            "title",
            label=_("Başlık"),
            accessor="draft_title",
            get_url=lambda bulletin: reverse("wagtailadmin_pages:edit", args=[bulletin.pk]),
        ),
        Column(
            "department", label=_("Müdürlük"), sort_key="department__sort_key", classname="bulletin-wide", width="20%"
        ),
        StatusTagColumn(
            "standing",
            label=_("Durum"),
            accessor=standing_label,
            primary=lambda bulletin: bulletin.standing == Standing.PUBLISHED,
            width="14%",
        ),
        DateColumn(
            "latest_revision_created_at",
            label=_("Son değişiklik"),
            sort_key="latest_revision_created_at",
            classname="bulletin-wide",
            width="12%",
        ),
    ]
