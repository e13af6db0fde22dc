"""Rules in the admin's settings: the list says of each what it does and who made it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from publishing.rules import services
from publishing.rules.forms import RuleForm
from publishing.rules.models import ContentRule

SHOWN = 100


def may_see_rules(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read the house's rules."""
    return bool(user.is_active and user.has_perm("rules.view_contentrule"))


@allowed(may_see_rules)
@require_safe
def trial(request: HttpRequest, rule_id: int) -> HttpResponseBase:
    """On what the rule would have acted in the last 30 days, and on what it has acted."""
    rule = get_object_or_404(ContentRule.objects.select_related("created_by", "changed_by"), pk=rule_id)
    found = services.tried(rule)
    buttons = [HeaderButton(gettext("Kuralı aç"), reverse("content_rules:edit", args=[rule.pk]), icon_name="edit")]
    return screen(
        request, "rules/trial.html", title=rule.name, icon="tasks", is_narrow=True,
        crumbs=[(reverse("content_rules:index"), gettext("Kurallar"))], buttons=buttons,
        rule=rule, found=found[:SHOWN], total=len(found), days=services.TRIED_DAYS, runs=rule.runs.all()[:50],
        people=services.people_of(rule),
    )  # fmt: skip


@allowed(lambda user: user.is_active)
@require_POST
def done(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """Takes a piece of work off the first page."""
    services.take_off(notice_id=notice_id, user=signed_in(request))
    return redirect("wagtailadmin_home")


class RuleIndexView(IndexView):
    """The list, which stands as cards on a phone."""

    table_classname = "listing office-stacked"


class RuleViewSet(ModelViewSet):
    """Kurallar."""

    model = ContentRule
    index_view_class = RuleIndexView
    name = "content_rules"
    url_prefix = "kurallar"
    icon = "tasks"
    menu_label = _("Kurallar")
    menu_name = "content-rules"
    menu_order = 640
    add_to_settings_menu = True
    copy_view_enabled = True
    inspect_view_enabled = False
    ordering = ("name", "pk")
    search_fields = ("name",)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("active"),
            FieldPanel("event"),
            FieldRowPanel([FieldPanel("hours"), FieldPanel("days")]),
            MultiFieldPanel(
                [FieldPanel("subject"), FieldRowPanel([FieldPanel("department"), FieldPanel("tag")]),
                 FieldPanel("place"), FieldPanel("urgent")],
                heading=_("Hangileri? (boş: hepsi)"),
            ),
            MultiFieldPanel(
                [FieldPanel("by_letter"), FieldPanel("on_first_page"), FieldPanel("for_social"),
                 FieldPanel("message")],
                heading=_("Ne yapılsın?"),
            ),
            MultiFieldPanel([FieldPanel("roles"), FieldPanel("users")], heading=_("Kime?")),
        ],
        base_form_class=RuleForm,
    )  # fmt: skip

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label=_("Ad"), get_url=lambda row: reverse("content_rules:edit", args=[row.pk])),
            Column("event", label=_("Ne zaman?"), accessor="get_event_display"),
            Column("created_by", label=_("Hazırlayan")),
            TitleColumn(
                "trial", label=_("Deneme"), accessor=lambda row: _("Son 30 gün"),
                get_url=lambda row: reverse("content_rules:trial", args=[row.pk]),
            ),
            Column(
                "active", label=_("Çalışıyor"), accessor=lambda row: _("çalışıyor") if row.active else _("kapalı")
            ),
        ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:rule_id>/dene/", trial, name="trial")]
