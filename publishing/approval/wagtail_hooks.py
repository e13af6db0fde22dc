"""Where approval shows in Wagtail's admin. This only shows or hides; the rules are in ``services`` and ``guards``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import CancelWorkflowMenuItem as CancelPage
from wagtail.admin.action_menu import SubmitForModerationMenuItem as SubmitPage
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowState
from wagtail.snippets.action_menu import CancelWorkflowMenuItem as CancelSnippet
from wagtail.snippets.action_menu import SubmitForModerationMenuItem as SubmitSnippet

from cms.core.governed import Governed
from cms.office.menu import RuledMenuItem
from cms.users.delegation import offices_of
from cms.users.models import User
from cms.users.selectors import signers_of
from publishing.approval.desk import corrections, home, remarks
from publishing.approval.desk.reading import content_type_pk
from publishing.approval.selectors import office_of, waiting_states
from publishing.approval.viewsets import RecordViewSet, record_viewset

# No role may use these: publication and its opposite are the offices' alone, a return always restarts at Müdür.
NOBODYS = frozenset({"action-publish", "action-unpublish", "action-restart-workflow"})
SAVE = "action-save-draft"


@hooks.register("register_admin_viewset")
def register_records() -> RecordViewSet:
    return record_viewset


@hooks.register("register_admin_urls")
def remark_urls() -> list[URLPattern]:
    return [
        path("onay/not/<int:remark_pk>/yanit/", remarks.answer, name="approval_remark_answer"),
        path("onay/not/<int:remark_pk>/kabul/", remarks.accept, name="approval_remark_accept"),
        path("duzeltmeler/<int:page_id>/yayindakinden/", corrections.start_from_live, name="approval_correction_start"),
    ]


@hooks.register("before_edit_page", order=1000)
def ask_whose_correction_goes_on(request: HttpRequest, page: Any) -> HttpResponse | None:
    return corrections.asked_first(request, page)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return RuledMenuItem(
        gettext_lazy("Onay masası"),
        reverse("approval:desk"),
        rule=offices_of,
        name="approval-desk",
        icon_name="check",
        order=50,
    )


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in home.WAGTAILS_OWN]
    desk = home.waiting_task(request.user)  # type: ignore[arg-type]
    panels += [*([desk] if desk else []), home.MyContentPanel(), home.TroublePanel()]


class SubmitPageItem(SubmitPage):
    """ "Onaya gönder", as the main button."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        context["label"] = submit_label(context.get("page"))
        return context


class SubmitSnippetItem(SubmitSnippet):
    """As :class:`SubmitPageItem`, for snippets."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        context["label"] = submit_label(context.get("instance"))
        return context


class CancelPageItem(CancelPage):
    label = gettext_lazy("Onaydan geri al")


class CancelSnippetItem(CancelSnippet):
    label = gettext_lazy("Onaydan geri al")


def submit_label(content: Any) -> str:
    """What the button says: the second time it says so, and that what is live is being corrected."""
    state = content.current_workflow_state if content is not None and content.pk else None
    returned = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    if content is not None and content.live and content.pk:
        return _("Düzeltmeyi yeniden onaya gönder") if returned else _("Düzeltmeyi onaya gönder")
    return _("Yeniden onaya gönder") if returned else _("Onaya gönder")


def arrange(items: list[Any], context: dict[str, Any], submit: Any, cancel: Any) -> None:
    """Takes nobody's buttons out; "Onaya gönder" comes first, and taking back never does. Saving has a button of its
    own beside them (``approval/admin/actions.html``), which ``context`` is told of."""
    offered = {item.name for item in items}
    context["saves"] = {submit.name, SAVE} <= offered
    apart = NOBODYS | {submit.name, cancel.name} | ({SAVE} if context["saves"] else set())
    items[:] = [item for item in items if item.name not in apart]
    if submit.name in offered:
        items.insert(0, submit)
    if cancel.name in offered:
        items.append(cancel)


@hooks.register("construct_page_action_menu", order=1000)
def page_action_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    arrange(items, context, SubmitPageItem(order=0), CancelPageItem())


@hooks.register("construct_snippet_action_menu", order=1000)
def snippet_action_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if issubclass(context["model"], Governed):
        arrange(items, context, SubmitSnippetItem(order=0), CancelSnippetItem())


@hooks.register("after_create_page", order=1000)
@hooks.register("after_edit_page", order=1000)
@hooks.register("after_create_snippet", order=1000)
@hooks.register("after_edit_snippet", order=1000)
def say_who_signs_next(request: HttpRequest, content: Any) -> None:
    """After a submission: with whom it waits now, in place of Wagtail's sentence."""
    if "action-submit" not in request.POST or not isinstance(content, Governed):
        return
    # Asked of the database: the content may remember how it stood before.
    state = waiting_states().filter(workflow_state__in=WorkflowState.objects.for_instance(content)).first()
    if state is None:
        return
    for earlier in [one for one in messages.get_messages(request) if one.level != messages.SUCCESS]:
        messages.add_message(request, earlier.level, earlier.message, extra_tags=earlier.extra_tags)
    office = office_of(state)
    names = ", ".join(user.get_full_name() or user.get_username() for user in signers_of(office))
    sentence = _("“%(title)s” onaya gönderildi. Şimdi %(office)s imzasında bekliyor: %(names)s.")
    if not names:
        sentence = _("“%(title)s” onaya gönderildi, ama bu makamda kimse yok: %(office)s. Yöneticinize haber verin.")
    title = content.get_admin_display_title() if hasattr(content, "get_admin_display_title") else str(content)
    messages.success(request, sentence % {"title": title, "office": office.label, "names": names})


class ReadOnlyPagesAPI(PagesAdminAPIViewSet):
    """What the explorer asks of pages. Wagtail's own also acts on them (revert, copy, move, publish, delete …): nobody
    needs that, and a revert asks for no lock."""

    actions: dict[str, Any] = {}

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name != "action"]


@hooks.register("construct_admin_api")
def pages_are_only_read(router: Any) -> None:
    router.register_endpoint("pages", ReadOnlyPagesAPI)


@hooks.register("register_page_header_buttons")
def evidence_button(
    page: Any, user: User | AnonymousUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On a governed page's editor: the way to its evidence sheet."""
    content: Any = page.specific
    if view_name == "edit" and isinstance(content, Governed):
        url = reverse("approval:evidence", args=[content_type_pk(content), page.pk])
        yield Button(_("Onay izi"), url=url, icon_name="clipboard-list", priority=64)


@hooks.register("insert_editor_js")
def remark_script() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("approval/remarks.js"))


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("approval/admin.css"))
