"""Where printed matter shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import Menu, SubmenuMenuItem

from cms.core.home import Task
from cms.users.models import User
from publishing.printing import menu, selectors, urls
from publishing.printing.models import PrintJob, Title
from publishing.printing.permissions import may_read_printing, may_work_jobs
from publishing.printing.viewsets import JobViewSet, MovementViewSet, PlaceViewSet, RecipientViewSet
from publishing.printing.words import MovementKind, What


class JobFinder:
    """The page of a job, for whoever may read it; of nobody (``None``) Wagtail only asks for the address."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: PrintJob) -> str | None:
        if self.user is not None and not may_read_printing(self.user):
            return None
        return reverse("print_jobs:detail", args=[instance.pk])


class TitleFinder(JobFinder):
    """The page of a title."""

    def get_edit_url(self, instance: Any) -> str | None:
        if self.user is not None and not may_read_printing(self.user):
            return None
        return reverse("stock:title", args=[instance.pk])


register_admin_url_finder(PrintJob, JobFinder)
register_admin_url_finder(Title, TitleFinder)


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [JobViewSet(), PlaceViewSet(), RecipientViewSet(), MovementViewSet()]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include(urls))]


@hooks.register("register_admin_menu_item")
def printed_matter() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        gettext_lazy("Baskı ve stok"), Menu(items=menu.ENTRIES), name="printed-matter", icon_name="doc-full-inverse",
        order=232,
    )  # fmt: skip


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    said = {one.value: str(one.label) for one in (*What, *MovementKind)}
    for value, label in said.items():
        actions.register_action(f"printing.{value}", label, label)


@hooks.register("construct_homepage_panels")
def owed_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while the law waits for copies of something."""
    if not may_work_jobs(request.user):
        return
    owed = selectors.owed()
    if not owed:
        return
    first = owed[0]
    left = selectors.left_in_words(first.due.days_left(timezone.localdate()))[0]
    panels.append(
        Task(
            title=_("Yasal nüshalar"),
            sentence=_("%(count)d baskı işinde yasal nüsha bekleniyor. En yakını: %(title)s, %(what)s, %(left)s.")
            % {"count": len(owed), "title": first.job.title, "what": first.due.kind.label, "left": left},
            action=_("İşleri gör"), url=reverse("print_jobs:index") + "?which=bekleyen", icon="doc-full-inverse",
            order=43,
        )
    )  # fmt: skip
